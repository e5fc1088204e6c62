import {
  askBuyer,
  type Em,
  nameProcessorInvoice,
  type PurchaseToCollect,
  purchaseToCollect,
  type PurchaseWork,
  settleFailed,
  settlePaid,
} from '@seatkeeper/db'
import type { InvoiceState, PaymentGateway } from '@seatkeeper/payments'
import { type Instant, MS_PER_HOUR, nextPurchaseStep, type PurchaseFailure } from '@seatkeeper/rules'
import { lineWords } from './line-words.ts'

/** How long a buyer has to answer their bank. Wall clock. */
const TIME_TO_ACT_MS = MS_PER_HOUR
/** More steps than any purchase takes in one go. */
const MOST_STEPS = 8

export interface CollectParts {
  readonly em: () => Em
  readonly gateway: PaymentGateway
  readonly clocks: { businessNow(): Instant; wallNow(): Instant }
  readonly portalUrl: string
}

export type CollectOutcome =
  /** Nothing is left to do. */
  { readonly kind: 'settled' } | { readonly kind: 'waits'; readonly why: string; readonly forBuyer: boolean }

/**
 * Takes a purchase as far as it goes now (BILL-13, PAY-05, PAY-08). Each round reads how the processor's invoice stands
 * and does the one thing that follows from it, so it may be cut off between any two steps and be begun again by anybody. What
 * is not known is looked up at the next try; nothing is ever paid but the invoice that the purchase's own row names, which
 * the processor itself pays no more than once.
 */
export async function collectPurchase(parts: CollectParts, work: PurchaseWork): Promise<CollectOutcome> {
  const purchase = await purchaseToCollect(parts.em(), work.purchaseId)
  if (!purchase || purchase.state === 'paid' || purchase.state === 'failed') return { kind: 'settled' }
  const { customerId, paymentMethodId } = purchase
  if (customerId === null || paymentMethodId === null) return fail(parts, purchase, 'declined')

  // Each try may pay again what the try before may have paid: the invoice is paid once, whatever the key.
  const key = `${work.outboxId}:${work.attempt}`
  const named = await namedInvoice(parts, purchase, customerId, key)
  if (named.kind !== 'named') return named
  const { invoiceId } = named
  let seen = await parts.gateway.readInvoice(invoiceId)
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (seen.kind === 'unknown') return waits(seen.error)
    const { businessNow, wallNow } = parts.clocks
    const facts = {
      due: { amount: purchase.due, currency: purchase.currency },
      givenUp: purchase.givenUp,
      actUntil: purchase.actUntil,
    }
    const next = nextPurchaseStep(facts, seen, wallNow())
    switch (next.step) {
      case 'finalise': {
        const lines = purchase.lines.map((line) => ({ description: lineWords(line), amount: line.amount }))
        seen = await parts.gateway.finaliseInvoice({ invoiceId, customerId, lines }, key)
        break
      }
      case 'pay': {
        const returnUrl = `${parts.portalUrl}/settings/billing/purchases/${purchase.id}/back`
        seen = await parts.gateway.payInvoice({ invoiceId, paymentMethodId, returnUrl }, key)
        break
      }
      case 'void': {
        const after: InvoiceState = await parts.gateway.voidInvoice(invoiceId, key)
        if (after.kind === 'void' || after.kind === 'not-there') return fail(parts, purchase, next.failure)
        seen = after
        break
      }
      case 'grant':
        await settlePaid(
          parts.em(),
          { purchaseId: purchase.id, accountId: purchase.accountId },
          { amount: purchase.due, now: businessNow() },
        )
        return { kind: 'settled' }
      case 'fail':
        return fail(parts, purchase, next.failure)
      case 'ask-buyer':
        await askBuyer(parts.em(), purchase.id, {
          url: next.url,
          actUntil: (wallNow() + TIME_TO_ACT_MS) as Instant,
        })
        return { kind: 'waits', why: 'The buyer’s bank asks', forBuyer: true }
      case 'look-again':
        return waits('The processor is still at it')
    }
  }
  return waits('It goes round and round')
}

async function namedInvoice(
  parts: CollectParts,
  purchase: PurchaseToCollect,
  customerId: string,
  key: string,
): Promise<{ kind: 'named'; invoiceId: string } | CollectOutcome> {
  if (purchase.processorInvoiceId !== null) return { kind: 'named', invoiceId: purchase.processorInvoiceId }
  const { em, gateway } = parts
  const found = await gateway.findInvoice(customerId, purchase.id, purchase.outboxCreatedAt)
  if (found.kind === 'unknown') return waits(found.error)
  // Nothing of this purchase is there, and nothing can be charged any more.
  if (found.kind === 'not-there') return fail(parts, purchase, 'declined')
  let { invoiceId } = found
  if (invoiceId === null) {
    const draft = {
      reference: purchase.id,
      customerId,
      currency: purchase.currency,
      description: 'Subscription',
    }
    const opened = await gateway.openInvoice(draft, key)
    if (opened.kind === 'unknown') return waits(opened.error)
    if (opened.kind === 'not-there') return fail(parts, purchase, 'declined')
    invoiceId = opened.invoiceId
  }
  const named = await nameProcessorInvoice(em(), purchase.id, invoiceId)
  // Another worker, whose lease had run out over it, was quicker: this one is nobody's.
  if (found.invoiceId === null && named !== invoiceId) await gateway.voidInvoice(invoiceId, key)
  return named === null ? { kind: 'settled' } : { kind: 'named', invoiceId: named }
}

async function fail(
  { em, clocks }: CollectParts,
  { id: purchaseId, accountId }: PurchaseToCollect,
  failure: PurchaseFailure,
): Promise<CollectOutcome> {
  await settleFailed(em(), { purchaseId, accountId }, { failure, now: clocks.businessNow() })
  return { kind: 'settled' }
}

const waits = (why: string): CollectOutcome => ({ kind: 'waits', why, forBuyer: false })
