import {
  accountStanding,
  type Currency,
  type DeclineReason,
  type Instant,
  nextTryAt,
  paymentPostings,
  strayPaymentPostings,
} from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import { invoicingAddresses } from '../outbox/invoice-mail.ts'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { ACCOUNT_FACTS, accountFactsOf, type AccountRow } from '../tenant-facts.ts'
import { inTransaction } from '../transaction.ts'
import { lockMoney } from '../use-cases/billing/facts.ts'
import type { BillTo } from '../use-cases/billing/issue-invoice.ts'
import { post } from '../use-cases/billing/ledger.ts'
import { refreshStanding } from '../use-cases/billing/refresh-standing.ts'
import type { Collection } from './claim-collections.ts'
import { queueBillingNotice } from './queue-billing-notice.ts'

type Claimed = Pick<Collection, 'invoiceId' | 'accountId' | 'lease' | 'look'>

const name = statement<
  { readonly processorInvoiceId: string },
  [invoiceId: string, processorInvoiceId: string, round: number]
>(/* sql */ `
update invoice_collection set processor_invoice_id = coalesce(processor_invoice_id, $2::text)
where invoice_id = $1::uuid and round = $3::integer and state not in ('paid', 'void')
returning processor_invoice_id as "processorInvoiceId"
`)

/**
 * PAY-05: writes down which of the processor's invoices collects this one; the first of a round stays, and only the one that this
 * gives may be paid. Null: it is paid, or somebody else has begun another round. `em` comes from `database.worker()`, here
 * and below.
 */
export async function nameCollection(
  em: Em,
  { invoiceId, round }: Pick<Collection, 'invoiceId' | 'round'>,
  processorInvoiceId: string,
): Promise<string | null> {
  const [row] = await name(em.getKysely() as Db, invoiceId, processorInvoiceId, round)
  return row?.processorInvoiceId ?? null
}

const replace = statement<never, [invoiceId: string, round: number]>(/* sql */ `
update invoice_collection set processor_invoice_id = null, action_url = null, round = round + 1,
  state = case when state = 'requires-action' then 'declined' else state end
where invoice_id = $1::uuid and round = $2::integer and state not in ('paid', 'void')
`)

/** What stood at the processor can't be paid any more: the next round has an invoice of its own there. */
export async function beginNextRound(em: Em, { invoiceId, round }: Collection): Promise<void> {
  await replace(em.getKysely() as Db, invoiceId, round)
}

/** What a try came to, unless it was paid. */
export type TryOutcome =
  | { readonly kind: 'declined'; readonly cause: DeclineReason; readonly paymentMethodId: string }
  | { readonly kind: 'requires-action'; readonly url: string; readonly paymentMethodId: string }
  /** `paymentMethodId`: a card is on file, and its customer was deleted at the processor. */
  | { readonly kind: 'no-card'; readonly paymentMethodId: string | null }
  /** It was only looked at, and nothing is new. */
  | { readonly kind: 'left' }
  /** A wire lies there. */
  | { readonly kind: 'waits' }
  /** Nothing is known yet: look again then. Business clock. */
  | { readonly kind: 'look-again'; readonly at: Instant }

interface LockedCollection {
  readonly declinedAt: Instant | null
  readonly noticeCommittedAt: Instant | null
  readonly noticeDeliveredAt: Instant | null
  /** The card on file now: another one may have been entered while this try was under way. */
  readonly cardNow: string | null
}

const lockCollection = statement<LockedCollection, [invoiceId: string, lease: string]>(/* sql */ `
select n.declined_at as "declinedAt", n.notice_committed_at as "noticeCommittedAt",
  n.notice_delivered_at as "noticeDeliveredAt",
  (select k.payment_method_id from payment_account k where k.account_id = n.account_id) as "cardNow"
from invoice_collection n
where n.invoice_id = $1::uuid and n.lease = $2::uuid and n.state not in ('paid', 'void') for update of n
`)

/** What was told while it was looked at is looked at again. */
const LOOKED = `look = case when look = $2::uuid then null else look end, lease = null, leased_until = null`

const letGo = statement<
  never,
  [invoiceId: string, look: string | null, state: string | null, nextTryAt: string | null, unclear: boolean]
>(/* sql */ `
update invoice_collection set state = coalesce($3::text, state), next_try_at = $4::timestamptz, unclear = $5::boolean,
  ${LOOKED}
where invoice_id = $1::uuid
`)

const leave = statement<never, [invoiceId: string, look: string | null]>(/* sql */ `
update invoice_collection set ${LOOKED} where invoice_id = $1::uuid
`)

const endTry = statement<
  never,
  [
    invoiceId: string,
    look: string | null,
    state: string,
    nextTryAt: string | null,
    cause: string,
    url: string | null,
    triedMethod: string,
    now: string,
    noticeId: string | null,
    deliveredAt: string | null,
  ]
