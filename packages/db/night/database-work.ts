import { readFileSync } from 'node:fs'
import { type Db, statement } from '../src/statement.ts'

/** What the database has done so far. Pages say how the work grows, whatever else the machine does meanwhile. */
export interface DatabaseWork {
  /** Pages of tables and indexes visited, in memory or not, by everybody. */
  readonly pages: number
  /** Processor time of the connection that asks; null where the system does not tell. */
  readonly databaseMs: number | null
}

const flush = statement<never, [one: number]>('select pg_stat_force_next_flush() where $1::integer = 1')

const read = statement<{ readonly pages: number; readonly pid: number }, [one: number]>(/* sql */ `
select (blks_hit + blks_read)::float8 as pages, pg_backend_pid() as pid from pg_stat_database
where datname = current_database() and $1::integer = 1
`)

export async function databaseWork(pool: Db): Promise<DatabaseWork> {
  return pool.connection().execute(async (connection) => {
    const db = connection as Db
    await flush(db, 1)
    const { pages, pid } = (await read(db, 1))[0]!
    return { pages, databaseMs: processorMs(pid) }
  })
}

const MS_PER_TICK = 10

/** Linux: fields 14 and 15 of /proc/<pid>/stat, user and system, in hundredths of a second. */
function processorMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
  } catch {
    return null
  }
}
