import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../src/embedded/index.ts'
import { migrate } from '../src/migrations/index.ts'
import { type RacePlan, type RaceResult, faultsOf, slownessOf } from './plan.ts'
import { runRace } from './run-race.ts'

/**
 * SEAT-07 at full size: `pnpm --filter @seatkeeper/db race`. 10,000 adds on 500 seats from 8 processes × 25 connections; the
 * naive variant must fail. `--durable` keeps fsync on.
 */
const FULL: Omit<RacePlan, 'variant'> = { processes: 8, connections: 25, adds: 10_000, seats: 500 }

const dataDir = join(tmpdir(), `seatkeeper-race-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: process.argv.includes('--durable') ? 'durable' : 'fast' })
let failed = false
try {
  await migrate(server.url)
  for (const variant of ['product', 'failing-holders', 'naive'] as const) {
    const result = await runRace(server.url, { ...FULL, variant })
    const faults = [...faultsOf(result), ...(variant === 'naive' ? [] : slownessOf(result))]
    console.log(lineOf(result))
    for (const fault of faults) console.log(`    ${fault}`)
    const asItShould = variant === 'naive' ? faults.length > 0 : faults.length === 0
    if (variant === 'naive' && asItShould) console.log('    as it should: the check bites')
    if (!asItShould) failed = true
  }
} finally {
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}
process.exitCode = failed ? 1 : 0

function lineOf({ plan, granted, stored, p50, p99, worst, seconds, kills, outcomes }: RaceResult): string {
  const ms = (value: number): string => `${Math.round(value)} ms`
  const pace = Math.round(plan.adds / seconds)
  return (
    `${plan.variant}: ${granted} granted, ${stored} stored of ${plan.seats}; ` +
    `p50 ${ms(p50)}, p99 ${ms(p99)}, worst ${ms(worst)}; ${pace} answers/s; ${kills} killed; ${JSON.stringify(outcomes)}`
  )
}
