import {
  adoptCardFromProcessor,
  lookAtCollectionOf,
  markPaymentEvent,
  type NewPaymentEvent,
  noticeInvoiceEvent,
  settlePaid,
} from '@seatkeeper/db'
import type { CollectParts } from './collect-purchase.ts'

/**
 * PAY-04: a webhook says that something happened, and nothing of what: the object is asked for as it is now. So events may
 * come twice, in any order, or not at all; what they lead to is the same.
 */
export async function handlePaymentEvent(parts: CollectParts, event: NewPaymentEvent): Promise<void> {
  const note = await act(parts, event)
  // Without a note it stays: it comes back later.
  if (note !== null) await markPaymentEvent(parts.em(), event.id, parts.clocks.wallNow(), note)
}

async function act(parts: CollectParts, { objectType, objectId }: NewPaymentEvent): Promise<string | null> {
  if (objectType === 'invoice') return invoice(parts, objectId)
  if (objectType === 'checkout.session') return cardEntry(parts, objectId)
  return 'not needed'
}

async function invoice({ em, gateway, clocks }: CollectParts, invoiceId: string): Promise<string | null> {
  const purchase = await noticeInvoiceEvent(em(), invoiceId, clocks.wallNow())
  if (!purchase) {
    const collection = await lookAtCollectionOf(em(), invoiceId)
    if (collection === undefined) return 'no invoice of ours, or not yet'
    return collection === 'paid' || collection === 'void' ? 'settled already' : 'the invoice is looked at'
  }
  if (!purchase.settled) return 'the purchase is looked at'
  // Settled, and paid all the same? Then the money is owed, or was granted already.
  const state = await gateway.readInvoice(invoiceId)
  if (state.kind === 'unknown') return null
  if (state.kind !== 'paid') return 'settled already'
  return settlePaid(em(), purchase, { amount: state.total.amount, now: clocks.businessNow() })
}

async function cardEntry({ em, gateway, clocks }: CollectParts, sessionId: string): Promise<string | null> {
  const entry = await gateway.readCardEntry(sessionId)
  if (entry.kind === 'unknown') return null
  if (entry.kind === 'not-there' || entry.status !== 'complete' || !entry.card || entry.customerId === null) {
    return 'no card was entered'
  }
  await adoptCardFromProcessor(em(), { ...entry.card, customerId: entry.customerId }, clocks.businessNow())
  return 'the card is kept'
}
