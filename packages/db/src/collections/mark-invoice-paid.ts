import type { Currency, Instant } from '@seatkeeper/rules'
import { commandNow } from '../clock/vendor-clock.ts'
import { asVendor } from '../vendor.ts'
import { settleCollected } from './collection-steps.ts'
import { findInvoice, type NamedInvoice, type NotFound } from './vendor-invoice.ts'

export type MarkedPaid =
  | { readonly kind: 'paid'; readonly account: string }
  | NotFound
  | { readonly kind: 'paid-already' }
  /** It was taken back, so what came for it is credit. */
  | {
      readonly kind: 'credited'
      readonly account: string
      readonly amount: number
      readonly currency: Currency
    }
  | { readonly kind: 'credited-already' }
  /** A card's was taken back, and is owed no more: what is collected for it all the same, the worker credits. */
  | { readonly kind: 'voided' }
  /** It was taken back, and may still be paid at the processor: the same money would be credited twice, or other money not at all. */
  | { readonly kind: 'being-voided' }
  /** The card is being charged or about to be, or the bank asks: paying it twice is what would come of it. */
  | { readonly kind: 'being-charged' }

/**
 * PAY-06, D-28: a wire has arrived, and the vendor says so: the invoice is closed, posted, its paid copy mailed, and what was
 * locked for it opens at once. `reference` is what the wire said; it stands in the audit log. What stands at the processor for it is made
 * unpayable by the worker. D-02: a wire for an invoice that was taken back meanwhile becomes credit, once.
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
    const voided = found.state === 'void'
    if (voided && found.method === 'card') return { kind: 'voided' }
    if (voided && found.payableThere) return { kind: 'being-voided' }
    const now = await commandNow(db, wallNow)
    if (beingCharged(found, now, wallNow)) return { kind: 'being-charged' }
    const settled = await settleCollected(db, found, now, {
      kind: 'job',
      id: 'vendor',
      channel: 'command',
      ...(reference !== undefined && { reference }),
    })
    if (settled.kind === 'already') return { kind: voided ? 'credited-already' : 'paid-already' }
    return { ...settled, account: found.account }
  })
}

function beingCharged(
  { method, state, nextTryAt, leasedUntil, open }: NamedInvoice,
  now: Instant,
  wallNow: Instant,
): boolean {
  if (method === 'wire') return false
  const tried = nextTryAt !== null && nextTryAt <= now
  const held = leasedUntil !== null && leasedUntil > wallNow
  return state === 'due' || state === 'requires-action' || tried || held || open
}
