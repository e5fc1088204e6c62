import type { Em } from './orm.ts'

export interface DatabaseConfig {
  /** postgres:// URL of a login user that was granted the three roles (the migrations do so). */
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
  /** Outbox delivery. */
  worker(): Em
  /** One trivial statement per role; throws when the database does not answer. For readiness checks. */
  ping(): Promise<void>
  close(): Promise<void>
}

export async function createDatabase(_config: DatabaseConfig): Promise<Database> {
  throw new Error('not built yet')
}
