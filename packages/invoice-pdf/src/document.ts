import type { Currency, Day, Instant, InvoiceLine } from '@seatkeeper/rules'

/** Everything that an invoice's document says; nothing on it is reckoned anew (BILL-10). */
export interface InvoiceDocument {
  readonly kind: 'invoice' | 'credit-note'
  readonly number: number
  readonly seller: Seller
  readonly billTo: Party
  readonly purchaseOrder: string | null
  readonly issuedAt: Instant
  readonly paidAt: Instant | null
  /** Until when a sent invoice is to be paid. */
  readonly dueOn: Day | null
  /** The last day is included. */
  readonly period: { readonly firstDay: Day; readonly lastDay: Day } | null
  readonly currency: Currency
  /** Minor units, here and below. */
  readonly net: number
  readonly tax: number
  readonly due: number
  readonly lines: readonly InvoiceLine[]
  /** Names of the seasons that lines are about, by id. */
  readonly seasons: Readonly<Record<string, string>>
}

export interface Party {
  readonly name: string
  /** Street, town, country: as they are written on an envelope. */
  readonly address: readonly string[]
  readonly taxId: string | null
}

/** Who sells, and where money is sent that is not charged to a card. */
export interface Seller extends Party {
  readonly email: string | null
  /** Bank, account, code: one line each; none where nothing is paid by wire. */
  readonly bank: readonly string[]
}
