import { setTimeout as sleep } from 'node:timers/promises'
import { claimCollections, collectionsUnderWay } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { PaymentParts } from '../payments/payments-loop.ts'
import { collectInvoice } from './collect-invoice.ts'

/** Side by side; each waits for the processor most of the time. */
const BATCH = 6
/** Longer than a try takes with a processor that answers slowly. Wall clock. */
export const COLLECTION_LEASE_MS = 120_000
/** How long somebody else's try is waited for. */
const PATIENCE_MS = 10_000
const NEVER = new AbortController().signal

/** Tries, once each, the invoices that are to be tried by `upTo`; of each account the oldest first. Gives how many that were. */
export async function collectDue(
  parts: PaymentParts,
  upTo: Instant,
  {
    leaseMs = COLLECTION_LEASE_MS,
    stop = NEVER,
  }: { readonly leaseMs?: number; readonly stop?: AbortSignal } = {},
): Promise<number> {
  let tried = 0
  while (!stop.aborted) {
    const wallNow = parts.clocks.wallNow()
    const claimed = await claimCollections(parts.em(), { upTo, wallNow, limit: BATCH, leaseMs })
    if (claimed.length === 0) return tried
    tried += claimed.length
    await Promise.all(
      claimed.map(async (collection) => {
        const { invoiceId, accountId } = collection
        try {
          const outcome = await collectInvoice(parts, collection)
          parts.log.info({ invoice: invoiceId, account: accountId, outcome }, 'invoice tried')
        } catch (error) {
          // The lease runs out, and the next try looks at how far this one came.
          parts.log.error({ err: error, invoice: invoiceId }, 'an invoice could not be collected')
        }
      }),
    )
  }
  return tried
}

/** The same, and waits a while for what others are trying: what comes after it then finds it done (OPS-04). */
export async function collectAllDue(parts: PaymentParts, upTo: Instant): Promise<number> {
  const since = performance.now()
  let tried = await collectDue(parts, upTo)
  while (
    performance.now() - since < PATIENCE_MS &&
    (await collectionsUnderWay(parts.em(), { upTo, wallNow: parts.clocks.wallNow() }))
  ) {
    await sleep(50)
    tried += await collectDue(parts, upTo)
  }
  return tried
}
