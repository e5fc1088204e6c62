import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase } from '@seatkeeper/db'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'
import { MS_PER_MINUTE } from '@seatkeeper/rules'
import { inspectorOf } from '@seatkeeper/testkit/inspect'
import { startPaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import { runSweep, SIDES, type SweepRow } from './sweep/run-sweep.ts'
import { SCENARIOS } from './sweep/scenarios.ts'

// PAY-05, BILL-13 at full size, with the built portal (`npm run build`): `pnpm --filter @seatkeeper/worker purchase-sweep`.
// `--stride 5` takes every fifth step, `--only declined` one kind of purchase,
// `--phase submit` one part of its life, `--side after` one side of each step, `--table sweep.tsv` writes every row down.
// `--minutes 20` begins no purchase after so long, and compares the books of those that were begun.
const { values } = parseArgs({
  options: {
    stride: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    phase: { type: 'string', multiple: true },
    minutes: { type: 'string' },
    table: { type: 'string' },
    /** `before` or `after` alone. */
    side: { type: 'string' },
    'kills-only': { type: 'boolean', default: false },
    'no-portal': { type: 'boolean', default: false },
  },
})
// Processes start hundreds of times: what they compile is kept.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'seatkeeper-sweep-compiled')
const scenarios = SCENARIOS.filter(({ name }) => values.only?.includes(name) ?? true).map((scenario) => ({
  ...scenario,
  swept: scenario.swept.filter((phase) => values.phase?.includes(phase) ?? true),
}))

const dataDir = join(tmpdir(), `seatkeeper-sweep-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
const database = await createDatabase({ url: server.url, applicationName: 'purchase-sweep' })
const inspector = inspectorOf(server.url)
const began = performance.now()
try {
  await migrate(server.url)
  const standIns = await Promise.all([
    startPaymentStandIn(),
    startPaymentStandIn(undefined, { keysKeptMs: 0 }),
  ])
  const result = await runSweep({ url: server.url, database, query: inspector.query }, standIns, {
    scenarios,
    stride: Number(values.stride),
    sides: SIDES.filter((side) => values.side === undefined || side === values.side),
    disturb: !values['kills-only'],
    portal: !values['no-portal'],
    ...(values.minutes !== undefined && { budgetMs: Number(values.minutes) * MS_PER_MINUTE }),
    heard: (row) => console.log(wordsOf(row)),
  })
  await Promise.all(standIns.map((standIn) => standIn.stop()))
  if (values.table !== undefined)
    writeFileSync(values.table, result.rows.map((row) => `${wordsOf(row)}\n`).join(''))
  summary(result.rows)
  const { rows, killed, disturbed, notReached, books, faults, whole } = result
  console.log(JSON.stringify(books))
  console.log(
    `${rows.length} purchases: ${killed} processes killed, ${disturbed} requests or answers disturbed, ${notReached} steps not come to; ` +
      `${Math.round((performance.now() - began) / 1000)} s${whole ? '' : ', not whole: its time was up'}; ${faults.length === 0 ? 'no fault' : `${faults.length} faults`}`,
  )
  for (const fault of faults) console.error(`  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
} finally {
  await inspector.close()
  await database.close()
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}

function wordsOf({
  scenario,
  phase,
  k,
  of,
  step,
  fate,
  aDayLater,
  keysForgotten,
  outcome,
}: SweepRow): string {
  const { state, failure, charged, seats, wrong } = outcome
  return [
    scenario,
    phase,
    `${k} of ${of}`,
    fate,
    step.name,
    [aDayLater ? 'a day later' : 'at once', ...(keysForgotten ? ['keys forgotten'] : [])].join(', '),
    failure === null ? state : `${state}: ${failure}`,
    `charged ${charged}`,
    `${seats} seats`,
    ...(wrong === null ? [] : ['WRONG']),
  ].join('\t')
}

/** By kind of purchase and phase: steps, what was done to them, what came of it. */
function summary(rows: readonly SweepRow[]): void {
  const groups = Map.groupBy(rows, ({ scenario, phase }) => `${scenario}, ${phase}`)
  for (const [name, of] of groups) {
    const kills = of.filter(({ fate }) => fate === 'before' || fate === 'after').length
    const ends = Map.groupBy(of, ({ outcome }) =>
      outcome.failure === null ? outcome.state : `${outcome.state} (${outcome.failure})`,
    )
    const came = [...ends].map(([end, those]) => `${those.length} ${end}`).join(', ')
    console.log(`${name}: ${of[0]!.of} steps, ${kills} kills, ${of.length - kills} disturbances: ${came}`)
  }
}
