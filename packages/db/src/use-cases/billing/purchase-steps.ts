import {
  type Currency,
  type Instant,
  type InvoiceLine,
  type PurchaseFailure,
  type PurchaseState,
  type Quote,
  releasePostings,
  strayPaymentPostings,
} from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import type { Em } from '../../orm.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { inTransaction } from '../../transaction.ts'
import { lockMoney, readBilling } from './facts.ts'
import { grantPurchase } from './grant-purchase.ts'
import { post } from './ledger.ts'

/** What the worker needs to collect a purchase. */
export interface PurchaseToCollect {
  readonly id: string
  readonly accountId: string
  readonly state: PurchaseState
  readonly due: number
  readonly currency: Currency
  readonly submittedAt: Instant
  readonly outboxCreatedAt: Instant
  readonly processorInvoiceId: string | null
  readonly actUntil: Instant | null
  readonly givenUp: boolean
  readonly customerId: string | null
  readonly paymentMethodId: string | null
  /** As it goes on the invoice. */
  readonly lines: readonly InvoiceLine[]
}

const select = statement<PurchaseToCollect, [id: string]>(/* sql */ `
select p.id, p.account_id as "accountId", p.state, p.due, p.currency, p.submitted_at as "submittedAt",
  o.created_at as "outboxCreatedAt",
  p.processor_invoice_id as "processorInvoiceId", p.act_until as "actUntil", p.given_up_at is not null as "givenUp",
  k.customer_id as "customerId", k.payment_method_id as "paymentMethodId", q.quote -> 'dueToday' -> 'lines' as lines
from purchase p join billing_quote q on q.id = p.quote_id join outbox o on o.id = p.outbox_id
left join payment_account k on k.account_id = p.account_id
where p.id = $1::uuid
`)

/** Undefined where there is none. `em` comes from `database.worker()`, here and below. */
export async function purchaseToCollect(em: Em, purchaseId: string): Promise<PurchaseToCollect | undefined> {
  const [row] = await select(em.getKysely() as Db, purchaseId)
  return row
}

const name = statement<{ readonly processorInvoiceId: string }, [id: string, invoiceId: string]>(/* sql */ `
update purchase set processor_invoice_id = coalesce(processor_invoice_id, $2::text)
where id = $1::uuid and state in ('pending', 'requires-action')
returning processor_invoice_id as "processorInvoiceId"
`)

/**
 * PAY-05: writes down which of the processor's invoices is this purchase's; the first one stays. Only the one that this
 * gives may be paid: whatever else a crash has left there is never touched. Null: the purchase is settled.
 */
export async function nameProcessorInvoice(
  em: Em,
  purchaseId: string,
  invoiceId: string,
): Promise<string | null> {
  const [row] = await name(em.getKysely() as Db, purchaseId, invoiceId)
  return row?.processorInvoiceId ?? null
}

const ask = statement<never, [id: string, url: string, actUntil: string]>(/* sql */ `
update purchase set state = 'requires-action', action_url = $2::text, act_until = coalesce(act_until, $3::timestamptz)
where id = $1::uuid and state in ('pending', 'requires-action')
`)

/** PAY-08: the buyer's bank asks; the first deadline stays. Wall clock. */
export async function askBuyer(
  em: Em,
  purchaseId: string,
  { url, actUntil }: { readonly url: string; readonly actUntil: Instant },
): Promise<void> {
  await ask(em.getKysely() as Db, purchaseId, url, iso(actUntil))
}

interface LockedPurchase {
  readonly state: PurchaseState
  readonly organizationId: string
  readonly currency: Currency
  readonly quote: Quote
  readonly contractId: string
  /** Its term was closed by a billing run or by hand. */
  readonly contractEnded: boolean
}

const read = statement<LockedPurchase, [id: string]>(/* sql */ `
select p.state, p.organization_id as "organizationId", p.currency, q.quote, c.id as "contractId",
  c.ended_at is not null as "contractEnded"
from purchase p join billing_quote q on q.id = p.quote_id join contract c on c.id = q.contract_id
where p.id = $1::uuid
`)

