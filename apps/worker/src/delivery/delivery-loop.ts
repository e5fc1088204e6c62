import { setTimeout as sleep } from 'node:timers/promises'
import { claimOutbox, sweepLeases } from '@seatkeeper/db'
import { MOST_ATTEMPTS } from './backoff.ts'
import { deliver, type DeliveryParts, LEASE_MS } from './deliver.ts'

const LOOK_EVERY_MS = 500
const SWEEP_EVERY_MS = 10_000
const LONGEST_PAUSE_MS = 30_000

/**
 * Delivers what the outbox holds until `stop` is aborted, then finishes what it has begun. Any number of workers
 * may run: a claim skips what another has claimed. A database that does not answer is asked again, ever less often.
 */
export async function deliveryLoop(parts: DeliveryParts, stop: AbortSignal): Promise<void> {
  const { log } = parts
  let pause = LOOK_EVERY_MS
  let sweepAt = 0
  while (!stop.aborted) {
    try {
      const wallNow = parts.clocks.wallNow()
      if (wallNow >= sweepAt) {
        sweepAt = wallNow + SWEEP_EVERY_MS
        await sweep(parts)
      }
      const delivered = await deliverBatch(parts)
      pause = LOOK_EVERY_MS
      if (delivered === parts.mailer.connections) continue
    } catch (error) {
      log.error({ err: error, pause }, 'the outbox cannot be read')
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
  }
}

/**
 * Claims as many events as there are connections, so that none has begun and waits for one, and delivers them side by side;
 * gives how many were claimed.
 */
export async function deliverBatch(parts: DeliveryParts): Promise<number> {
  const { log, mailer } = parts
  await parts.clocks.refresh?.()
  const wallNow = parts.clocks.wallNow()
  const events = await claimOutbox(parts.database.worker(), {
    wallNow,
    limit: mailer.connections,
    leaseMs: LEASE_MS,
  })
  await Promise.all(
    events.map(async (event) => {
      const { id, type, attempt } = event
      try {
        const outcome = await deliver(parts, event)
        log.info({ event: id, type, attempt, outcome }, 'event handled')
      } catch (error) {
        // The lease runs out, and the sweep decides by how far the event had come.
        log.error({ err: error, event: id, type, attempt }, 'an event could not be handled')
      }
    }),
  )
  return events.length
}

async function sweep({ database, clocks, log }: DeliveryParts): Promise<void> {
  const swept = await sweepLeases(database.worker(), {
    wallNow: clocks.wallNow(),
    mostAttempts: MOST_ATTEMPTS,
  })
  if (swept.retry + swept.unknown + swept.failed > 0) log.warn(swept, 'took over what a dead worker had left')
}
