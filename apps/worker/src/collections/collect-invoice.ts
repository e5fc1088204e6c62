import {
  beginNextRound,
  type Collection,
  nameCollection,
  recordTry,
  settleCollection,
  type TryOutcome,
} from '@seatkeeper/db'
import type { InvoiceState } from '@seatkeeper/payments'
import {
  type Instant,
  MS_PER_DAY,
  MS_PER_MINUTE,
  lookAtCollection,
  nextCollectionStep,
} from '@seatkeeper/rules'
import type { CollectParts } from '../payments/collect-purchase.ts'
import { lineWords } from '../payments/line-words.ts'

/** More steps than any invoice takes in one go. */
const MOST_STEPS = 10
/** When the processor does not answer, or is still at it. Business clock. */
const LOOK_AGAIN_MS = 5 * MS_PER_MINUTE
/** How far back an invoice of ours is looked for at the processor, by its own clock. */
const LOOK_BACK_MS = 30 * MS_PER_DAY

type CollectedAs = TryOutcome['kind'] | 'paid'

/** One go at one invoice: what is carried from step to step. */
interface Try {
  readonly collection: Collection
  /** The processor's invoice of this round. */
  readonly named: string
  /** A card was charged within this go. */
  readonly charged: boolean
}

/**
 * Collects one issued invoice as far as it goes now (BILL-07, PAY-03, PAY-05). Each step follows from how the processor's invoice
 * reads, so it may be cut off between any two and be begun again by anybody: what was charged is found charged. Each claim looks
 * before it calls, with keys of its own (decision 0141).
 */
export async function collectInvoice(parts: CollectParts, claimed: Collection): Promise<CollectedAs> {
  const outcome = await (claimed.planned ? tryOnce(parts, claimed) : look(parts, claimed))
  // The processor does not answer, and it is not yet time for a try: when the lease has run out, it is looked at again.
  if (outcome === 'unread') return 'look-again'
  const now = parts.clocks.businessNow()
  if (outcome === 'paid') {
    await settleCollection(parts.em(), claimed, now)
    return 'paid'
  }
  await recordTry(parts.em(), claimed, outcome, now)
  return outcome.kind
}

/** PAY-04: something has happened to it there. What that was is read, and nobody is charged for it. */
async function look(
  { em, gateway }: CollectParts,
  collection: Collection,
): Promise<TryOutcome | 'paid' | 'unread'> {
  const { processorInvoiceId, state, triedMethod, paymentMethodId } = collection
  const tried = triedMethod ?? paymentMethodId
  if (processorInvoiceId === null) return { kind: 'left' }
  const seen = await gateway.readInvoice(processorInvoiceId)
  if (seen.kind === 'unknown') return 'unread'
  const found = lookAtCollection(state === 'requires-action', seen)
  if (found.step === 'settle') return 'paid'
  if (found.step === 'replace') await beginNextRound(em(), collection)
  if (found.step === 'replace' || found.step === 'leave' || tried === null) return { kind: 'left' }
  return found.step === 'decline'
    ? { kind: 'declined', cause: found.cause, paymentMethodId: tried }
    : { kind: 'requires-action', url: found.url, paymentMethodId: tried }
}

async function tryOnce(parts: CollectParts, claimed: Collection): Promise<TryOutcome | 'paid'> {
  const { gateway } = parts
  let collection = claimed
  let charged = false
  let seen: InvoiceState | null = null
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const { customerId, paymentMethodId, method, due, currency, triedMethod } = collection
    if (customerId === null || (method === 'card' && paymentMethodId === null)) {
      return method === 'card' ? { kind: 'no-card', paymentMethodId } : { kind: 'waits' }
    }
    const named = await namedInvoice(parts, collection, customerId)
    if (named === null) return lookAgain(parts)
    if (named === 'no-customer') {
      return method === 'card' ? { kind: 'no-card', paymentMethodId } : { kind: 'waits' }
    }
    collection = { ...collection, processorInvoiceId: named }
    seen ??= await gateway.readInvoice(named)
    if (seen.kind === 'unknown') return lookAgain(parts)
    const newCard = triedMethod !== null && triedMethod !== paymentMethodId
    const step = nextCollectionStep({ method, due: { amount: due, currency }, charged, newCard }, seen)
    const round = { collection, named, charged }
    switch (step.step) {
      case 'settle':
        return 'paid'
      case 'finalise':
        seen = await finalise(parts, round, customerId)
        break
      case 'pay':
        if (charged) return lookAgain(parts)
        seen = await pay(parts, round, paymentMethodId!)
        // Who gave no answer may have charged it: how it stands then is looked at before anybody is asked again.
        charged = seen.kind !== 'unknown'
        break
      case 'decline':
        return { kind: 'declined', cause: step.cause, paymentMethodId: paymentMethodId! }
      case 'ask-customer':
        return { kind: 'requires-action', url: step.url, paymentMethodId: paymentMethodId! }
      case 'wait':
        return { kind: 'waits' }
      case 'look-again':
        return lookAgain(parts)
      case 'replace': {
        const gone = await makeUnpayable(parts, round, seen)
        if (gone.kind === 'unknown') return lookAgain(parts)
        if (gone.kind !== 'void' && gone.kind !== 'not-there') {
          seen = gone
          break
        }
        await beginNextRound(parts.em(), collection)
        collection = { ...collection, processorInvoiceId: null, round: collection.round + 1 }
        ;[seen, charged] = [null, false]
      }
    }
  }
  return lookAgain(parts)
}