const fail = statement<never, [id: string, failure: string, now: string]>(/* sql */ `
with failed as (
  update purchase set state = 'failed', failure = $2::text, settled_at = $3::timestamptz, action_url = null
  where id = $1::uuid and state in ('pending', 'requires-action')
  returning id, account_id, organization_id, quote_id
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
select f.organization_id, f.account_id, $3::timestamptz, 'job', 'payments', 'job', 'billing.purchase-failed', f.id,
  jsonb_strip_nulls(jsonb_build_object('failure', $2::text, 'due', q.quote #> '{dueToday,due}', 'currency', q.quote -> 'currency',
    'changes', q.quote -> 'changes', 'subject', q.quote -> 'subject'))
from failed f join billing_quote q on q.id = f.quote_id
`)

/**
 * The processor has collected it: what was bought is granted, once, to the contract that was quoted and no other. Money for a
 * purchase that had failed, or for a term that is closed, becomes credit: there is no payment without seats or credit. Safe to repeat.
 */
export async function settlePaid(
  em: Em,
  { purchaseId, accountId }: { readonly purchaseId: string; readonly accountId: string },
  { amount, now }: { readonly amount: number; readonly now: Instant },
): Promise<'granted' | 'credited' | 'already'> {
  return inTransaction(em, async (db) => {
    await lockMoney(db, accountId)
    const [purchase] = await read(db, purchaseId)
    if (!purchase || purchase.state === 'paid') return 'already'
    const { quote, organizationId, currency, contractId } = purchase
    const amends = quote.subject === undefined
    if (purchase.state === 'failed') {
      const [stray] = await strayOf(db, purchaseId)
      if (stray) return 'already'
      await creditStray(db, { accountId, purchaseId, amount, currency, now })
      return 'credited'
    }
    if (amends && purchase.contractEnded) {
      await failAndRelease(db, { purchaseId, accountId, purchase }, { failure: 'contract-ended', now })
      await creditStray(db, { accountId, purchaseId, amount, currency, now })
      return 'credited'
    }
    const place = { accountId, organizationId, memberId: null, ...(amends && { contractId }) }
    const row = await readBilling(db, place, now)
    if (row.contract === null) throw new Error(`A purchase without a contract: ${purchaseId}`)
    const granted = { id: purchaseId, accountId, organizationId, quote }
    await grantPurchase(db, { ...row, contract: row.contract }, granted, { now, wire: false, held: true })
    return 'granted'
  })
}

const strayOf = statement<{ readonly id: string }, [purchaseId: string]>(/* sql */ `
select id from ledger_entry where purchase_id = $1::uuid and kind = 'stray-payment'
`)

async function creditStray(
  db: Db,
  stray: { accountId: string; purchaseId: string; amount: number; currency: Currency; now: Instant },
): Promise<void> {
  const id = randomUUIDv7()
  const { accountId, purchaseId, amount, currency, now: at } = stray
  await post(
    db,
    { id, accountId, at, kind: 'stray-payment', currency, purchaseId },
    strayPaymentPostings(amount, id),
  )
}

/** BILL-13: it came to nothing: what was put aside goes back, nothing else changes. Safe to repeat. */
export async function settleFailed(
  em: Em,
  { purchaseId, accountId }: { readonly purchaseId: string; readonly accountId: string },
  { failure, now }: { readonly failure: PurchaseFailure; readonly now: Instant },
): Promise<void> {
  await inTransaction(em, async (db) => {
    await lockMoney(db, accountId)
    const [purchase] = await read(db, purchaseId)
    if (!purchase || purchase.state === 'paid' || purchase.state === 'failed') return
    await failAndRelease(db, { purchaseId, accountId, purchase }, { failure, now })
  })
}

async function failAndRelease(
  db: Db,
  { purchaseId, accountId, purchase }: { purchaseId: string; accountId: string; purchase: LockedPurchase },
  { failure, now }: { readonly failure: PurchaseFailure; readonly now: Instant },
): Promise<void> {
  const { quote, currency } = purchase
  await fail(db, purchaseId, failure, iso(now))
  const used = { creditsUsed: quote.creditsUsed, carriedIn: quote.dueToday.carriedIn }
  await post(db, { accountId, at: now, kind: 'release', currency, purchaseId }, releasePostings(used))
}

const hurry = statement<never, [purchaseId: string, wallNow: string]>(/* sql */ `
update outbox o set due_at = least(o.due_at, $2::timestamptz)
from purchase p where p.id = $1::uuid and o.id = p.outbox_id and o.state in ('pending', 'retry')
`)

/** Something has happened to it: the worker looks at once instead of when it would have looked anyway. */
export async function hurryPurchase(db: Db, purchaseId: string, wallNow: Instant): Promise<void> {
  await hurry(db, purchaseId, iso(wallNow))
}
