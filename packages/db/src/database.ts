import { type Em, createOrm } from './orm.ts'
import { ROLES } from './roles.ts'

export interface DatabaseConfig {
  /** postgres:// URL of a login user that was granted the roles (the migrations grant them to whoever migrates). */
  readonly url: string
  /** Connections per role; default 10 tenant, 5 identity, 4 worker. */
  readonly connections?: { readonly tenant?: number; readonly identity?: number; readonly worker?: number }
  /** Shown in pg_stat_activity: 'portal', 'worker' … */
  readonly applicationName?: string
}

/** Three doors into one database, each with its own PostgreSQL role. Each call gives a fresh entity manager. */
export interface Database {
  /** Members' work: row-level security by organization and account. */
  tenant(): Em
  /** Sign-in, sign-up, sessions, own access. */
  identity(): Em
  /** Outbox delivery and invariants. */
  worker(): Em
  /** One trivial statement per door; throws when the database does not answer. For readiness checks. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Opens nothing yet: each door connects when it is first used. */
export async function createDatabase(config: DatabaseConfig): Promise<Database> {
  const { url, connections = {}, applicationName = 'seatkeeper' } = config
  const door = (role: string, most: number) => createOrm({ url, role, connections: most, applicationName })
  const tenant = door(ROLES.tenant, connections.tenant ?? 10)
  const identity = door(ROLES.identity, connections.identity ?? 5)
  const worker = door(ROLES.worker, connections.worker ?? 4)
  const all = [tenant, identity, worker]
  return {
    tenant: () => tenant.em.fork(),
    identity: () => identity.em.fork(),
    worker: () => worker.em.fork(),
    async ping() {
      await Promise.all(all.map((orm) => orm.em.fork().execute('select 1')))
    },
    async close() {
      await Promise.all(all.map((orm) => orm.close()))
    },
  }
}
