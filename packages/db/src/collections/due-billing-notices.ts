import {
  CARD_REMINDER_DAYS,
  type CardExpiry,
  type Day,
  dayAt,
  dueCardReminder,
  dueReminder,
  type Instant,
  renewalIsAnnounced,
  RENEWAL_REMINDER_DAYS,
  startOfDay,
} from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { epochMs } from '../tenant-facts.ts'
import { inTransaction } from '../transaction.ts'
import { CONTRACT_TERMS, type ContractTerms, nextChargeAt } from '../use-cases/billing/refresh-standing.ts'
import { lockMoney } from '../use-cases/billing/facts.ts'
import { type LockColumns, lockNotice, TOLD_OF_LOCK } from './lock-notices.ts'
import { noteNoticesDelivered } from './notice-delivered.ts'
import { type NewBillingNotice, queueBillingNotice } from './queue-billing-notice.ts'

const locked = statement<LockColumns & { readonly accountId: string }, [upTo: string]>(/* sql */ `
select a.id as "accountId", a.grace_deadline as "graceDeadline", a.card_missing_from as "cardMissingFrom",
  a.access_ends_at as "accessEndsAt"
from account a
where (a.grace_deadline <= $1::timestamptz or a.card_missing_from <= $1::timestamptz
    or a.access_ends_at <= $1::timestamptz)
  and coalesce(${TOLD_OF_LOCK}, 'account-reactivated') = 'account-reactivated'
order by a.id
`)

/** Accounts that were told of a lock and are open again, however that came about; `of` null: all of them. */
const lifted = statement<{ readonly accountId: string }, [upTo: string, of: string | null]>(/* sql */ `
with told as (
  select distinct on (n.account_id) n.account_id, n.kind from billing_notice n
  where n.kind in ('account-deactivated', 'card-required', 'account-reactivated')
    and ($2::uuid is null or n.account_id = $2::uuid)
  order by n.account_id, n.at desc, n.id desc
)
select a.id as "accountId" from told join account a on a.id = told.account_id
where told.kind <> 'account-reactivated'
  and coalesce(least(a.grace_deadline, a.card_missing_from, a.access_ends_at) > $1::timestamptz, true)
order by a.id
`)

/** ACC-05: says so, and from then on the next lock is told of. */
async function queueReactivations(em: Em, upTo: Instant): Promise<number> {
  let queued = 0
  for (const { accountId } of await lifted(em.getKysely() as Db, iso(upTo), null)) {
    const notice = await inTransaction(em, async (db) => {
      await lockMoney(db, accountId)
      const [still] = await lifted(db, iso(upTo), accountId)
      return still ? queueBillingNotice(db, { accountId, kind: 'account-reactivated', at: upTo }) : null
    })
    if (notice) queued++
  }
  return queued
}

const OVERDUE_FROM = /* sql */ `((i.due_on + 1)::timestamp at time zone 'UTC')`

const wires = statement<
  {
    readonly accountId: string
    readonly invoiceId: string
    readonly kind: 'wire-sent' | 'wire-overdue'
    readonly at: Instant
  },
  [upTo: string]
>(/* sql */ `
select n.account_id as "accountId", n.invoice_id as "invoiceId", due.kind, due.at
from invoice_collection n join invoice i on i.id = n.invoice_id
cross join lateral (values ('wire-sent', i.issued_at), ('wire-overdue', ${OVERDUE_FROM})) due(kind, at)
where n.state = 'sent' and due.at <= $1::timestamptz
  -- What was bought by wire has had its invoice sent by the purchase.
  and (due.kind <> 'wire-sent' or i.purchase_id is null)
  and not exists (select from billing_notice b where b.account_id = n.account_id and b.invoice_id = n.invoice_id
    and b.kind = due.kind)
order by due.at, n.invoice_id
`)

interface ReminderRow {
  readonly accountId: string
  readonly contract: ContractTerms
  readonly card: CardExpiry | null
  /** Without a card: when the account locks. */
  readonly missingFrom: Instant | null
  readonly cardReminders: boolean
  /** What is open is told louder already: that a card was declined, until when there is access. */
  readonly overdue: boolean
  readonly sent: readonly { readonly kind: string; readonly event: Instant; readonly daysBefore: number }[]
}

