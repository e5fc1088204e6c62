import { type Currency, type Day, dayAt, type Instant, type InvoiceLine, type Money } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import { type DocumentReference, VOIDED } from '../queries/billing/invoices.ts'
import type { BillTo } from '../use-cases/billing/issue-invoice.ts'
import type { SellerFacts } from '../use-cases/billing/seller.ts'
import type { OutboxPayload } from './events.ts'

/** What an invoice's mail says, or why none goes out. */
export type InvoiceMail =
  | { readonly kind: 'skip'; readonly reason: 'no-such-invoice' | 'no-such-address' | 'voided-meanwhile' }
  | {
      readonly kind: 'send'
      readonly to: { readonly email: string; readonly name: string }
      readonly invoiceId: string
      readonly company: string
      readonly number: number
      readonly issuedOn: Day
      readonly paidOn: Day | null
      readonly dueOn: Day | null
      readonly total: Money
      readonly lines: readonly InvoiceLine[]
      readonly seasons: Readonly<Record<string, string>>
      /** The whole invoice, for its document. */
      readonly invoice: IssuedInvoiceFacts
    }

/** An invoice as it was issued. */
export interface IssuedInvoiceFacts {
  readonly kind: 'invoice' | 'credit-note'
  readonly periodStart: Day | null
  readonly periodEnd: Day | null
  readonly net: number
  readonly tax: number
  readonly toBalance: number
  readonly voids: DocumentReference | null
  /** Whether anything had been paid for the invoice that it voids, by money or by credit, when it was issued. */
  readonly voidedWasPaid: boolean
  readonly voidedBy: DocumentReference | null
  readonly seller: SellerFacts | null
  readonly number: number
  readonly issuedAt: Instant
  readonly paidAt: Instant | null
  readonly dueOn: Day | null
  readonly due: number
  readonly currency: Currency
  readonly billTo: BillTo
  readonly lines: readonly InvoiceLine[]
  readonly seasons: Readonly<Record<string, string>>
}

const select = statement<IssuedInvoiceFacts, [invoiceId: string]>(/* sql */ `
select i.number, i.issued_at as "issuedAt", i.paid_at as "paidAt", i.due_on as "dueOn", i.due, i.currency,
  i.bill_to as "billTo", i.kind, i.period_start as "periodStart", i.period_end as "periodEnd", i.net, i.tax, i.seller,
  i.to_balance as "toBalance", ${VOIDED},
  coalesce((select v.credit_applied > 0 or v.due > 0 and v.paid_at <= i.issued_at
    from invoice v where v.id = i.voids), false) as "voidedWasPaid",
  (select coalesce(jsonb_agg(l.line order by l.position), '[]') from invoice_line l where l.invoice_id = i.id) as lines,
  (select coalesce(jsonb_object_agg(s.id, s.name), '{}') from season s where s.account_id = i.account_id) as seasons
from invoice i where i.id = $1::uuid
`)

/** Undefined where there is none. `em` comes from `database.worker()`. */
export async function issuedInvoice(em: Em, invoiceId: string): Promise<IssuedInvoiceFacts | undefined> {
  return (await select(em.getKysely() as Db, invoiceId))[0]
}

/** The addresses that an invoice was issued to, the primary one first. */
export function invoicingAddresses({ profile }: BillTo): readonly string[] {
  return profile === null ? [] : [profile.email, ...profile.furtherEmails]
}

/** BILL-07: to the invoicing addresses as they stood when the invoice was issued. One statement. */
export async function invoiceMail(
  em: Em,
  { invoiceId, address }: OutboxPayload<'invoice-issued'>,
): Promise<InvoiceMail> {
  const row = await issuedInvoice(em, invoiceId)
  if (!row) return { kind: 'skip', reason: 'no-such-invoice' }
  const { billTo, issuedAt, paidAt, dueOn, due, currency, number, lines, seasons } = row
  // Its credit note is told of by a mail of its own.
  if (row.voidedBy !== null && paidAt === null) return { kind: 'skip', reason: 'voided-meanwhile' }
  const email = invoicingAddresses(billTo)[address]
  if (email === undefined) return { kind: 'skip', reason: 'no-such-address' }
  return {
    kind: 'send',
    number,
    dueOn,
    lines,
    seasons,
    invoice: row,
    to: { email, name: billTo.company },
    invoiceId,
    company: billTo.company,
    issuedOn: dayAt(issuedAt),
    paidOn: paidAt === null ? null : dayAt(paidAt),
    total: { amount: due, currency },
  }
}
