import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase } from '@seatkeeper/db'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'
import { inspectorOf } from '@seatkeeper/testkit/inspect'
import { startPaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import { Seeded } from '@seatkeeper/testkit/seeded'
import { comparedLine } from './compare-steps.ts'
import { runYears, type YearsResult } from './run-years.ts'
import { twoYears } from './scenario.ts'

// Issue 8 at full size: `pnpm --filter @seatkeeper/worker two-years`; `--seed 1`, `--list` prints all events besides the table of what the rules predict
// and what was made. Two years of eight accounts by the
// business clock, twice from the same seed: the same events, to the hour, and those that the rules alone predict.
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    list: { type: 'boolean', default: false },
    once: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)

const first = await once()
console.log('predicted for      made at           account        step')
for (const step of first.steps) console.log(comparedLine(step))
if (values.list) for (const event of first.events) console.log(event)
tell(first)
if (!values.once) {
  const second = await once()
  tell(second)
  const differing = first.events.filter((event) => !second.events.includes(event))
  const others = second.events.filter((event) => !first.events.includes(event))
  if (differing.length + others.length > 0) {
    process.exitCode = 1
    for (const event of differing.slice(0, 10)) console.error(`  only the first time:  ${event}`)
    for (const event of others.slice(0, 10)) console.error(`  only the second time: ${event}`)
  } else console.log(`The same ${first.events.length} events again from seed ${seed}`)
}

async function once(): Promise<YearsResult> {
  const dataDir = join(tmpdir(), `seatkeeper-years-${process.pid}`, 'postgres')
  const server = await startEmbedded({ dataDir, mode: 'fast' })
  const database = await createDatabase({ url: server.url, applicationName: 'two-years' })
  const inspector = inspectorOf(server.url)
  const standIn = await startPaymentStandIn()
  try {
    await migrate(server.url)
    return await runYears(
      { url: server.url, database, query: inspector.query },
      standIn,
      twoYears(new Seeded(seed)),
    )
  } finally {
    await standIn.stop()
    await inspector.close()
    await database.close()
    await server.stop()
    rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
  }
}

function tell({ events, stops, mails, faults, seconds }: YearsResult): void {
  console.log(
    `Two years of 8 accounts: ${events.length} events at ${stops} stops of the clock, ${mails} mails; the ledger balanced at each stop; ` +
      `${faults.length === 0 ? 'every invoice, next term and end as the rules predict' : `${faults.length} faults`}; ${Math.round(seconds)} s`,
  )
  for (const fault of faults.slice(0, 30)) console.error(`  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
}
