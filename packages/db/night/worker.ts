import { createDatabase } from '../src/database.ts'
import { runBilling } from '../src/use-cases/billing-runs/run.ts'
import { NIGHT_AT } from './accounts.ts'

/** A worker of its own that bills everything and says after each page how far it is. */
const database = await createDatabase({ url: process.env['NIGHT_URL']!, applicationName: 'night' })
let accounts = 0
const look = (more: number): void => {
  accounts += more
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  const said = { accounts, ms: performance.now(), heapMb: heapUsed / 1e6, residentMb: rss / 1e6 }
  process.stdout.write(`${JSON.stringify(said)}\n`)
}
look(0)
const { faults } = await runBilling(database.worker(), { upTo: NIGHT_AT, onPage: look })
if (faults.length > 0)
  throw new AggregateError(
    faults.map(({ cause }) => cause),
    'Not all were billed',
  )
await database.close()