>(/* sql */ `
update invoice_collection set state = $3::text, next_try_at = $4::timestamptz, unclear = false, ${LOOKED},
  attempts = attempts + 1, decline_cause = $5::text, action_url = $6::text, tried_method = $7::text,
  declined_at = coalesce(declined_at, $8::timestamptz),
  notice_committed_at = coalesce(notice_committed_at, $8::timestamptz),
  notice_id = coalesce(notice_id, $9::uuid), notice_delivered_at = coalesce(notice_delivered_at, $10::timestamptz)
where invoice_id = $1::uuid
`)

/**
 * PAY-03, PAY-08, D-06: writes down what a try came to, in one transaction with what follows: the first decline (or question of
 * the bank) begins the timeline and puts the notice with its deadline into the outbox; later ones change neither. A claim
 * whose lease was lost meanwhile writes nothing: somebody else is at it.
 */
export async function recordTry(em: Em, claimed: Claimed, outcome: TryOutcome, now: Instant): Promise<void> {
  await inTransaction(em, async (db) => {
    const { invoiceId, accountId, lease, look } = claimed
    await lockMoney(db, accountId)
    const [row] = await lockCollection(db, invoiceId, lease)
    if (!row) return
    switch (outcome.kind) {
      case 'no-card':
        await letGo(db, invoiceId, look, 'no-card', enteredSince(row, outcome) ? iso(now) : null, false)
        break
      case 'left':
        await leave(db, invoiceId, look)
        return
      case 'waits':
        await letGo(db, invoiceId, look, null, null, false)
        break
      case 'look-again':
        await letGo(db, invoiceId, look, null, iso(outcome.at), true)
        return
      case 'declined':
      case 'requires-action':
        await unpaid(db, claimed, row, outcome, now)
    }
    await refreshStanding(db, accountId, now)
  })
}

/** Another card than the one that a try had, which is a try at once. */
const enteredSince = (
  { cardNow }: LockedCollection,
  { paymentMethodId }: { readonly paymentMethodId: string | null },
): boolean => cardNow !== null && cardNow !== paymentMethodId

async function unpaid(
  db: Db,
  { invoiceId, accountId, look }: Claimed,
  row: LockedCollection,
  outcome: Extract<TryOutcome, { paymentMethodId: string }>,
  now: Instant,
): Promise<void> {
  const declined = outcome.kind === 'declined'
  const first = row.declinedAt === null
  const kind = declined ? 'card-declined' : 'action-required'
  const notice = first ? await queueBillingNotice(db, { accountId, kind, at: now, invoiceId }) : null
  // Nobody has an address: there is nothing to wait for.
  const deliveredAt = notice?.mails === 0 ? now : row.noticeDeliveredAt
  const next =
    row.cardNow === outcome.paymentMethodId
      ? nextTryAt(now, { committedAt: row.noticeCommittedAt ?? now, deliveredAt })
      : now
  await endTry(
    db,
    invoiceId,
    look,
    outcome.kind,
    next && iso(next),
    declined ? outcome.cause : 'authentication-failed',
    declined ? null : outcome.url,
    outcome.paymentMethodId,
    iso(now),
    notice?.id ?? null,
    deliveredAt && iso(deliveredAt),
  )
}

interface PaidInvoice {
  readonly number: number
  readonly due: number
  readonly currency: Currency
  readonly billTo: BillTo
  readonly account: AccountRow
  readonly paid: boolean
  /** It was taken back (D-02). */
  readonly voided: boolean
  /** Money that came for it all the same is credit already. */
  readonly credited: boolean
}

const readInvoice = statement<PaidInvoice, [invoiceId: string]>(/* sql */ `
select i.number, i.due, i.currency, i.bill_to as "billTo", i.paid_at is not null as paid,
  i.voided_at is not null as voided, ${ACCOUNT_FACTS} as account,
  exists (select from ledger_entry e where e.invoice_id = i.id and e.kind = 'stray-payment') as credited
from invoice i join account a on a.id = i.account_id where i.id = $1::uuid
`)

const markPaid = statement<
  never,
  [
    invoiceId: string,
    accountId: string,
    now: string,
    addresses: number,
    actorKind: string,
    actorId: string,
    channel: string,
    after: string,
    byVendor: boolean,
  ]
