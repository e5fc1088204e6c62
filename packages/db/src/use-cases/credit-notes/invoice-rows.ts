import type { Currency, Day, IssuedDocument } from '@seatkeeper/rules'
import { BILLING_ORGANIZATION } from '../../collections/billing-addresses.ts'
import { statement } from '../../statement.ts'
import type { BillTo } from '../billing/issue-invoice.ts'
import { BILLED_UNTIL } from '../billing-runs/terms.ts'

/** An invoice with what else is known of it. */
export interface StoredInvoice extends IssuedDocument {
  readonly number: number
  readonly accountId: string
  readonly contractId: string
  readonly currency: Currency
  readonly due: number
  readonly carriedOut: number
  readonly toBalance: number
  readonly billTo: BillTo
  readonly periodStart: Day | null
  readonly periodEnd: Day | null
  readonly processorInvoiceId: string | null
  /** The number of the credit note that took it back. */
  readonly creditNote: number | null
}

const DOCUMENT = /* sql */ `i.id, i.kind, i.voids, i.issued_at as "issuedAt", i.paid_at as "paidAt", i.net, i.tax,
  (select coalesce(jsonb_agg(l.line order by l.position), '[]') from invoice_line l where l.invoice_id = i.id) as lines`

export const selectInvoice = statement<StoredInvoice, [accountId: string, number: number]>(/* sql */ `
select ${DOCUMENT}, i.number, i.account_id as "accountId", i.contract_id as "contractId", i.currency, i.due,
  i.carried_out as "carriedOut", i.to_balance as "toBalance", i.bill_to as "billTo", i.period_start as "periodStart",
  i.period_end as "periodEnd",
  (select n.processor_invoice_id from invoice_collection n where n.invoice_id = i.id) as "processorInvoiceId",
  (select c.number from invoice c where c.voids = i.id) as "creditNote"
from invoice i where i.account_id = $1::uuid and i.number = $2::integer
`)

/** What was issued for a contract from an invoice on, in its order: what was credited of the invoice follows from it. */
export const documentsSince = statement<IssuedDocument, [contractId: string, number: number]>(/* sql */ `
select ${DOCUMENT} from invoice i where i.contract_id = $1::uuid and i.number >= $2::integer order by i.number
`)

/**
 * It is not owed any more. Whoever is at it in this moment keeps their lease, and finds it void; afterwards the worker makes what stands at
 * the processor unpayable. What was paid stays paid.
 */
export const stopCollecting = statement<never, [invoiceId: string, now: string]>(/* sql */ `
with voided as (
  update invoice set voided_at = $2::timestamptz where id = $1::uuid
)
update invoice_collection set state = 'void', next_try_at = null, action_url = null, look = null, unclear = false,
  void_there = processor_invoice_id is not null
where invoice_id = $1::uuid and state <> 'paid'
`)

/** Its period counts as invoiced: nothing is charged for it any more. */
export const waivePeriod = statement<never, [contractId: string, until: Day]>(/* sql */ `
update contract set invoiced_until = greatest(invoiced_until, $2::date) where id = $1::uuid
`)

/** A row where the billing run would invoice the period again: no later one is invoiced, and the contract is not over. */
export const invoiceAgain = statement<{ readonly id: string }, [invoiceId: string]>(/* sql */ `
select c.id from invoice v join contract c on c.id = v.contract_id
where v.id = $1::uuid and c.ended_at is null and ${BILLED_UNTIL} = v.period_end
  and coalesce(c.invoiced_until, v.period_start) <= v.period_start
`)

/**
 * A row where something that was charged within the period stands, and would be charged once more: a higher plan, which an invoice of the period as a
 * whole says by itself, or more of a season.
 */
export const raisedSince = statement<{ readonly number: number | null }, [invoiceId: string]>(/* sql */ `
select min(i.number) as number from invoice v
join invoice i on i.contract_id = v.contract_id and i.number > v.number and i.voided_at is null and i.voids is null
join invoice_line l on l.invoice_id = i.id
where v.id = $1::uuid and l.line ->> 'rule' in ('plan-difference', 'season-more', 'season-longer')
  and (l.line ->> 'until')::date > v.period_start
having count(*) > 0
union all
select null from invoice v
join purchase p on p.account_id = v.account_id and p.state = 'paid' and p.settled_at >= v.issued_at
join billing_quote q on q.id = p.quote_id and q.contract_id = v.contract_id
left join invoice i on i.purchase_id = p.id and i.kind = 'invoice'
where v.id = $1::uuid and i.voided_at is null and q.quote -> 'changes' @> '[{"kind": "plan"}]'
limit 1
`)

export const queueCopies = statement<
  never,
  [accountId: string, invoiceId: string, addresses: number]
>(/* sql */ `
insert into outbox (organization_id, account_id, type, payload)
select ${BILLING_ORGANIZATION}, a.id, 'invoice-issued', jsonb_build_object('invoiceId', $2::uuid, 'address', address)
from account a, generate_series(0, $3::integer - 1) as address where a.id = $1::uuid
`)
