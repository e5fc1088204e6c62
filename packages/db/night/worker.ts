import { createDatabase } from '../src/database.ts'
import type { Db } from '../src/statement.ts'
import { runBilling } from '../src/use-cases/billing-runs/run.ts'
import { NIGHT_AT } from './accounts.ts'
import { databaseWork } from './database-work.ts'
import type { Look } from './workers.ts'

/** A worker of its own that bills everything and says after each page how far it is, and what it has cost. */
const database = await createDatabase({ url: process.env['NIGHT_URL']!, applicationName: 'night' })
const em = database.worker()
let accounts = 0
const look = async (more: number): Promise<void> => {
  accounts += more
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const said: Look = {
    accounts,
    ms: performance.now(),
    workerMs: (user + system) / 1000,
    ...(await databaseWork(em.getKysely() as Db)),
    heapMb: heapUsed / 1e6,
    residentMb: rss / 1e6,
  }
  process.stdout.write(`${JSON.stringify(said)}\n`)
}
await look(0)
const { faults } = await runBilling(em, { upTo: NIGHT_AT, onPage: look })
if (faults.length > 0)
  throw new AggregateError(
    faults.map(({ cause }) => cause),
    'Not all were billed',
  )
await database.close()
