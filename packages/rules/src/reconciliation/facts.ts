import type { Currency } from '../money/currency.ts'
import type { Instant } from '../time/instant.ts'

/** Something that our books say is to be collected, or was, through the processor. */
export interface OurCharge {
  /** Of a purchase or of an issued invoice; the processor's invoice for it carries the same reference. */
  readonly id: string
  readonly kind: 'purchase' | 'invoice'
  /** Minor units of the account's currency. */
  readonly due: number
  /** `over`: a purchase that failed or an invoice that is void: nothing is to be collected any more. */
  readonly state: 'open' | 'paid' | 'over'
  /** Money that came for it all the same stands in the credit balance. */
  readonly credited: boolean
  /** The vendor says that it was paid, and not there: by a wire. */
  readonly elsewhere: boolean
  readonly processorInvoiceId: string | null
  /** When it was begun, wall clock. */
  readonly begunAt: Instant
}

/** An invoice as the processor lists it. */
export interface ListedInvoice {
  readonly id: string
  /** Ours, by which we find it again; null: nobody of us made it. */
  readonly reference: string | null
  readonly state: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible'
  /** What was collected where it is paid, else what it comes to. */
  readonly amount: number
  readonly currency: Currency
  readonly createdAt: Instant
}

/** What may be shown of a card. */
export interface CardFacts {
  readonly paymentMethodId: string
  readonly brand: string
  readonly lastFour: string
  readonly expiryMonth: number
  readonly expiryYear: number
}

/** How many seats of a kind there are, and how many the running period was invoiced for. */
export interface SeatCount {
  readonly item: string
  readonly seats: number
  /** Null where nothing says: no invoice for the running period, or none for this kind (tied, unlimited, next cycle). */
  readonly invoiced: number | null
  /** Bought within the period with invoices that were taken back: the seats stay, and nothing invoices them (D-02). */
  readonly unbilled: number
  /** Given up within the period without credit, for they were not paid: they stay invoiced (D-03). */
  readonly givenUp: number
}

/** One account: our books, the roster, and the processor as it was read. All JSON-safe. */
export interface ReconciliationFacts {
  readonly currency: Currency
  readonly charges: readonly OurCharge[]
  /** What the ledger says that the customer owes, and what the unpaid invoices add up to. */
  readonly receivable: { readonly ledger: number; readonly invoices: number }
  readonly card: CardFacts | null
  readonly seats: readonly SeatCount[]
  /** Why the billing run could not make what is due; null: nothing is, or it has not failed. */
  readonly billingFault: string | null
  /** Null: the account has no customer there. */
  readonly processor: {
    readonly invoices: readonly ListedInvoice[]
    /** `gone`: the processor does not know our card any more. */
    readonly card: CardFacts | 'gone' | null
  } | null
}
