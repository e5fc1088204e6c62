import { type Instant, MS_PER_HOUR, MS_PER_MINUTE } from '../time/instant.ts'
import type { CardFacts, ListedInvoice, OurCharge, ReconciliationFacts } from './facts.ts'

/** What was found to disagree. `subject` tells differences of a kind apart: a purchase, an invoice, an item. */
export type Difference = {
  readonly subject: string
} &
  /** The processor has collected it, and our books do not know. */
  (
    | {
        readonly kind: 'paid-there-open-here'
        readonly charge: OurCharge['kind']
        readonly processorInvoiceId: string
        readonly ours: number
        readonly theirs: number
      }
    /** Our books say that a card has paid it, and the processor says that it has not. */
    | {
        readonly kind: 'paid-here-not-there'
        readonly charge: OurCharge['kind']
        readonly processorInvoiceId: string | null
        readonly there: ListedInvoice['state'] | 'not-there'
      }
    | {
        readonly kind: 'amount-differs'
        readonly charge: OurCharge['kind']
        readonly processorInvoiceId: string
        readonly ours: number
        readonly theirs: number
        readonly theirCurrency: string
      }
    /** A second invoice with the reference of a charge was paid as well, or one that was paid elsewhere already. */
    | { readonly kind: 'paid-twice'; readonly charge: string; readonly theirs: number }
    /** It has been under way for long: something was not heard of. */
    | { readonly kind: 'undecided'; readonly charge: OurCharge['kind']; readonly begunAt: Instant }
    /** Nothing is to be collected any more, and it could still be paid there. */
    | { readonly kind: 'open-there-over-here'; readonly processorInvoiceId: string }
    /** A crash left an invoice there that no row of ours names. */
    | { readonly kind: 'left-over'; readonly charge: string; readonly state: 'draft' | 'open' }
    /** None of our books knows it. */
    | { readonly kind: 'unknown-invoice'; readonly state: ListedInvoice['state']; readonly theirs: number }
    | { readonly kind: 'card-differs'; readonly ours: CardFacts; readonly theirs: CardFacts }
    | { readonly kind: 'card-gone'; readonly ours: CardFacts }
    | { readonly kind: 'receivable-differs'; readonly ledger: number; readonly invoices: number }
    | { readonly kind: 'seats-differ'; readonly seats: number; readonly invoiced: number }
    /** Something of its contract was due, and the billing run could not make it. */
    | { readonly kind: 'not-billed'; readonly why: string }
  )

export type DifferenceKind = Difference['kind']

/** What may be done about a difference in one step, because it can only bring our books to what has happened, or make litter harmless. */
export type SafeRepair =
  /** Book what was collected: grant and issue, close the invoice, or give credit. */
  | 'settle'
  | 'look-again'
  /** Make it impossible to pay. */
  | 'void'
  | 'adopt-card'

interface Meaning {
  /** `money`: somebody has paid or owes something else than the books say. `service`: seats. `note`: nobody loses anything. */
  readonly severity: 'money' | 'service' | 'note'
  readonly repair: SafeRepair | null
  readonly concernsCustomer: boolean
}

/** PAY-09: what each kind means. Whatever would move money, or take away what somebody has, is for a person to decide. */
export const DIFFERENCES: Readonly<Record<DifferenceKind, Meaning>> = {
  'paid-there-open-here': { severity: 'money', repair: 'settle', concernsCustomer: true },
  'paid-here-not-there': { severity: 'money', repair: null, concernsCustomer: false },
  'amount-differs': { severity: 'money', repair: null, concernsCustomer: true },
  'paid-twice': { severity: 'money', repair: null, concernsCustomer: true },
  undecided: { severity: 'note', repair: 'look-again', concernsCustomer: true },
  'open-there-over-here': { severity: 'money', repair: 'void', concernsCustomer: false },
  'left-over': { severity: 'note', repair: 'void', concernsCustomer: false },
  'unknown-invoice': { severity: 'money', repair: null, concernsCustomer: false },
  'card-differs': { severity: 'note', repair: 'adopt-card', concernsCustomer: false },
  'card-gone': { severity: 'service', repair: null, concernsCustomer: true },
  'receivable-differs': { severity: 'money', repair: null, concernsCustomer: false },
  'seats-differ': { severity: 'service', repair: null, concernsCustomer: false },
  'not-billed': { severity: 'money', repair: null, concernsCustomer: false },
}

/**
 * What may be done about it in one step; null: a person decides. What was collected for something that is still open is booked by itself
 * only where it is the very amount.
 */
export function safeRepair(difference: Difference): SafeRepair | null {
  if (difference.kind === 'paid-there-open-here' && difference.ours !== difference.theirs) return null
  return DIFFERENCES[difference.kind].repair
}

/** A purchase or invoice of this age may be in somebody's hands at this moment. */
const UNDER_WAY_MS = 15 * MS_PER_MINUTE
/** A bank's question may be answered for an hour; longer than two nothing stays open by itself. */
const UNDECIDED_MS = 2 * MS_PER_HOUR

/**
 * PAY-09: our books, the roster and the processor side by side; gives what disagrees, those about money first. None: they agree.
 * What is under way at this moment is no difference. Invoices that stay owed (declined, sent) are none either: dunning has them. `wallNow`
 * is the wall clock's, as the processor's times are.
 */
