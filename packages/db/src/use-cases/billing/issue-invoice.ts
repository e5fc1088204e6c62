import { randomUUIDv7 } from 'node:crypto'
import {
  type Currency,
  type Day,
  type DaySpan,
  type Instant,
  invoicePostings,
  type InvoiceLine,
  paymentPostings,
  type Settlement,
  type TaxBasis,
} from '@seatkeeper/rules'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import type { BillingRow } from './facts.ts'
import { post } from './ledger.ts'
import { reportReversal } from './taxes.ts'

export interface InvoiceToIssue {
  readonly accountId: string
  readonly contractId: string
  readonly currency: Currency
  readonly settlement: Omit<Settlement, 'includedTax'>
  readonly billTo: BillTo
  readonly at: Instant
  readonly purchaseId: string | null
  readonly period?: DaySpan
  /** A purchase that begins a contract pays its first period (D-21). */
  readonly beginsContract?: boolean
  /** How its taxes came about; left out: by the table, there is no tax service. */
  readonly taxBasis?: TaxBasis | null
  /** Wire: to be paid until then. */
  readonly dueOn?: Day
  /** It is paid in this very moment; also where nothing is due. */
  readonly paid: boolean
  /** A credit note takes an invoice back as a whole; of what that comes to so much is credit. */
  readonly voids?: { readonly invoiceId: string; readonly toBalance: number }
  /** Credit and carried charges were put aside for it when it was submitted. */
  readonly held: boolean
}

/** Who is invoiced, as it stood when the invoice was issued. */
export interface BillTo {
  readonly company: string
  readonly profile: BillingRow['profile']
}

export const billToOf = ({ name, profile }: Pick<BillingRow, 'name' | 'profile'>): BillTo => {
  return { company: profile?.company ?? name, profile }
}

const insert = statement<
  { readonly number: number },
  [
    id: string,
    accountId: string,
    contractId: string,
    invoice: string,
    at: string,
    paidAt: string | null,
    lines: string,
  ]
>(/* sql */ `
with given as (
  select * from jsonb_to_record($4::jsonb) as g(kind text, purchase_id uuid, due_on date, period_start date,
    period_end date, currency text, net bigint, tax bigint, carried_in bigint, carried_out bigint,
    credit_applied bigint, to_balance bigint, due bigint, bill_to jsonb, begins_contract boolean,
    tax_basis jsonb, voids uuid)
), issued as (
  insert into invoice (id, account_id, contract_id, number, kind, purchase_id, issued_at, due_on, period_start,
    period_end, currency, net, tax, carried_in, carried_out, credit_applied, to_balance, due, bill_to, begins_contract, tax_basis, voids, paid_at)
  select $1::uuid, $2::uuid, $3::uuid,
    coalesce((select max(number) from invoice where account_id = $2::uuid), 0) + 1,
    g.kind, g.purchase_id, $5::timestamptz, g.due_on, g.period_start, g.period_end, g.currency, g.net, g.tax,
    g.carried_in, g.carried_out, g.credit_applied, g.to_balance, g.due, g.bill_to, g.begins_contract, g.tax_basis, g.voids, $6::timestamptz
  from given g returning number
), lines as (
  insert into invoice_line (invoice_id, position, account_id, amount, line)
  select $1::uuid, l.position, $2::uuid, (l.line -> 'amount' ->> 'amount')::bigint, l.line
  from jsonb_to_recordset($7::jsonb) as l(position integer, line jsonb)
)
select number from issued
`)

/**
 * Issues an invoice with its lines and its postings (BILL-06, BILL-09, BILL-10): numbers have no gap, because the caller
 * holds the lock of the account's money. Gives the invoice's id and number.
 */
export async function issueInvoice(
  db: Db,
  invoice: InvoiceToIssue,
): Promise<{ invoiceId: string; number: number }> {
  const { accountId, currency, settlement, at, paid, held, purchaseId } = invoice
  const invoiceId = randomUUIDv7()
  const number = await write(db, invoiceId, invoice, 'invoice', settlement.lines)
  const entry = { accountId, at, currency, invoiceId, purchaseId }
  const entryId = randomUUIDv7()
  const postings = invoicePostings({ ...settlement, includedTax: [] }, { held, newCreditId: entryId })
  await post(db, { ...entry, id: entryId, kind: 'invoice' }, postings)
  if (paid) await post(db, { ...entry, kind: 'payment' }, paymentPostings(settlement.due))
  return { invoiceId, number }
}

/**
 * What was given back into the credit balance, as a document of its own (D-02, CLS-04); nothing is collected. Where the tax service
 * knows of the sales, it is told.
 */
export async function issueCreditNote(
  db: Db,
  note: Omit<InvoiceToIssue, 'settlement'>,
  lines: readonly InvoiceLine[],
): Promise<{ invoiceId: string; number: number }> {
  const tax = sum(lines.filter(({ rule }) => rule === 'tax'))
  const net = sum(lines) - tax
  const nothing = { discount: 0, carriedIn: 0, carriedOut: 0, creditApplied: 0, due: 0, creditsUsed: [] }
  const settlement = { ...nothing, lines, net, tax, toBalance: note.voids?.toBalance ?? 0 - net - tax }
  const invoiceId = randomUUIDv7()
  const number = await write(db, invoiceId, { ...note, settlement }, 'credit-note', lines)
  const { accountId, currency, at } = note
  const ofInvoice = note.voids?.invoiceId ?? null
  await reportReversal(db, {
    accountId,
    creditNoteId: invoiceId,
    gross: 0 - net - tax,
    currency,
    at,
    ofInvoice,
  })
  return { invoiceId, number }
}

async function write(
  db: Db,
  invoiceId: string,
  invoice: InvoiceToIssue,
  kind: 'invoice' | 'credit-note',
  lines: readonly InvoiceLine[],
): Promise<number> {
  const { accountId, contractId, settlement, period, at, paid } = invoice
  const row = {
    kind,
    purchase_id: invoice.purchaseId,
    due_on: invoice.dueOn ?? null,
    period_start: period?.start ?? null,
    period_end: period?.end ?? null,
    currency: invoice.currency,
    net: settlement.net,
    tax: settlement.tax,
    carried_in: settlement.carriedIn,
    carried_out: settlement.carriedOut,
    credit_applied: settlement.creditApplied,
    to_balance: settlement.toBalance,
    due: settlement.due,
    bill_to: invoice.billTo,
    begins_contract: invoice.beginsContract ?? false,
    tax_basis: invoice.taxBasis ?? null,
    voids: invoice.voids?.invoiceId ?? null,
  }
  const [issued] = await insert(
    db,
    invoiceId,
    accountId,
    contractId,
    JSON.stringify(row),
    iso(at),
    paid ? iso(at) : null,
    JSON.stringify(lines.map((line, position) => ({ position, line }))),
  )
  return issued!.number
}

const sum = (lines: readonly InvoiceLine[]): number =>
  lines.reduce((total, { amount }) => total + amount.amount, 0)
