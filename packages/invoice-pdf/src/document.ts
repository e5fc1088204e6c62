import { addDays, type Currency, type Day, type Instant, type InvoiceLine } from '@seatkeeper/rules'
import { addressLines, type PostalPlace } from '@seatkeeper/wording'

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
  /** Of a credit note: what goes into the credit balance. */
  readonly toBalance: number
  /** Of a credit note: the number of the invoice that it takes back as a whole. */
  readonly voids: number | null
  /** Of an invoice: the number of the credit note that took it back. */
  readonly voidedBy: number | null
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

/** An issued invoice as it is stored. */
export interface IssuedInvoice extends Omit<
  InvoiceDocument,
  'seller' | 'billTo' | 'purchaseOrder' | 'period' | 'voids' | 'voidedBy'
> {
  readonly voids: { readonly number: number } | null
  readonly voidedBy: { readonly number: number } | null
  /** Null: issued before there was anything to say of who sells. */
  readonly seller: Seller | null
  readonly billTo: {
    readonly company: string
    readonly profile:
      (PostalPlace & { readonly taxId: string | null; readonly purchaseOrder: string | null }) | null
  }
  readonly periodStart: Day | null
  /** Exclusive. */
  readonly periodEnd: Day | null
}

/** `product`: who sells where the invoice does not say. */
export function documentOf(invoice: IssuedInvoice, product: string): InvoiceDocument {
  const { billTo, periodStart, periodEnd, seller } = invoice
  const { company, profile } = billTo
  return {
    ...invoice,
    voids: invoice.voids?.number ?? null,
    voidedBy: invoice.voidedBy?.number ?? null,
    seller: seller ?? { name: product, address: [], taxId: null, email: null, bank: [] },
    billTo: {
      name: company,
      address: profile === null ? [] : addressLines(profile),
      taxId: profile?.taxId ?? null,
    },
    purchaseOrder: profile?.purchaseOrder ?? null,
    period:
      periodStart === null || periodEnd === null
        ? null
        : { firstDay: periodStart, lastDay: addDays(periodEnd, -1) },
  }
}

const LONGEST_NAME = 60

/**
 * `larkspur-outfitters-invoice-7.pdf`: whose it is and which, so that invoices of several accounts lie beside each other in a folder. Letters
 * and digits of any alphabet become plain ones or go: the name stands in a header and in file systems.
 */
export function fileNameOf({
  kind,
  number,
  billTo,
}: Pick<InvoiceDocument, 'kind' | 'number'> & { readonly billTo: { readonly company: string } }): string {
  const company = billTo.company
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-+|-+$/g, '')
  return `${company === '' ? '' : `${company}-`}${kind}-${number}.pdf`
}