/**
 * Contracts that run today, of accounts that may be reminded of something now (the exact days are for the rules to say), and what they
 * were reminded of that is still to come.
 */
const reminded = statement<
  ReminderRow,
  [today: string, now: string, cardDays: number, renewalDays: number]
>(/* sql */ `
with near as (
  select id from account where card_missing_from > $2::timestamptz
    and card_missing_from <= $2::timestamptz + make_interval(hours => 24 * $3::integer)
  union
  select k.account_id from payment_account k join account a on a.id = k.account_id
  where k.payment_method_id is not null
    and k.card_expiry_year * 12 + k.card_expiry_month <= extract(year from $1::date + $3::integer)::integer * 12
      + extract(month from $1::date + $3::integer)::integer
    and a.next_charge_at > $2::timestamptz
    and a.next_charge_at <= $2::timestamptz + make_interval(hours => 24 * $3::integer)
  union
  select account_id from contract where renews and cancelled_at is null and ends_on > $1::date
    and ends_on <= $1::date + $4::integer
)
select c.account_id as "accountId",
  ${CONTRACT_TERMS} as contract,
  (select jsonb_build_object('year', k.card_expiry_year, 'month', k.card_expiry_month) from payment_account k
    where k.account_id = c.account_id and k.payment_method_id is not null) as card,
  case when a.card_missing_from > $2::timestamptz then a.card_missing_from end as "missingFrom",
  coalesce((select b.card_reminders from billing_profile b where b.account_id = c.account_id), true) as "cardReminders",
  a.overdue_since is not null as overdue,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'event', ${epochMs('n.event_at')},
      'daysBefore', n.days_before)), '[]')
    from billing_notice n where n.account_id = c.account_id and n.event_at > $2::timestamptz) as sent
from near join account a on a.id = near.id join contract c on c.account_id = a.id
where c.starts_on <= $1::date and $1::date < c.ends_on
order by c.account_id
`)

const nearby = (db: Db, now: Instant) =>
  reminded(db, dayAt(now), iso(now), Math.max(...CARD_REMINDER_DAYS), Math.max(...RENEWAL_REMINDER_DAYS))

/** What is to come for an account. */
interface Upcoming {
  readonly row: ReminderRow
  /** When a card is needed that is there and will do: the next charge, or the lock of who has none (ACC-04). */
  readonly chargeAt: Instant | null
  readonly renewsAt: Instant | null
}

function upcoming(row: ReminderRow, today: Day): Upcoming {
  const { contract } = row
  return {
    row,
    chargeAt: row.cardReminders
      ? row.card === null
        ? row.missingFrom
        : row.overdue
          ? null
          : nextChargeAt(contract, today)
      : null,
    renewsAt:
      contract.goesOn && renewalIsAnnounced({ start: contract.startsOn, end: contract.endsOn })
        ? startOfDay(contract.endsOn)
        : null,
  }
}

const CARD = ['card-missing', 'card-expiring']
const RENEWAL = ['renewal-coming']
const sentOf = ({ sent }: ReminderRow, kinds: readonly string[], event: Instant) =>
  sent.flatMap((one) => (kinds.includes(one.kind) && one.event === event ? one.daysBefore : []))

function remindersDue({ row, chargeAt, renewsAt }: Upcoming, upTo: Instant): NewBillingNotice[] {
  const { accountId, card } = row
  const due: NewBillingNotice[] = []
  if (chargeAt !== null) {
    const facts = { event: chargeAt, card, sent: sentOf(row, CARD, chargeAt) }
    const one = dueCardReminder(facts, upTo)
    const reminder = one && { event: chargeAt, daysBefore: one.daysBefore }
    if (one) due.push({ accountId, kind: one.kind, at: one.at, reminder: reminder! })
  }
  if (renewsAt !== null) {
    const facts = { event: renewsAt, daysBefore: RENEWAL_REMINDER_DAYS, sent: sentOf(row, RENEWAL, renewsAt) }
    const one = dueReminder(facts, upTo)
    const reminder = one && { event: renewsAt, daysBefore: one.daysBefore }
    if (one) due.push({ accountId, kind: 'renewal-coming', at: one.at, reminder: reminder! })
  }
  return due
}

