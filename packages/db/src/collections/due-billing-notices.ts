import {
  type CardExpiry,
  type Day,
  dayAt,
  dueCardReminder,
  dueReminder,
  type Instant,
  remindersOf,
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
import { noteNoticesDelivered } from './notice-delivered.ts'
import { type NewBillingNotice, queueBillingNotice } from './queue-billing-notice.ts'

/** A lock is told of once, until the account was open again. */
const TOLD = /* sql */ `(
  select n.kind from billing_notice n where n.account_id = a.id
    and n.kind in ('account-deactivated', 'card-required', 'account-reactivated')
  order by n.at desc, n.id desc limit 1)`

const locked = statement<
  { readonly accountId: string; readonly deadline: Instant | null; readonly missing: Instant | null },
  [upTo: string]
>(/* sql */ `
select a.id as "accountId",
  case when a.grace_deadline <= $1::timestamptz then a.grace_deadline end as deadline,
  case when a.card_missing_from <= $1::timestamptz then a.card_missing_from end as missing
from account a
where (a.grace_deadline <= $1::timestamptz or a.card_missing_from <= $1::timestamptz)
  and coalesce(${TOLD}, 'account-reactivated') = 'account-reactivated'
order by a.id
`)

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
  readonly cardReminders: boolean
  readonly sent: readonly { readonly kind: string; readonly event: Instant; readonly daysBefore: number }[]
}

/** Contracts that run today and what their accounts were reminded of that is still to come. */
const reminded = statement<ReminderRow, [today: string, now: string]>(/* sql */ `
select c.account_id as "accountId",
  ${CONTRACT_TERMS} as contract,
  (select jsonb_build_object('year', k.card_expiry_year, 'month', k.card_expiry_month) from payment_account k
    where k.account_id = c.account_id and k.payment_method_id is not null) as card,
  coalesce((select b.card_reminders from billing_profile b where b.account_id = c.account_id), true) as "cardReminders",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'event', ${epochMs('n.event_at')},
      'daysBefore', n.days_before)), '[]')
    from billing_notice n where n.account_id = c.account_id and n.event_at > $2::timestamptz) as sent
from contract c where c.starts_on <= $1::date and $1::date < c.ends_on
order by c.account_id
`)

/** Up to an account's next charge and its next term. */
interface Upcoming {
  readonly row: ReminderRow
  readonly chargeAt: Instant | null
  readonly renewsAt: Instant | null
}

function upcoming(row: ReminderRow, today: Day): Upcoming {
  const { contract } = row
  return {
    row,
    chargeAt: row.cardReminders ? nextChargeAt(contract, today) : null,
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
 * Gives how many notices that were. `em` comes from `database.worker()`.
 */
export async function queueDueBillingNotices(em: Em, upTo: Instant): Promise<number> {
  await noteNoticesDelivered(em, upTo)
  const db = em.getKysely() as Db
  const due: NewBillingNotice[] = []
  for (const { accountId, deadline, missing } of await locked(db, iso(upTo))) {
    if (deadline !== null && (missing === null || deadline <= missing)) {
      due.push({ accountId, kind: 'account-deactivated', at: deadline })
    } else due.push({ accountId, kind: 'card-required', at: missing! })
  }
  due.push(...(await wires(db, iso(upTo))))
  for (const row of await reminded(db, dayAt(upTo), iso(upTo))) {
    due.push(...remindersDue(upcoming(row, dayAt(upTo)), upTo))
  }
  due.sort((a, b) => a.at - b.at)
  let queued = 0
  for (const notice of due) {
    if (await inTransaction(em, (tx) => queueBillingNotice(tx, notice))) queued++
  }
  return queued
}

const nextKnown = statement<{ readonly at: Instant | null }, [after: string]>(/* sql */ `
select least(
  (select min(grace_deadline) from account where grace_deadline > $1::timestamptz),
  (select min(card_missing_from) from account where card_missing_from > $1::timestamptz),
  (select min(${OVERDUE_FROM}) from invoice_collection n join invoice i on i.id = n.invoice_id
    where n.state = 'sent' and ${OVERDUE_FROM} > $1::timestamptz)
) as at
`)

/** The first instant after `after` at which somebody is to be told of something as things stand; null: none is in sight. */
export async function nextBillingNoticeAt(em: Em, after: Instant): Promise<Instant | null> {
  const db = em.getKysely() as Db
  let next = (await nextKnown(db, iso(after)))[0]!.at
  for (const row of await reminded(db, dayAt(after), iso(after))) {
    const { chargeAt, renewsAt } = upcoming(row, dayAt(after))
    if (chargeAt !== null) {
      for (const { at } of remindersOf(chargeAt)) {
        const facts = { event: chargeAt, card: row.card, sent: sentOf(row, CARD, chargeAt) }
        if (dueCardReminder(facts, at)) next = earlier(next, at, after)
      }
    }
    if (renewsAt !== null) {
      for (const { at } of remindersOf(renewsAt, RENEWAL_REMINDER_DAYS)) {
        const sent = sentOf(row, RENEWAL, renewsAt)
        const facts = { event: renewsAt, daysBefore: RENEWAL_REMINDER_DAYS, sent }
        if (dueReminder(facts, at)) next = earlier(next, at, after)
      }
    }
  }
  return next
}

const earlier = (next: Instant | null, at: Instant, after: Instant): Instant | null =>
  at > after && (next === null || at < next) ? at : next
