import {
  type CardFacts,
  dayAt,
  type Instant,
  type OurCharge,
  type ReconciliationFacts,
  type SeatCount,
} from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { isBillingDue } from '../use-cases/billing-runs/terms.ts'
import { type BillingRow, type ContractRow, contractFacts, readBilling } from '../use-cases/billing/facts.ts'

/** What our own database says of an account, to be laid beside what the processor says. */
export interface OurSide {
  readonly accountId: string
  readonly customerId: string | null
  readonly facts: Omit<ReconciliationFacts, 'processor'>
}

interface MoneyRow {
  readonly organizationId: string
  readonly currency: ReconciliationFacts['currency']
  readonly customerId: string | null
  readonly card: CardFacts | null
  readonly charges: readonly OurCharge[]
  readonly ledger: number
  readonly invoices: number
  readonly billingFault: string | null
}

/** An issued invoice that is collected has a row for it; a purchase's own invoice is collected by the purchase. */
const select = statement<MoneyRow, [accountId: string, today: string]>(/* sql */ `
select
  (select o.id from organization o where o.account_id = a.id order by o.created_at, o.id limit 1) as "organizationId",
  coalesce((select c.currency from contract c where c.account_id = a.id
    order by (c.starts_on <= $2::date and $2::date < c.ends_on) desc, c.ends_on desc limit 1), 'USD') as currency,
  k.customer_id as "customerId",
  case when k.payment_method_id is not null then jsonb_build_object('paymentMethodId', k.payment_method_id,
    'brand', k.card_brand, 'lastFour', k.card_last_four, 'expiryMonth', k.card_expiry_month,
    'expiryYear', k.card_expiry_year) end as card,
  (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'kind', g.kind, 'due', g.due, 'state', g.state,
      'credited', g.credited, 'elsewhere', g.elsewhere, 'processorInvoiceId', g.processor_invoice_id,
      'begunAt', (extract(epoch from g.begun_at) * 1000)::bigint) order by g.begun_at, g.id), '[]')
    from (
      select p.id, 'purchase' as kind, p.due, p.processor_invoice_id,
        case p.state when 'paid' then 'paid' when 'failed' then 'over' else 'open' end as state,
        exists (select from ledger_entry e where e.purchase_id = p.id and e.kind = 'stray-payment') as credited,
        false as elsewhere,
        coalesce((select x.created_at from outbox x where x.id = p.outbox_id), p.submitted_at) as begun_at
      from purchase p where p.account_id = a.id and p.outbox_id is not null
      union all
      select i.id, 'invoice', i.due, n.processor_invoice_id,
        case n.state when 'paid' then 'paid' when 'void' then 'over' else 'open' end,
        exists (select from ledger_entry e where e.invoice_id = i.id and e.kind = 'stray-payment'),
        n.paid_by_vendor, i.issued_at
      from invoice_collection n join invoice i on i.id = n.invoice_id where n.account_id = a.id
    ) g) as charges,
  (select coalesce(sum(p.amount), 0)::bigint from ledger_posting p
    where p.account_id = a.id and p.ledger_account = 'receivable') as ledger,
  (select coalesce(sum(i.due), 0)::bigint from invoice i where i.account_id = a.id and i.paid_at is null and i.voided_at is null) as invoices,
  (select d.details ->> 'why' from reconciliation_difference d
    where d.account_id = a.id and d.kind = 'not-billed' and d.ended_at is null limit 1) as "billingFault"
from account a left join payment_account k on k.account_id = a.id
where a.id = $1::uuid
`)

/** Both statements in one transaction: nothing of the account's money moves between them that they could disagree about. */
export async function ourSide(em: Em, accountId: string, now: Instant): Promise<OurSide | null> {
  return inTransaction(em, async (db) => {
    await asOfOneInstant(db)
    const [money] = await select(db, accountId, dayAt(now))
    if (!money || money.organizationId === null) return null
    const { organizationId, customerId, ledger, invoices, ...facts } = money
    // What the run has noted holds for as long as something is due.
    const billingFault = (await isBillingDue(db, accountId, now)) ? facts.billingFault : null
    const row = await readBilling(db, { accountId, organizationId, memberId: null }, now)
    return {
      accountId,
      customerId,
      facts: {
        ...facts,
        billingFault,
        receivable: { ledger, invoices },
        seats: await seatCounts(db, row, now),
      },
    }
  })
}

