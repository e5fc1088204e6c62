import { setTimeout as sleep } from 'node:timers/promises'
import {
  claimPaymentEvents,
  claimPurchases,
  finishPurchase,
  postponePurchase,
  type PurchaseWork,
} from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { Logger } from 'pino'
import { collectPurchase, type CollectParts } from './collect-purchase.ts'
import { handlePaymentEvent } from './handle-event.ts'
import { reportTaxes } from './report-taxes.ts'

const LOOK_EVERY_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Longer than a purchase takes with a processor that answers slowly. */
export const PURCHASE_LEASE_MS = 120_000
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 600_000
const BATCH = 4

export interface PaymentParts extends CollectParts {
  readonly log: Logger
}

/** Collects purchases and handles the processor's webhooks until `stop` is aborted, then finishes what it has begun. */
export async function paymentsLoop(parts: PaymentParts, stop: AbortSignal): Promise<void> {
  let pause = LOOK_EVERY_MS
  while (!stop.aborted) {
    try {
      const done = await paymentRound(parts)
      pause = LOOK_EVERY_MS
      if (done > 0) continue
    } catch (error) {
      parts.log.error({ err: error, pause }, 'payments cannot be looked at')
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
  }
}

/** All that is due now, once; gives how much that was. */
export async function paymentRound(parts: PaymentParts): Promise<number> {
  const wallNow = parts.clocks.wallNow()
  const events = await claimPaymentEvents(parts.em(), wallNow, BATCH * 4)
  const works = await claimPurchases(parts.em(), { wallNow, limit: BATCH, leaseMs: PURCHASE_LEASE_MS })
  const [told] = await Promise.all([
    reportTaxes(parts),
    ...events.map((event) =>
      handlePaymentEvent(parts, event).catch((error: unknown) =>
        parts.log.error(
          { err: error, event: event.id, type: event.type },
          'a payment event could not be handled',
        ),
      ),
    ),
    ...works.map((work) =>
      collect(parts, work).catch((error: unknown) =>
        // The lease runs out, and the next try looks at how far this one came.
        parts.log.error({ err: error, purchase: work.purchaseId }, 'a purchase could not be collected'),
      ),
    ),
  ])
  return events.length + works.length + told
}

async function collect(parts: PaymentParts, work: PurchaseWork): Promise<void> {
  const outcome = await collectPurchase(parts, work)
  const wallNow = parts.clocks.wallNow()
  parts.log.info({ purchase: work.purchaseId, attempt: work.attempt, outcome }, 'purchase looked at')
  if (outcome.kind === 'settled') return finishPurchase(parts.em(), work, wallNow)
  return postponePurchase(parts.em(), work, {
    wallNow,
    at: lookAgainAt(wallNow, work.attempt),
    why: outcome.why,
  })
}

/** Five seconds, doubling up to ten minutes; webhooks and the buyer's return make it sooner. */
export function lookAgainAt(wallNow: Instant, attempt: number): Instant {
  return (wallNow + Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 10), LONGEST_WAIT_MS)) as Instant
}