>(/* sql */ `
with paid as (
  update invoice set paid_at = $3::timestamptz where id = $1::uuid and paid_at is null
), collected as (
  update invoice_collection set state = 'paid', paid_at = $3::timestamptz, lease = null, leased_until = null,
    next_try_at = null, action_url = null, look = null, unclear = false,
    paid_by_vendor = $9::boolean, void_there = $9::boolean and processor_invoice_id is not null
  where invoice_id = $1::uuid and state <> 'paid' returning organization_id
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
  select organization_id, $2::uuid, $3::timestamptz, $5::text, $6::text, $7::text, 'billing.invoice-paid', $1::uuid, $8::jsonb
  from collected
)
insert into outbox (organization_id, account_id, type, payload)
select organization_id, $2::uuid, 'invoice-issued', jsonb_build_object('invoiceId', $1::uuid, 'address', address)
from collected, generate_series(0, $4::integer - 1) as address
`)

const noteCredited = statement<
  never,
  [
    invoiceId: string,
    accountId: string,
    now: string,
    actorKind: string,
    actorId: string,
    channel: string,
    after: string,
  ]
>(/* sql */ `
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
select organization_id, $2::uuid, $3::timestamptz, $4::text, $5::text, $6::text, 'billing.void-invoice-credited', $1::uuid, $7::jsonb
from invoice_collection where invoice_id = $1::uuid
`)

/** What became of money that came for an invoice; `already`: it was booked before. */
type Settled =
  | { readonly kind: 'paid' }
  /** It was taken back, so the money is credit. */
  | { readonly kind: 'credited'; readonly amount: number; readonly currency: Currency }
  | { readonly kind: 'already' }

/** Who says that it was paid. */
export interface PaidBy {
  readonly kind: 'job' | 'staff'
  readonly id: string
  readonly channel: 'job' | 'command' | 'console'
  /** What the wire said, as staff have read it. */
  readonly reference?: string
}

const PROCESSOR: PaidBy = { kind: 'job', id: 'payments', channel: 'job' }

/**
 * BILL-07, ACC-05: the invoice is paid: closed, posted, its copy mailed, and what was locked for it opens in the same
 * transaction, with a mail that says so. Safe to repeat. One that was taken back meanwhile is not owed: what came for it is credit, once,
 * and the audit log says so.
 */
export async function settleCollected(
  db: Db,
  { invoiceId, accountId }: Pick<Collection, 'invoiceId' | 'accountId'>,
  now: Instant,
  by: PaidBy = PROCESSOR,
): Promise<Settled> {
  await lockMoney(db, accountId)
  const [invoice] = await readInvoice(db, invoiceId)
  if (!invoice || invoice.paid || (invoice.voided && invoice.credited)) return { kind: 'already' }
  const { number, due, currency, billTo } = invoice
  const after = { number, due, currency, ...(by.reference !== undefined && { reference: by.reference }) }
  if (invoice.voided) {
    const id = randomUUIDv7()
    const entry = { id, accountId, at: now, kind: 'stray-payment', currency, invoiceId } as const
    await post(db, entry, strayPaymentPostings(due, id))
    await noteCredited(db, invoiceId, accountId, iso(now), by.kind, by.id, by.channel, JSON.stringify(after))
    return { kind: 'credited', amount: due, currency }
  }
  await markPaid(
    db,
    invoiceId,
    accountId,
    iso(now),
    invoicingAddresses(billTo).length,
    by.kind,
    by.id,
    by.channel,
    JSON.stringify(after),
    by !== PROCESSOR,
  )
  await post(db, { accountId, at: now, kind: 'payment', currency, invoiceId }, paymentPostings(due))
  await refreshStanding(db, accountId, now)
  await tellIfOpened(db, accountId, invoice.account, now)
  return { kind: 'paid' }
}

/** ACC-05, MAIL-05: whoever was locked out `before`, and is no more, is told of it. */
export async function tellIfOpened(
  db: Db,
  accountId: string,
  before: AccountRow,
  now: Instant,
): Promise<void> {
  const opened = lockedForMoney(before, now) && !lockedForMoney(await accountOf(db, accountId), now)
  if (opened) await queueBillingNotice(db, { accountId, kind: 'account-reactivated', at: now })
}

/** The same for the worker, in a transaction of its own. */
export function settleCollection(
  em: Em,
  collection: Pick<Collection, 'invoiceId' | 'accountId'>,
  now: Instant,
): Promise<Settled> {
  return inTransaction(em, (db) => settleCollected(db, collection, now))
}

const selectAccount = statement<{ readonly account: AccountRow }, [accountId: string]>(/* sql */ `
select ${ACCOUNT_FACTS} as account from account a where a.id = $1::uuid
`)

export async function accountOf(db: Db, accountId: string): Promise<AccountRow> {
  return (await selectAccount(db, accountId))[0]!.account
}

/** Is the account locked by something that a payment lifts? */
function lockedForMoney(account: AccountRow, now: Instant): boolean {
  return accountStanding(accountFactsOf(account), now).some(
    (one) => one.standing === 'card-required' || (one.standing === 'deactivated' && one.cause === 'unpaid'),
  )
}
