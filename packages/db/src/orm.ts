import { MikroORM } from '@mikro-orm/postgresql'
import { entities } from './entities/index.ts'
import { nameStatements } from './named-statements.ts'
import { typeParsers } from './type-parsers.ts'

export interface OrmConfig {
  readonly url: string
  /** The PostgreSQL role that every connection of this pool works as. */
  readonly role?: string
  readonly connections: number
  readonly applicationName: string
  /** Further settings of each connection, as PostgreSQL takes them at its start: `-c name=value`. */
  readonly settings?: readonly string[]
}

/** One pool of connections that all work as one database role. */
export function createOrm(config: OrmConfig) {
  const { role, applicationName, connections, settings = [] } = config
  return new MikroORM({
    clientUrl: config.url,
    // Connection URLs may name the database by a path alone; MikroORM wants it apart.
    dbName: databaseName(config.url),
    entities: [...entities],
    pool: { min: 0, max: connections, idleTimeoutMillis: 30_000 },
    forceUtcTimezone: true,
    allowGlobalContext: true,
    driverOptions: {
      types: typeParsers,
      application_name: applicationName,
      connectionTimeoutMillis: 10_000,
      options: [
        ...(role === undefined ? [] : [`-c role=${role}`]),
        '-c timezone=UTC',
        // Whoever dies or hangs lets go of their seats soon; statements are short or wrong.
        '-c idle_in_transaction_session_timeout=10000',
        '-c statement_timeout=20000',
        ...settings,
      ].join(' '),
      onPoolCreated: nameStatements,
    },
  })
}

export type Orm = ReturnType<typeof createOrm>

/** An entity manager that knows the tables; apps pass it on and never look inside. */
export type Em = Orm['em']

function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1))
}
