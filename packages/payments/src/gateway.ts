import type { Instant, ListedInvoice, Money } from '@seatkeeper/rules'

/**
 * What the product asks of a payment processor. Every answer is a value: what came of a card, or that nobody knows yet.
 * Nothing here decides about money; amounts come from a quote or an invoice and go out as they are.
 *
 * Keys: whoever calls passes a key that is derived from the work and its try (outbox row and attempt, or lease), so that a call that the client
 * repeats is the same call. A later try has a key of its own, since the processor gives the answer to a key again for a day, its own faults
 * included. What must hold beyond one try holds by looking first: an invoice is found again by its reference, and the caller pays only the
 * one that its own row names.
 */
export interface PaymentGateway {
  openCustomer(customer: CustomerDetails, key: string): Promise<Known<{ readonly customerId: string }>>
  updateCustomer(customerId: string, customer: CustomerDetails): Promise<Known<object>>
  /** PAY-01: the processor's own page for a card; no card number ever comes by here. `not-there`: the customer is gone. */
  startCardEntry(
    entry: NewCardEntry,
    key: string,
  ): Promise<Known<{ readonly sessionId: string; readonly url: string }> | NotThere>
  readCardEntry(sessionId: string): Promise<Known<CardEntry> | NotThere>
  /** The card that later charges are made to. */
  useCard(customerId: string, paymentMethodId: string): Promise<Known<object>>
  readCard(paymentMethodId: string): Promise<Known<{ readonly card: Card }> | NotThere>
  /** The invoice with this reference, if there is one; the oldest where a fault left several. `not-there`: the customer is gone. */
  findInvoice(
    customerId: string,
    reference: string,
    since: Instant,
  ): Promise<Known<{ readonly invoiceId: string | null }> | NotThere>
  /** An empty draft that the processor leaves alone until it is finalised. `not-there`: the customer is gone. */
  openInvoice(draft: InvoiceDraft, key: string): Promise<Known<{ readonly invoiceId: string }> | NotThere>
  /** Adds the lines that the draft does not have yet, finalises it, and says what it comes to. Safe to repeat. */
  finaliseInvoice(invoice: InvoiceContent, key: string): Promise<InvoiceState>
  /** Charges an open invoice to a card; whoever has to authenticate comes back to `returnUrl` (PAY-08). */
  payInvoice(payment: InvoicePayment, key: string): Promise<InvoiceState>
  readInvoice(invoiceId: string): Promise<InvoiceState>
  /** PAY-09: all invoices of a customer, newest first, up to a hundred at a time; `after` is the last one of the page before. */
  listInvoices(
    customerId: string,
    after: string | null,
  ): Promise<Known<{ readonly invoices: readonly ListedInvoice[]; readonly more: boolean }>>
  /** What can no longer be paid can no longer be charged; gives how it stands afterwards, which may be `paid`. */
  voidInvoice(invoiceId: string, key: string): Promise<InvoiceState>
  /** Tax as the processor's tax service reckons it. It decides nothing: what it says goes onto a line of ours. */
  estimateTax(question: TaxQuestion): Promise<Known<TaxEstimate> | AddressUnusable>
  /** Tells the tax service that what it reckoned was sold. The reference is unique there, whatever the key. */
  reportTaxSale(sale: TaxSale, key: string): Promise<Known<{ readonly transactionId: string }>>
  /** Tells it how much of a sale was given back, tax included. */
  reportTaxReversal(reversal: TaxReversal, key: string): Promise<Known<{ readonly transactionId: string }>>
}

/** The answer is not known: a timeout, a fault, a refusal that is ours and not the card's. Look it up or try again. */
export interface Unknown {
  readonly kind: 'unknown'
  readonly error: string
  /** Our request is wrong or not allowed: repeating it changes nothing until somebody mends it. */
  readonly ours: boolean
}

export interface NotThere {
  readonly kind: 'not-there'
}

export type Known<T extends object> = ({ readonly kind: 'known' } & T) | Unknown

export interface PostalAddress {
  readonly line1: string
  readonly line2?: string
  readonly city: string
  readonly region?: string
  readonly postalCode: string
  /** ISO 3166-1, two letters. */
  readonly country: string
}

export interface CustomerDetails {
  readonly accountId: string
  readonly name: string
  readonly email?: string
  readonly address?: PostalAddress
}

export interface NewCardEntry {
  readonly accountId: string
  readonly customerId: string
  /** Gets the session's id appended as `session`. */
  readonly returnUrl: string
  readonly cancelUrl: string
}

export interface Card {
  readonly paymentMethodId: string
  readonly brand: string
  readonly lastFour: string
  readonly expiryMonth: number
  readonly expiryYear: number
}

export interface CardEntry {
  /** Whose entry it was when we started it. */
  readonly accountId: string | null
  readonly customerId: string | null
  readonly status: 'open' | 'complete' | 'expired'
  readonly card: Card | null
}

export interface InvoiceDraft {
  /** Ours; by it the invoice is found again. */
  readonly reference: string
  readonly customerId: string
  readonly currency: Money['currency']
  readonly description: string
}

export interface InvoiceContent {
  readonly invoiceId: string
  readonly customerId: string
  /** Our own lines, which add up to what is due; the processor reckons nothing. */
  readonly lines: readonly { readonly description: string; readonly amount: Money }[]
}

export interface InvoicePayment {
  readonly invoiceId: string
  readonly paymentMethodId: string
  readonly returnUrl: string
}

/** Why a bank or the processor said no; all that a person can act upon. */
export type DeclineCause =
  | 'insufficient-funds'
  | 'expired-card'
  | 'wrong-security-code'
  | 'authentication-failed'
  | 'processing-fault'
  | 'declined'

/** How an invoice stands at the processor. */
export type InvoiceState =
  | { readonly kind: 'draft'; readonly invoiceId: string }
  /** Finalised, and nothing was tried yet. `total` is what the processor would collect. */
  | { readonly kind: 'open'; readonly invoiceId: string; readonly total: Money }
  | { readonly kind: 'paid'; readonly invoiceId: string; readonly total: Money }
  | {
      readonly kind: 'requires-action'
      readonly invoiceId: string
      readonly total: Money
      readonly url: string
    }
  /** Declined, and could be tried with another card. */
  | {
      readonly kind: 'declined'
      readonly invoiceId: string
      readonly total: Money
      readonly cause: DeclineCause
    }
  /** The processor is still at it. */
  | { readonly kind: 'processing'; readonly invoiceId: string }
  /** `cause`: why its card was declined before, where it was. */
  | { readonly kind: 'void'; readonly invoiceId: string; readonly cause?: DeclineCause }
  | NotThere
  | Unknown

export interface TaxQuestion {
  readonly currency: Money['currency']
  readonly address: PostalAddress
  /** Positive. */
  readonly net: number
  readonly reference: string
  /** As the country writes it. */
  readonly taxId: string | null
}

export interface TaxEstimate {
  readonly calculationId: string
  readonly tax: Money
  /** The same by rate, as far as the service says; they add up to it. */
  readonly parts: readonly { readonly name: string; readonly amount: number }[]
}

/** The tax service can't tell from the address where somebody is. */
export interface AddressUnusable {
  readonly kind: 'address-unusable'
}

export interface TaxSale {
  readonly calculationId: string
  readonly reference: string
}

export interface TaxReversal {
  readonly transactionId: string
  /** Positive. */
  readonly amount: Money
  readonly reference: string
}
