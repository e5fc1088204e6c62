import {
  addDays,
  contractPeriodAt,
  creditPostings,
  type Day,
  dayAt,
  DEFAULT_NET_DAYS,
  type Instant,
  type Quote,
  type Settlement,
} from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import { invoicingAddresses } from '../../outbox/invoice-mail.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import type { BillingRow, ContractRow } from './facts.ts'
import { beginNewTerm } from '../billing-changes/begin-new-term.ts'
import { openAdHocSeason } from '../billing-changes/open-ad-hoc-season.ts'
import { rebaseChanges } from '../billing-changes/scheduled-changes.ts'
import { addSeats, setItems, setPlan, setStaffSeats } from './contract-rows.ts'
import { billToOf, type InvoiceToIssue, issueCreditNote, issueInvoice } from './issue-invoice.ts'
import { refreshStanding } from './refresh-standing.ts'
import { post } from './ledger.ts'
import { basisOfPurchase, reportSale } from './taxes.ts'

export interface PurchaseToGrant {
  readonly id: string
  readonly accountId: string
  readonly organizationId: string
  readonly quote: Quote
}

/** PAY-06, D-28: like every invoice that is sent, it can be overdue, and is closed when the wire has arrived. */
const insertWire = statement<
  never,
  [invoiceId: string, accountId: string, organizationId: string, netDays: number]
>(/* sql */ `
insert into invoice_collection (invoice_id, account_id, organization_id, method, state, net_days)
values ($1::uuid, $2::uuid, $3::uuid, 'wire', 'sent', $4::integer)
`)

const markPaid = statement<
  { readonly id: string },
  [id: string, settledAt: string, documents: readonly string[], addresses: number, after: string]
>(/* sql */ `
with settled as (
  update purchase set state = 'paid', settled_at = $2::timestamptz, action_url = null
  where id = $1::uuid and state in ('pending', 'requires-action')
  returning id, account_id, organization_id
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
  select organization_id, account_id, $2::timestamptz, 'job', 'payments', 'job', 'billing.purchase-granted', id, $5::jsonb
  from settled
), queued as (
  insert into outbox (organization_id, account_id, type, payload)
  select organization_id, account_id, 'invoice-issued',
    jsonb_build_object('invoiceId', document, 'address', address)
  from settled, unnest($3::uuid[]) with ordinality as d(document, n), generate_series(0, $4::integer - 1) as address
  order by d.n, address
)
select id from settled
`)

/**
 * Makes a purchase true (BILL-02, BILL-13): seats as rows, plan and prices on the contract, the invoice exactly as it was
 * quoted, the postings, the audit entry, the invoice's mail; all in the caller's transaction, which holds the lock of the
 * account's money. Other writers of seats: `change-seats.ts` (claims), which a new free row cannot harm.
 */
export async function grantPurchase(
  db: Db,
  row: BillingRow & { readonly contract: ContractRow },
  purchase: PurchaseToGrant,
  { now, wire, held }: { readonly now: Instant; readonly wire: boolean; readonly held: boolean },
): Promise<void> {
  const { contract } = row
  const { id, accountId, quote } = purchase
  const made = await makeTrue(db, accountId, contract, quote, now)
  const settlement: Omit<Settlement, 'includedTax'> = { ...quote.dueToday, creditsUsed: quote.creditsUsed }
  const paid = !wire || settlement.due === 0
  const netDays = contract.netDays ?? DEFAULT_NET_DAYS
  const document = {
    accountId,
    ...made,
    currency: quote.currency,
    billTo: billToOf(row),
    at: now,
    purchaseId: id,
    paid,
    held,
    ...(!paid && { dueOn: addDays(dayAt(now), netDays) }),
  }
  const { invoiceId, number } = await issueInvoice(db, { ...document, settlement })
  if (!paid) {
    await insertWire(db, invoiceId, accountId, purchase.organizationId, netDays)
    await refreshStanding(db, accountId, now)
  }
  const basis = await basisOfPurchase(db, id)
  await reportSale(db, { accountId, currency: quote.currency, at: now, invoiceId, basis })
  const documents = [invoiceId]
  if (quote.creditGranted.lines.length > 0) {
    const note = await issueCreditNote(db, { ...document, paid: true }, quote.creditGranted.lines)
    documents.push(note.invoiceId)
    const tax = quote.creditGranted.lines.reduce(
      (sum, { rule, amount }) => sum + (rule === 'tax' ? 0 - amount.amount : 0),
      0,
    )
    const entryId = randomUUIDv7()
    const entry = {
      id: entryId,
      accountId,
      at: now,
      kind: 'credit',
      currency: quote.currency,
      purchaseId: id,
    } as const
    await post(db, entry, creditPostings({ net: quote.creditGranted.amount - tax, tax }, entryId))
  }
  const { subject } = quote
  if (subject?.kind === 'new-term') await refreshStanding(db, accountId, now)
  const after = { number, due: quote.dueToday.due, currency: quote.currency, changes: quote.changes, subject }
  const addresses = invoicingAddresses(document.billTo).length
  await markPaid(db, id, iso(now), documents, addresses, JSON.stringify(after))
}

