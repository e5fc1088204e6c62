import { type Em, createOrm } from './orm.ts'
import { ROLES } from './roles.ts'

export interface DatabaseConfig {
  /** postgres:// URL of a login user that was granted the roles (the migrations grant them to whoever migrates). */
  readonly url: string
  /** Connections per role; default 10 tenant, 5 identity, 4 worker, 4 product. */
  readonly connections?: {
    readonly tenant?: number
    readonly identity?: number
    readonly worker?: number
    readonly product?: number
  }
  /** Shown in pg_stat_activity: 'portal', 'worker' … */
  readonly applicationName?: string
}

/** The doors into one database, each with its own PostgreSQL role. Each call gives a fresh entity manager. */
export interface Database {
  /** Members' work: row-level security by organization and account. */
  tenant(): Em
  /** Sign-in, sign-up, sessions, own access. */
  identity(): Em
  /** Outbox delivery and invariants. */
  worker(): Em
  /** The vendor's product with its API key: access decisions and reported sign-ins. */
  product(): Em
  /** One trivial statement per door; throws when the database does not answer. For readiness checks. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Opens nothing yet: each door connects when it is first used. */
export async function createDatabase(config: DatabaseConfig): Promise<Database> {
  const { url, connections = {}, applicationName = 'seatkeeper' } = config
  const door = (role: string, most: number, settings?: readonly string[]) =>
    createOrm({ url, role, connections: most, applicationName, ...(settings && { settings }) })
  const tenant = door(ROLES.tenant, connections.tenant ?? 10)
  const identity = door(ROLES.identity, connections.identity ?? 5)
  const worker = door(ROLES.worker, connections.worker ?? 4)
  const product = door(ROLES.product, connections.product ?? 4, ONE_PLAN_BY_INDEX)
  const all = [tenant, identity, worker, product]
  return {
    tenant: () => tenant.em.fork(),
    identity: () => identity.em.fork(),
    worker: () => worker.em.fork(),
    product: () => product.em.fork(),
    async ping() {
      await Promise.all(all.map((orm) => orm.em.fork().execute('select 1')))
    },
    async close() {
      await Promise.all(all.map((orm) => orm.close()))
    },
  }
}

/**
 * The product's statements are few, large, and find all their rows by keys: one plan serves every call. The planner can't know
 * how few rows the parameters hold, so it is told to go by the indexes.
 */
const ONE_PLAN_BY_INDEX = ['-c plan_cache_mode=force_generic_plan', '-c enable_seqscan=off', '-c jit=off']
