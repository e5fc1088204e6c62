import {
  addDays,
  type ContractFacts,
  dayAt,
  type Day,
  daysBetween,
  DEFAULT_NET_DAYS,
  invoicedAgain,
  invoiceFor,
  type Invoice,
  type Instant,
  type InvoiceLine,
  MS_PER_DAY,
  type Settlement,
  startOfDay,
  type Tax,
  type TaxBasis,
} from '@seatkeeper/rules'
import { invoicingAddresses } from '../../outbox/invoice-mail.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { catalogFor, contractFacts } from '../billing/facts.ts'
import { billToOf, issueInvoice, type InvoiceToIssue } from '../billing/issue-invoice.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import { placeOf, reportSale } from '../billing/taxes.ts'
import { rollBackWith } from '../../transaction.ts'
import { accountOn, type BilledAccount, billedAccount } from './billed-account.ts'
import { ASK_AGAIN, isSaidOf, type PeriodTaxes } from './period-taxes.ts'
import type { StepOfTerm } from './run.ts'

/**
 * BILL-06: the invoice of a billing period, in advance, with the contract seasons that open in it, what was carried and credit,
 * oldest first; and how it is collected. Nobody is charged here: that is done outside of any transaction.
 */
export async function issuePeriod(db: Db, given: StepOfTerm): Promise<void> {
  const { accountId, step, now } = given
  const { row, invoice, basis } = await pricedAsAsked(db, given)
  const invoiceId = await issueOnAccount(db, row, {
    accountId,
    at: step.dueAt,
    now,
    settlement: invoice,
    period: invoice.period,
    taxBasis: basis,
  })
  const { currency } = row.contract
  await reportSale(db, { accountId, invoiceId, basis, currency, at: step.dueAt })
  await refreshStanding(db, accountId, now)
}

/**
 * With what the tax service said, for exactly what it was asked: of another place, or another net, it is asked again first. Where
 * it could not say, the table stands in, and the invoice says why.
 */
async function pricedAsAsked(
  db: Db,
  given: StepOfTerm,
): Promise<PricedPeriod & { readonly basis: TaxBasis | null }> {
  const { taxes: said, term, step } = given
  if (said === undefined) return { ...(await pricePeriod(db, given)), basis: null }
  const { contractId } = term
  const priced = await pricePeriod(db, given, said === 'not-asked' ? undefined : said.taxes)
  if (!isSaidOf(said, { contractId, on: step.on, asked: askedOfPeriod(priced) }))
    return rollBackWith(ASK_AGAIN)
  return { ...priced, basis: said.basis ?? null }
}

/** What a tax service is asked of it. */
export const askedOfPeriod = ({ row, invoice }: PricedPeriod): PeriodTaxes['asked'] => {
  return { place: placeOf(row), net: invoice.net, credited: 0 }
}

interface PricedPeriod {
  readonly row: BilledAccount
  readonly invoice: Invoice
}

/** What a period comes to; nothing is written. */
export async function pricePeriod(
  db: Db,
  { accountId, term, step, now }: Pick<StepOfTerm, 'accountId' | 'term' | 'step' | 'now'>,
  taxes?: readonly Tax[],
): Promise<PricedPeriod> {
  const { contractId } = term
  // The facts of the period's first day: an invoice that comes late, or as soon as a year is signed, says the same.
  const row = await billedAccount(db, { accountId, contractId }, startOfDay(step.on))
  const { contract, credits } = await asInvoiced(db, row, { accountId, contractId }, { on: step.on, now })
  const invoice = invoiceFor(
    {
      contract,
      account: { ...accountOn(row, step.dueAt, credits), ...(taxes && { taxes }) },
      minimumCharge: catalogFor(row.contract).minimumCharge,
    },
    step.on,
  )
  if (invoice.kind === 'refuse') throw new Error(`The invoice of ${step.on} is refused: ${invoice.reason}`)
  return { row, invoice }
}