const asOfOneInstant = statement<never, []>('set transaction isolation level repeatable read, read only')

interface SeatsSince {
  readonly item: string
  readonly unbilled: number
  readonly givenUp: number
}

/** What changed seats within a period without changing what it is invoiced for. What was scheduled for its first day is not within it. */
const seatsSince = statement<SeatsSince, [contractId: string, today: string, since: string]>(/* sql */ `
select item, sum(unbilled)::integer as unbilled, sum(given_up)::integer as "givenUp" from (
  select l.line ->> 'subject' as item, (l.line ->> 'quantity')::integer as unbilled, 0 as given_up
  from invoice i join invoice_line l on l.invoice_id = i.id
  where i.contract_id = $1::uuid and i.voided_at is not null and l.line ->> 'kind' = 'priced'
    and l.line ->> 'rule' = 'added' and (l.line ->> 'until')::date > $2::date
  union all
  select h.item, 0, h.from_value - h.made_value from scheduled_change h
  where h.contract_id = $1::uuid and h.kind = 'quantity' and h.state = 'made' and h.made_value < h.from_value
    and h.effective_on between $3::date and $2::date
    and (h.effective_on > $3::date or h.asked_at >= $3::date::timestamp at time zone 'UTC')
) change group by item
`)

/** Seats that the running term has, beside those that its running period was invoiced for. */
async function seatCounts(db: Db, { contract }: BillingRow, now: Instant): Promise<readonly SeatCount[]> {
  const today = dayAt(now)
  if (!contract || contract.startsOn > today || contract.endsOn <= today) return []
  const { items, policy } = contractFacts(contract)
  const period = contract.issued.find(({ line }) => line.kind === 'priced' && line.rule === 'period')?.line
  const since =
    period?.kind === 'priced' ? await seatsSince(db, contract.id, today, period.from) : ([] as const)
  return items.flatMap((item): SeatCount[] => {
    const { id, kind, quantity, cover, terms } = item
    if (kind !== 'seats') return []
    // Free with others, without limit, or charged from the next cycle on: then no invoice says how many there are.
    const counted =
      (terms === undefined || terms.mode === 'counted') && policy.increaseCharge !== 'next-cycle'
    // Without an invoice for the whole period there is nothing to compare with.
    const billed = contract.issued.some(
      ({ line }) => line.kind === 'priced' && line.rule === 'period' && line.subject === id,
    )
    const invoiced = cover.reduce((sum, layer) => sum + layer.quantity, 0)
    const { unbilled = 0, givenUp = 0 } = since.find((change) => change.item === id) ?? {}
    return [
      {
        item: id,
        seats: quantity,
        invoiced: counted && billed ? invoiced : null,
        unbilled,
        givenUp: Math.max(givenUp - creditedUnits(id, contract.issued), 0),
      },
    ]
  })
}

/** Units of an item that were paid and given up: their credit has taken them out of what the period is invoiced for. */
const creditedUnits = (item: string, issued: ContractRow['issued']): number =>
  issued.reduce(
    (sum, { line }) =>
      line.kind === 'priced' && line.rule === 'reduction-credit' && line.subject === item
        ? sum + line.quantity
        : sum,
    0,
  )

const after = statement<
  { readonly id: string },
  [after: string | null, createdBy: string, limit: number]
>(/* sql */ `
select id from account where ($1::uuid is null or id > $1::uuid) and created_at <= $2::timestamptz
order by id limit $3::integer
`)

/** The next accounts behind `afterId`, in the order of their ids. */
export async function accountsAfter(
  db: Db,
  afterId: string | null,
  { now, limit }: { readonly now: Instant; readonly limit: number },
): Promise<readonly string[]> {
  return (await after(db, afterId, iso(now), limit)).map(({ id }) => id)
}