export function differencesOf(facts: ReconciliationFacts, wallNow: Instant): readonly Difference[] {
  const { charges, receivable, seats, processor, billingFault } = facts
  const found: Difference[] = []
  const there = new Map(processor?.invoices.map((invoice) => [invoice.id, invoice]))
  for (const charge of charges) {
    const difference = ofCharge(charge, facts, there, wallNow)
    if (difference) found.push(difference)
  }
  if (processor) {
    const named = new Set(charges.map(({ processorInvoiceId }) => processorInvoiceId))
    const ours = new Set(charges.map(({ id }) => id))
    for (const invoice of processor.invoices) {
      if (named.has(invoice.id)) continue
      const difference = ofUnnamed(invoice, ours, wallNow)
      if (difference) found.push(difference)
    }
    const card = ofCard(facts.card, processor.card)
    if (card) found.push(card)
  }
  if (receivable.ledger !== receivable.invoices)
    found.push({ kind: 'receivable-differs', subject: 'receivable', ...receivable })
  for (const { item, seats: there, invoiced, unbilled, givenUp } of seats) {
    if (invoiced !== null && (there < invoiced - givenUp || there > invoiced + unbilled))
      found.push({ kind: 'seats-differ', subject: item, seats: there, invoiced })
  }
  if (billingFault !== null) found.push({ kind: 'not-billed', subject: 'billing', why: billingFault })
  const order = ['money', 'service', 'note']
  const place = ({ kind }: Difference) => order.indexOf(DIFFERENCES[kind].severity)
  return found.toSorted((a, b) => place(a) - place(b))
}

function ofCharge(
  charge: OurCharge,
  { currency, processor }: ReconciliationFacts,
  there: ReadonlyMap<string, ListedInvoice>,
  wallNow: Instant,
): Difference | null {
  const { id: subject, kind, due, state, processorInvoiceId, begunAt } = charge
  const seen = processorInvoiceId === null ? undefined : there.get(processorInvoiceId)
  if (state === 'paid') {
    // Paid by wire, by credit, or with nothing due: the processor was never asked.
    if (processorInvoiceId === null || processor === null) return null
    if (charge.elsewhere) return paidElsewhere(subject, seen)
    if (seen?.state !== 'paid')
      return {
        kind: 'paid-here-not-there',
        subject,
        charge: kind,
        processorInvoiceId,
        there: seen?.state ?? 'not-there',
      }
    if (seen.amount === due && seen.currency === currency) return null
    const { amount: theirs, currency: theirCurrency } = seen
    return {
      kind: 'amount-differs',
      subject,
      charge: kind,
      processorInvoiceId,
      ours: due,
      theirs,
      theirCurrency,
    }
  }
  if (seen?.state === 'paid') {
    if (charge.credited) return null
    return {
      kind: 'paid-there-open-here',
      subject,
      charge: kind,
      processorInvoiceId: seen.id,
      ours: due,
      theirs: seen.amount,
    }
  }
  if (state === 'over')
    return seen?.state === 'open' || seen?.state === 'draft'
      ? { kind: 'open-there-over-here', subject, processorInvoiceId: seen.id }
      : null
  // An issued invoice stays owed for as long as it takes; a purchase is decided within its bank's hour.
  const waits = kind === 'purchase' || seen?.state === 'void'
  return waits && wallNow - begunAt > UNDECIDED_MS
    ? { kind: 'undecided', subject, charge: kind, begunAt }
    : null
}

/** The vendor has had the money; there it may be neither paid nor payable. */
function paidElsewhere(charge: string, seen: ListedInvoice | undefined): Difference | null {
  switch (seen?.state) {
    case 'paid':
      return { kind: 'paid-twice', subject: seen.id, charge, theirs: seen.amount }
    case 'open':
    case 'draft':
      return { kind: 'open-there-over-here', subject: charge, processorInvoiceId: seen.id }
    default:
      return null
  }
}

function ofUnnamed(invoice: ListedInvoice, ours: ReadonlySet<string>, wallNow: Instant): Difference | null {
  const { id: subject, state, amount: theirs, createdAt } = invoice
  // An issued invoice that had to be replaced there has its round behind a stroke.
  const reference = invoice.reference?.split('/')[0] ?? null
  if (state === 'void' || wallNow - createdAt < UNDER_WAY_MS) return null
  if (reference === null || !ours.has(reference)) return { kind: 'unknown-invoice', subject, state, theirs }
  if (state === 'paid') return { kind: 'paid-twice', subject, charge: reference, theirs }
  if (state === 'uncollectible') return null
  return { kind: 'left-over', subject, charge: reference, state }
}

function ofCard(ours: CardFacts | null, theirs: CardFacts | 'gone' | null): Difference | null {
  if (ours === null || theirs === null) return null
  if (theirs === 'gone') return { kind: 'card-gone', subject: ours.paymentMethodId, ours }
  const same =
    ours.brand === theirs.brand &&
    ours.lastFour === theirs.lastFour &&
    ours.expiryMonth === theirs.expiryMonth &&
    ours.expiryYear === theirs.expiryYear
  return same ? null : { kind: 'card-differs', subject: ours.paymentMethodId, ours, theirs }
}
