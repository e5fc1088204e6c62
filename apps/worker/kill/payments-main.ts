import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase } from '@seatkeeper/db'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'
import { inspectorOf } from '@seatkeeper/testkit/inspect'
import { startPaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import { runPaymentKills } from './payment-kills.ts'
import { runWebhookStreams } from './webhook-streams.ts'

// PAY-04, PAY-05, BILL-13 at full size: `pnpm --filter @seatkeeper/worker payment-test`; `--kills 200 --streams 1000` unless told.
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, streams: { type: 'string', default: '1000' } },
})
const [kills, streams] = [Number(values.kills), Number(values.streams)]

const dataDir = join(tmpdir(), `seatkeeper-payments-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
const database = await createDatabase({ url: server.url, applicationName: 'payment-test' })
const inspector = inspectorOf(server.url)
const world = { url: server.url, database, query: inspector.query }
try {
  await migrate(server.url)
  // Half of the kills with idempotency keys that the processor remembers, half with such as it has forgotten.
  for (const keysKeptMs of kills > 0 ? [86_400_000, 0] : []) {
    const standIn = await startPaymentStandIn(undefined, { keysKeptMs })
    const result = await runPaymentKills(world, standIn, { kills: Math.ceil(kills / 2) })
    await standIn.stop()
    const { purchases, killedAtSteps, killedAnywhere, lost, paid, failed, seconds } = result
    tell(
      `keys ${keysKeptMs === 0 ? 'forgotten' : 'remembered'}: ${purchases} purchases, ${killedAtSteps} workers killed between two steps and ` +
        `${killedAnywhere} at any moment, ${lost} requests or answers lost: ${paid} paid once and granted, ${failed} not charged; ${Math.round(seconds)} s`,
      result.faults,
    )
  }
  if (streams > 0) {
    const standIn = await startPaymentStandIn()
    const began = performance.now()
    const result = await runWebhookStreams(world, standIn, { streams })
    await standIn.stop()
    const { delivered, stored, forged, paid, failed } = result
    tell(
      `${streams} streams: ${delivered} webhooks delivered, ${stored} stored, ${forged} forged ones not read: ${paid} paid, ${failed} not charged; ` +
        `${Math.round((performance.now() - began) / 1000)} s`,
      result.faults,
    )
  }
} finally {
  await inspector.close()
  await database.close()
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}

function tell(line: string, faults: readonly string[]): void {
  console.log(`${line}; ${faults.length === 0 ? 'no fault' : `${faults.length} faults`}`)
  for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
}