/** The contract of the period's first day; where its invoice was taken back, with what became of it since (D-02). */
async function asInvoiced(
  db: Db,
  row: BilledAccount,
  of: { readonly accountId: string; readonly contractId: string },
  { on, now }: { readonly on: Day; readonly now: Instant },
): Promise<{ readonly contract: ContractFacts; readonly credits: readonly string[] }> {
  const contract = contractFacts(row.contract)
  const [taken] = await selectTakenBack(db, of.contractId, on)
  if (taken === undefined) return { contract, credits: [] }
  // A run that is late says the same.
  const last = (startOfDay(taken.until) - MS_PER_DAY) as Instant
  const { contract: since } = await billedAccount(db, of, now < last ? now : last)
  const quantities = new Map(contractFacts(since).items.map(({ id, quantity }) => [id, quantity]))
  const { lines, credits } = taken
  return { contract: invoicedAgain(contract, { lines, issued: row.contract.issued, quantities }), credits }
}

const selectTakenBack = statement<
  {
    readonly until: Day
    readonly lines: readonly InvoiceLine[]
    /** What taking back the period's invoices has given: dated when it was, and used by the new one all the same. */
    readonly credits: readonly string[]
  },
  [contractId: string, on: Day]
>(/* sql */ `
select i.period_end as until,
  (select coalesce(jsonb_agg(l.line order by l.position), '[]') from invoice_line l where l.invoice_id = i.id) as lines,
  (select coalesce(jsonb_agg(e.id), '[]') from invoice v join invoice n on n.voids = v.id
    join ledger_entry e on e.account_id = n.account_id and e.invoice_id = n.id and e.kind = 'void'
    where v.contract_id = i.contract_id and v.period_start = i.period_start) as credits
from invoice i
where i.contract_id = $1::uuid and i.period_start = $2::date and i.kind = 'invoice' and i.voided_at is not null
order by i.number desc limit 1
`)

/** Issues an invoice that no purchase is behind, and writes down how it is collected. Gives its id. */
export async function issueOnAccount(
  db: Db,
  row: BilledAccount,
  issue: Pick<InvoiceToIssue, 'accountId' | 'at'> & {
    readonly now: StepOfTerm['now']
    readonly settlement: Omit<Settlement, 'includedTax'>
    readonly period?: Invoice['period']
    readonly taxBasis?: TaxBasis | null
  },
): Promise<string> {
  const { contract, organizationId } = row
  const { accountId, at, now, settlement, period, taxBasis = null } = issue
  const paid = settlement.due === 0
  const method = contract.payment
  // Our being late takes nobody any of their days.
  const dueOn = method === 'wire' ? addDays(dayAt(now), contract.netDays ?? DEFAULT_NET_DAYS) : null
  const billTo = billToOf(row)
  const { invoiceId, number } = await issueInvoice(db, {
    accountId,
    contractId: contract.id,
    currency: contract.currency,
    settlement,
    billTo,
    at,
    purchaseId: null,
    ...(period && { period }),
    taxBasis,
    paid,
    held: false,
    ...(dueOn !== null && !paid && { dueOn }),
  })
  await insertCollection(
    db,
    invoiceId,
    accountId,
    organizationId,
    method,
    paid ? 'paid' : method === 'wire' ? 'sent' : 'due',
    dueOn === null ? null : daysBetween(dayAt(at), dueOn),
    iso(at),
    iso(now),
    paid ? invoicingAddresses(billTo).length : 0,
    JSON.stringify({ number, due: settlement.due, currency: contract.currency, ...period }),
  )
  return invoiceId
}

/** What is due is tried at once; nothing is, where nothing is due: then the paid copy goes out. */
const insertCollection = statement<
  never,
  [
    invoiceId: string,
    accountId: string,
    organizationId: string,
    method: string,
    state: string,
    netDays: number | null,
    at: string,
    now: string,
    addresses: number,
    after: string,
  ]
>(/* sql */ `
with queued as (
  insert into outbox (organization_id, account_id, type, payload)
  select $3::uuid, $2::uuid, 'invoice-issued', jsonb_build_object('invoiceId', $1::uuid, 'address', address)
  from generate_series(0, $9::integer - 1) as address
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
  values ($3::uuid, $2::uuid, $8::timestamptz, 'job', 'billing', 'job', 'billing.invoice-issued', $1::uuid, $10::jsonb)
)
insert into invoice_collection (
  invoice_id, account_id, organization_id, method, state, net_days, next_try_at, paid_at)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::integer,
  case when $5::text <> 'paid' then $8::timestamptz end, case when $5::text = 'paid' then $7::timestamptz end)
`)
