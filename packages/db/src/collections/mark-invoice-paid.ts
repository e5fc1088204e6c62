import type { Instant } from '@seatkeeper/rules'
import { asVendor } from '../vendor.ts'
import { settleCollected } from './collection-steps.ts'
import { commandNow, findInvoice, type NotFound } from './vendor-invoice.ts'

export type MarkedPaid =
  | { readonly kind: 'paid'; readonly account: string }
  | NotFound
  | { readonly kind: 'paid-already' }
  /** The card is being charged, or the bank asks: paying it twice is what would come of it. */
  | { readonly kind: 'being-charged' }

/**
 * PAY-06, D-28: a wire has arrived, and the vendor says so: the invoice is closed, posted, its paid copy mailed, and what was
 * locked for it opens at once. `reference` is what the wire said; it stands in the audit log.
 */
export function markInvoicePaid(
  { url, wallNow }: { readonly url: string; readonly wallNow: Instant },
  {
    account,
    number,
    reference,
  }: { readonly account: string; readonly number: number; readonly reference?: string },
): Promise<MarkedPaid> {
  return asVendor(url, async (db): Promise<MarkedPaid> => {
    const found = await findInvoice(db, account, number)
    if (found.kind !== 'found') return found
    if (found.state === 'paid') return { kind: 'paid-already' }
    if (found.method === 'card' && (found.state === 'due' || found.state === 'requires-action')) {
      return { kind: 'being-charged' }
    }
    const paid = await settleCollected(db, found, await commandNow(db, wallNow), {
      kind: 'job',
      id: 'vendor',
      channel: 'command',
      ...(reference !== undefined && { reference }),
    })
    return paid ? { kind: 'paid', account: found.account } : { kind: 'paid-already' }
  })
}