const lookAgain = ({ clocks }: CollectParts): TryOutcome => {
  return { kind: 'look-again', at: (clocks.businessNow() + LOOK_AGAIN_MS) as Instant }
}

/** By which we find our own again at the processor. */
const referenceOf = ({ invoiceId, round }: Collection): string =>
  round === 0 ? invoiceId : `${invoiceId}/${round}`

/** The processor gives the first answer to a key again for a day, its own faults included: a later claim asks anew. */
const keyOf = (collection: Collection): string => `${referenceOf(collection)}:${collection.lease}`

/**
 * A decline that nobody lived to write down is given again, so that no bank is asked twice for one try; what came to nothing clear
 * may be a fault, and is asked anew.
 */
const payKeyOf = (collection: Collection, paymentMethodId: string): string =>
  collection.unclear
    ? keyOf(collection)
    : `${referenceOf(collection)}:${collection.attempts}:${paymentMethodId}`

/** Null: it is not known, or somebody else is at it; `no-customer`: it was deleted there, with its card. */
async function namedInvoice(
  { em, gateway, clocks }: CollectParts,
  collection: Collection,
  customerId: string,
): Promise<string | null> {
  if (collection.processorInvoiceId !== null) return collection.processorInvoiceId
  const reference = referenceOf(collection)
  const since = Math.min(collection.issuedAt, clocks.wallNow() - LOOK_BACK_MS) as Instant
  const found = await gateway.findInvoice(customerId, reference, since)
  if (found.kind === 'unknown') return null
  if (found.kind === 'not-there') return 'no-customer'
  let { invoiceId } = found
  if (invoiceId === null) {
    const { currency, number } = collection
    const draft = { reference, customerId, currency, description: `Invoice ${number}` }
    const opened = await gateway.openInvoice(draft, keyOf(collection))
    if (opened.kind === 'unknown') return null
    if (opened.kind === 'not-there') return 'no-customer'
    invoiceId = opened.invoiceId
  }
  const named = await nameCollection(em(), collection, invoiceId)
  // Another worker, whose lease had run out over it, was quicker: this one is nobody's.
  if (found.invoiceId === null && named !== invoiceId) await gateway.voidInvoice(invoiceId, keyOf(collection))
  return named
}

function finalise({ gateway }: CollectParts, { collection, named }: Try, customerId: string) {
  const lines = collection.lines.map((line) => ({ description: lineWords(line), amount: line.amount }))
  return gateway.finaliseInvoice({ invoiceId: named, customerId, lines }, keyOf(collection))
}

function pay(
  { gateway, portalUrl }: CollectParts,
  { collection, named }: Try,
  paymentMethodId: string,
): Promise<InvoiceState> {
  const returnUrl = `${portalUrl}/settings/billing/invoices/${collection.invoiceId}/back`
  return gateway.payInvoice(
    { invoiceId: named, paymentMethodId, returnUrl },
    payKeyOf(collection, paymentMethodId),
  )
}

async function makeUnpayable(
  { gateway }: CollectParts,
  { collection, named }: Try,
  seen: InvoiceState,
): Promise<InvoiceState> {
  if (seen.kind === 'void' || seen.kind === 'not-there') return seen
  return gateway.voidInvoice(named, keyOf(collection))
}
