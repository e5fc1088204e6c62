import { setTimeout as sleep } from 'node:timers/promises'
import type { PaymentParts } from '../payments/payments-loop.ts'
import { collectDue } from './collect-due.ts'
import { voidPaidElsewhere } from './void-paid-elsewhere.ts'

const LOOK_EVERY_MS = 500
const LONGEST_PAUSE_MS = 30_000

/**
 * Collects issued invoices until `stop` is aborted, then finishes what it has begun. A loop of its own: neither a buyer nor what else
 * falls due waits for a night's invoices to be charged.
 */
export async function collectionsLoop(parts: PaymentParts, stop: AbortSignal): Promise<void> {
  let pause = LOOK_EVERY_MS
  while (!stop.aborted) {
    try {
      const done =
        (await collectDue(parts, parts.clocks.businessNow(), { stop })) + (await voidPaidElsewhere(parts))
      pause = LOOK_EVERY_MS
      if (done > 0) continue
    } catch (error) {
      parts.log.error({ err: error, pause }, 'invoices cannot be collected')
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
  }
}
