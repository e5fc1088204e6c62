import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase } from '../src/database.ts'
import { startEmbedded } from '../src/embedded/index.ts'
import { checkInvariants } from '../src/invariants/index.ts'
import { migrate } from '../src/migrations/index.ts'
import { nextBillingAt, runBilling } from '../src/use-cases/billing-runs/run.ts'
import { billed, fillAccounts, NIGHT, NIGHT_AT } from './accounts.ts'
import { type Look, runWorker } from './workers.ts'

// A billing night at full size: `pnpm --filter @seatkeeper/db night`; `--accounts 10000 --workers 1 --kills 0` unless told.
const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000' },
    workers: { type: 'string', default: '1' },
    kills: { type: 'string', default: '0' },
  },
})
const [accounts, workers, kills] = [values.accounts, values.workers, values.kills].map(Number) as [
  number,
  number,
  number,
]
/** B-trees grow deeper, and what is read from end to end much faster than that. */
const MOST_GROWTH = 1.3
const dataDir = join(tmpdir(), `seatkeeper-night-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
try {
  await migrate(server.url)
  const due = await fillAccounts(server.url, accounts)
  const began = performance.now()
  for (let killed = 0; killed < kills; killed++) {
    // Somewhere on the way, wherever it stands.
    const dieAfter = Math.ceil(((killed + Math.random()) / (kills + 1)) * accounts)
    await runWorker(server.url, { dieAfter })
  }
  const looks = await Promise.all(Array.from({ length: workers }, () => runWorker(server.url, {})))
  const seconds = (performance.now() - began) / 1000
  const { invoices, renewals, faults } = await billed(server.url)
  console.log(
    `${accounts} accounts on ${NIGHT}: ${invoices} invoices (${due.invoices} due), ${renewals} renewals (${due.renewals} due), ` +
      `${workers} worker(s), ${kills} killed on the way: ${seconds.toFixed(1)} s, ${((seconds * 1000) / accounts).toFixed(2)} ms an account`,
  )
  const grows = kills === 0 && workers === 1 ? tellTenths(looks[0]!) : 1
  console.log(`A look when nothing is due: ${(await idleLook(server.url)).toFixed(0)} ms`)
  const breaches = await checkInvariants(server.url)
  if (invoices !== due.invoices || renewals !== due.renewals || faults.length + breaches.length > 0) {
    console.error('That is not right:', JSON.stringify({ faults, breaches }).slice(0, 2000))
    process.exitCode = 1
  } else if (grows > MOST_GROWTH) {
    console.error(
      `That is not linear: the last tenth visits ${grows.toFixed(2)} times the pages of the second.`,
    )
    process.exitCode = 1
  } else
    console.log('Each invoice and next term exactly once, every period beginning where the one before ends.')
} finally {
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}

/** What the worker does every few seconds; the best of five. */
async function idleLook(url: string): Promise<number> {
  const database = await createDatabase({ url, applicationName: 'night' })
  const times: number[] = []
  for (let n = 0; n < 5; n++) {
    const began = performance.now()
    await runBilling(database.worker(), { upTo: NIGHT_AT })
    await nextBillingAt(database.worker(), NIGHT_AT)
    times.push(performance.now() - began)
  }
  await database.close()
  return Math.min(...times)
}

/** Gives how many times the second tenth's pages the last one visits. Where the machine has other things to do, time says little, and pages and processor time say it all the same. */
function tellTenths(looks: readonly Look[]): number {
  console.log('\nAn account in each tenth, and memory after it:\n')
  console.log(
    '| Tenth | took, ms | pages visited | CPU of PostgreSQL, ms | CPU of the worker, ms | heap, MB | resident, MB |',
  )
  console.log('|---|---|---|---|---|---|---|')
  const at = (share: number): Look =>
    looks.findLast((look) => look.accounts <= Math.ceil(share * accounts)) ?? looks[0]!
  const pages: number[] = []
  for (let tenth = 1; tenth <= 10; tenth++) {
    const [from, to] = [at((tenth - 1) / 10), at(tenth / 10)]
    pages.push((to.pages - from.pages) / Math.max(to.accounts - from.accounts, 1))
    const each = (of: 'ms' | 'pages' | 'databaseMs' | 'workerMs', digits = 2): string => {
      const [before, after] = [from[of], to[of]]
      if (before === null || after === null) return '–'
      return ((after - before) / Math.max(to.accounts - from.accounts, 1)).toFixed(digits)
    }
    const figures = [each('ms'), each('pages', 0), each('databaseMs'), each('workerMs')]
    console.log(`| ${[tenth, ...figures, to.heapMb.toFixed(1), to.residentMb.toFixed(0)].join(' | ')} |`)
  }
  return pages[9]! / pages[1]!
}
