import { setTimeout as sleep } from 'node:timers/promises'
import { claimOutbox, type ClaimedEvent, settleAll, sweepLeases } from '@seatkeeper/db'
import { MOST_ATTEMPTS } from './backoff.ts'
import { type DeliveryParts, holding, LEASE_MS, prepare, send } from './deliver.ts'
import type { Prepared } from './job.ts'
import { type Desk, openDesk } from './desk.ts'

const LOOK_EVERY_MS = 500
const SWEEP_EVERY_MS = 10_000
const LONGEST_PAUSE_MS = 30_000
/** Events that are claimed at once, for each connection. */
const CLAIMED_PER_CONNECTION = 16

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
      const delivered = await deliverBatch(parts, stop)
      pause = LOOK_EVERY_MS
      if (delivered > 0) continue
    } catch (error) {
      log.error({ err: error, pause }, 'the outbox cannot be read')
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
  }
}

/**
 * Claims what is due and delivers it, as many side by side as there are connections, so that none has begun and waits for one;
 * gives how many were claimed. When `stop` is aborted, what has not begun is given back.
 */
export async function deliverBatch(parts: DeliveryParts, stop?: AbortSignal): Promise<number> {
  const { mailer, clocks, database, leaseMs = LEASE_MS } = parts
  await clocks.refresh?.()
  const events = await claimOutbox(database.worker(), {
    wallNow: clocks.wallNow(),
    limit: mailer.connections * CLAIMED_PER_CONNECTION,
    leaseMs,
  })
  if (events.length > 0) await holding(parts, events, leaseMs, () => deliverAll(parts, events, stop))
  return events.length
}

async function deliverAll(
  parts: DeliveryParts,
  events: readonly ClaimedEvent[],
  stop: AbortSignal | undefined,
): Promise<void> {
  const desk = openDesk(parts)
  const waiting = [...events]
  const settling: Promise<void>[] = []
  const next = () => {
    const event = stop?.aborted ? undefined : waiting.shift()
    if (event === undefined) return undefined
    const prepared = prepare(parts, desk, event)
    // Whoever takes it up hears of it; that nobody has yet is no fault.
    prepared.catch(() => {})
    return { event, prepared }
  }
  const lane = async () => {
    let upcoming = next()
    while (upcoming !== undefined) {
      const { event, prepared } = upcoming
      const handled = handle(parts, desk, event, prepared, settling)
      // While one mail is under way, the next is made: the connection does not wait for the database.
      await prepared.catch(() => {})
      upcoming = next()
      await handled
    }
  }
  await Promise.all(Array.from({ length: parts.mailer.connections }, lane))
  await Promise.all(settling)
  if (waiting.length > 0) {
    const wallNow = parts.clocks.wallNow()
    const ends = waiting.map((event) => {
      return { event, state: 'retry', attempts: event.attempt - 1, dueAt: wallNow } as const
    })
    await settleAll(parts.database.worker(), ends, { wallNow })
  }
}

/** Ends when the server has answered; that it is written down is one of `settling`. */
async function handle(
  parts: DeliveryParts,
  desk: Desk,
  event: ClaimedEvent,
  prepared: Promise<Prepared>,
  settling: Promise<void>[],
): Promise<void> {
  const { log } = parts
  const { id, type, attempt: nth } = event
  // The lease runs out, and the sweep decides by how far the event had come.
  const failed = (error: unknown) =>
    log.error({ err: error, event: id, type, attempt: nth }, 'an event could not be handled')
  try {
    const attempted = await send(parts, desk, event, await prepared)
    const settled = attempted === 'lease-lost' ? Promise.resolve(false) : desk.settle(attempted.end)
    settling.push(
      settled.then((kept) => {
        const outcome = kept && attempted !== 'lease-lost' ? attempted.outcome : 'lease-lost'
        log.info({ event: id, type, attempt: nth, outcome }, 'event handled')
      }, failed),
    )
  } catch (error) {
    failed(error)
  }
}

async function sweep({ database, clocks, log }: DeliveryParts): Promise<void> {
  const swept = await sweepLeases(database.worker(), {
    wallNow: clocks.wallNow(),
    mostAttempts: MOST_ATTEMPTS,
  })
  if (swept.retry + swept.unknown + swept.failed > 0) log.warn(swept, 'took over what a dead worker had left')
}
