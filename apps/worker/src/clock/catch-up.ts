import { setTimeout as sleep } from 'node:timers/promises'
import { aimClock, deliveriesUnderWay, letClockRun, type ProcessClock, standClock } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { deliverBatch } from '../delivery/delivery-loop.ts'
import type { DeliveryParts } from '../delivery/deliver.ts'
import type { DueWork } from '../due/due-work.ts'

export interface CatchUpParts {
  readonly delivery: DeliveryParts
  readonly clock: ProcessClock
  readonly work: readonly DueWork[]
  /** How long deliveries may make no headway before the clock goes on without them. */
  readonly patienceMs?: number
}

const PATIENCE_MS = 30_000

/**
 * OPS-04: takes the business clock to where somebody has sent it, by way of each instant at which something falls due.
 * There it stands while the due work is done and its mails go out; so what happens in between happens in order and
 * at its own instant. Each step is written down before it is worked at: whoever is killed on the way, the next worker
 * goes on from where the clock stands, and the work itself is safe to repeat.
 */
export async function catchUp(parts: CatchUpParts, stop: AbortSignal): Promise<void> {
  const { clock, work, delivery } = parts
  const { log, database } = delivery
  for (;;) {
    await clock.refresh()
    const move = clock.state()?.move
    if (move == null || stop.aborted) return
    const { standsAt } = move
    for (const one of work) await one.run(standsAt)
    await delivered(parts, stop)
    if (stop.aborted) return

    const next = await soonest(work, standsAt)
    const target = move.target ?? next
    if (target === null || standsAt >= target) {
      await letClockRun({ em: database.worker(), wallNow: clock.wallNow() })
      log.info({ at: new Date(standsAt) }, 'the business clock has arrived')
      continue
    }
    if (move.target === null) await aimClock(database.worker(), target)
    const at = next !== null && next < target ? next : target
    await standClock({ em: database.worker(), wallNow: clock.wallNow() }, at)
    log.info({ at: new Date(at) }, 'the business clock stands')
  }
}

async function soonest(work: readonly DueWork[], after: Instant): Promise<Instant | null> {
  let soonest: Instant | null = null
  for (const one of work) {
    const next = await one.nextAt(after)
    if (next === null) continue
    // It would be asked for the same instant for ever.
    if (next <= after) throw new Error(`${one.name} names an instant that is not to come`)
    if (soonest === null || next < soonest) soonest = next
  }
  return soonest
}

/** Delivers until nothing waits. What the mail server does not take now is tried again later, and not waited for. */
async function delivered({ delivery, clock, patienceMs = PATIENCE_MS }: CatchUpParts, stop: AbortSignal) {
  const { database, log } = delivery
  let least = Infinity
  let since = clock.wallNow()
  while (!stop.aborted) {
    if ((await deliverBatch(delivery)) > 0) continue
    const wallNow = clock.wallNow()
    const waiting = await deliveriesUnderWay({ em: database.worker(), wallNow })
    if (waiting === 0) return
    if (waiting < least) {
      least = waiting
      since = wallNow
    } else if (wallNow - since > patienceMs) {
      log.warn({ waiting }, 'the business clock goes on while deliveries are under way')
      return
    }
    await sleep(25, undefined, { signal: stop }).catch(() => {})
  }
}