/**
 * MAIL-05: puts into the outbox, once, whatever the invoicing addresses are to be told by `upTo`: a lock that has begun, a wire
 * that was sent or is overdue, a charge or renewal to come. Whether it still makes sense is decided anew when it is delivered.
 * Gives how many notices that were; what one account's fault holds up holds up nothing else. `em` comes from `database.worker()`.
 */
export async function queueDueBillingNotices(
  em: Em,
  upTo: Instant,
  onFault: (error: unknown, notice: NewBillingNotice) => void = (error) => {
    throw error
  },
): Promise<number> {
  await noteNoticesDelivered(em, upTo)
  let queued = await queueReactivations(em, upTo)
  const db = em.getKysely() as Db
  const due: NewBillingNotice[] = []
  for (const { accountId, ...columns } of await locked(db, iso(upTo))) {
    due.push({ accountId, ...lockNotice(columns, upTo)! })
  }
  due.push(...(await wires(db, iso(upTo))))
  for (const row of await nearby(db, upTo)) {
    due.push(...remindersDue(upcoming(row, dayAt(upTo)), upTo))
  }
  due.sort((a, b) => a.at - b.at)
  for (const notice of due) {
    try {
      if (await inTransaction(em, (tx) => queueBillingNotice(tx, notice))) queued++
    } catch (error) {
      onFault(error, notice)
    }
  }
  return queued
}

const ENDED_BY_CARD_ON = /* sql */ `
((make_date(k.card_expiry_year, k.card_expiry_month, 1) + interval '1 month') at time zone 'UTC')`

/** Of each kind the next instant, by the indexes of its event. */
const nextKnown = statement<
  { readonly at: Instant | null },
  [after: string, cardDays: readonly number[], renewalDays: readonly number[]]
>(/* sql */ `
select least(
  (select min(grace_deadline) from account where grace_deadline > $1::timestamptz),
  (select min(card_missing_from) from account where card_missing_from > $1::timestamptz),
  (select min(access_ends_at) from account where access_ends_at > $1::timestamptz),
  (select min(${OVERDUE_FROM}) from invoice_collection n join invoice i on i.id = n.invoice_id
    where n.state = 'sent' and ${OVERDUE_FROM} > $1::timestamptz),
  (select min(event.at - before.time) from unnest($2::integer[]) as days
    cross join lateral (select make_interval(hours => 24 * days) as time) before
    cross join lateral (select min(card_missing_from) as at from account
      where card_missing_from > $1::timestamptz + before.time) event),
  (select min(event.at - before.time) from unnest($2::integer[]) as days
    cross join lateral (select make_interval(hours => 24 * days) as time) before
    cross join lateral (select min(a.next_charge_at) as at from account a join payment_account k on k.account_id = a.id
      where k.payment_method_id is not null and a.next_charge_at > $1::timestamptz + before.time
        and ${ENDED_BY_CARD_ON} <= a.next_charge_at) event),
  (select min((event.ends_on - days)::timestamp at time zone 'UTC') from unnest($3::integer[]) as days
    cross join lateral (select min(ends_on) as ends_on from contract
      where renews and cancelled_at is null and starts_on + interval '3 months' < ends_on
        and (ends_on - days)::timestamp at time zone 'UTC' > $1::timestamptz) event)
) as at
`)

/** The first instant after `after` at which somebody is to be told of something as things stand; null: none is in sight. */
export async function nextBillingNoticeAt(em: Em, after: Instant): Promise<Instant | null> {
  const db = em.getKysely() as Db
  return (await nextKnown(db, iso(after), CARD_REMINDER_DAYS, RENEWAL_REMINDER_DAYS))[0]!.at
}