/** What the quote is about, done; and what its invoice is of. */
async function makeTrue(
  db: Db,
  accountId: string,
  contract: ContractRow,
  quote: Quote,
  now: Instant,
): Promise<Pick<InvoiceToIssue, 'contractId' | 'period' | 'beginsContract'>> {
  const { subject } = quote
  switch (subject?.kind) {
    case 'ad-hoc-season': {
      const to = { accountId, contractId: contract.id }
      await openAdHocSeason(db, to, subject.season, { now, by: 'payments' })
      return { contractId: contract.id }
    }
    case 'new-term': {
      const contractId = await beginNewTerm(db, { accountId, before: contract }, quote, now)
      const period = contractPeriodAt(quote.contract, quote.contract.term.start).charged
      return { contractId, period, beginsContract: true }
    }
    case undefined:
      await amendContract(db, accountId, contract, quote, now)
      return { contractId: contract.id }
  }
}

/**
 * The billing run waits for an open purchase, so the period after the quoted one is invoiced once the seats are there: with
 * them, however long the bank took.
 */
function firstDayOf({ contract, madeAt }: Quote, now: Instant): Day {
  const { end } = contractPeriodAt(contract, dayAt(madeAt)).charged
  return dayAt(now) < end ? dayAt(now) : end
}

/**
 * What was quoted is what was added: differences are added to what is there now, so that whatever the vendor has changed
 * meanwhile stays. Tied collaborators follow the seats.
 */
async function amendContract(
  db: Db,
  accountId: string,
  contract: ContractRow,
  quote: Quote,
  now: Instant,
): Promise<void> {
  const from = firstDayOf(quote, now)
  const added = (item: string): number =>
    quote.changes.reduce(
      (sum, change) =>
        change.kind === 'quantity' && change.item === item && change.effective !== 'renewal'
          ? sum + change.by
          : sum,
      0,
    )
  const fullTime = contract.pools.find(({ kind }) => kind === 'full-time')
  for (const pool of contract.pools) {
    const by =
      pool.mode === 'tied'
        ? Math.floor(((fullTime?.seats ?? 0) + added('full-time')) / pool.tiedPer!) - pool.seats
        : added(pool.kind)
    // People in tied seats stay, also where they are more than the ratio gives (D-23).
    if (by === 0 || (pool.mode === 'tied' && by < 0)) continue
    if (pool.kind === 'staff') await setStaffSeats(db, pool.id, pool.seats + by)
    else if (by > 0) await addSeats(db, accountId, pool.id, pool.kind, by, from)
    else throw new Error(`Seats of ${pool.kind} are not taken away by a purchase`)
  }
  const planBought =
    quote.contract.plan !== contract.plan && quote.changes.some(({ kind }) => kind === 'plan')
  if (planBought) await setPlan(db, contract.id, quote.contract.plan)
  await rebaseChanges(db, contract.id, {
    added: Object.fromEntries(quote.contract.items.map(({ id }) => [id, added(id)])),
    plan: planBought,
    now,
  })
  const touched = quote.contract.items.filter(
    ({ id, kind }) => planBought || kind === 'add-on' || added(id) !== 0,
  )
  const items = touched.map(({ id, kind, unitPrice, quantity }) => {
    return { item: id, unit_price: unitPrice, quantity: kind === 'add-on' ? quantity : null }
  })
  if (items.length > 0) await setItems(db, contract.id, accountId, JSON.stringify(items))
}
