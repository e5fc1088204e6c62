import { claimToVoid, settleCollection, voidedThere } from '@seatkeeper/db'
import type { InvoiceState } from '@seatkeeper/payments'
import type { PaymentParts } from '../payments/payments-loop.ts'

const BATCH = 4
/** How long after a processor that does not answer it is asked again. Wall clock. */
const LEASE_MS = 120_000
/** Nobody can pay it there from now on. */
const OVER: readonly InvoiceState['kind'][] = ['void', 'not-there', 'paid']

/**
 * PAY-06, D-02: what the vendor has marked as paid, or taken back, is made unpayable at the processor, so that nobody pays it for nothing. Where
 * somebody has, the money for what was taken back becomes credit; what was paid twice a person decides about. Gives how many.
 */
export async function voidPaidElsewhere({ em, gateway, clocks, log }: PaymentParts): Promise<number> {
  const wallNow = clocks.wallNow()
  const claimed = await claimToVoid(em(), { wallNow, limit: BATCH, leaseMs: LEASE_MS })
  for (const one of claimed) {
    const { invoiceId: invoice, processorInvoiceId } = one
    const after = await gateway.voidInvoice(processorInvoiceId, `paid-elsewhere-${invoice}-${wallNow}`)
    if (!OVER.includes(after.kind)) continue
    if (after.kind === 'paid') {
      log.error({ invoice }, 'an invoice that was paid elsewhere, or taken back, was paid at the processor')
      await settleCollection(em(), one, clocks.businessNow())
    }
    await voidedThere(em(), one)
  }
  return claimed.length
}
