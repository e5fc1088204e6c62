import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'
import { faultsOf, runKills } from './run-kills.ts'

/** MAIL-04 at full size: `pnpm --filter @seatkeeper/worker kill-test`. 2,000 notices fall due, workers die 200 times. */
const dataDir = join(tmpdir(), `seatkeeper-kill-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
try {
  await migrate(server.url)
  const result = await runKills(server.url, { notices: 2_000, kills: Number(process.argv[2] ?? 200) })
  const { notices, kills, interrupted, delivered, unknown, unknownTaken, lost, twice, seconds } = result
  console.log(
    `${notices} notices, two workers, ${kills} kills that interrupted ${interrupted} deliveries: ${delivered} sent once, ${unknown} unknown ` +
      `(${unknownTaken} of them had arrived), ${lost} lost, ${twice} twice; ${Math.round(seconds)} s`,
  )
  for (const fault of faultsOf(result)) {
    console.error(fault)
    process.exitCode = 1
  }
} finally {
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}
