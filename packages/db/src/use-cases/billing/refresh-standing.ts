import {
  contractPeriodAt,
  type Day,
  dayAt,
  type Instant,
  moneyFacts,
  startOfDay,
  type UnpaidInvoice,
} from '@seatkeeper/rules'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { epochMs } from '../../tenant-facts.ts'
import { type LockColumns, noteUntoldLock } from '../../collections/lock-notices.ts'
import { lockMoney } from './facts.ts'

export interface ContractTerms {
  readonly interval: 'monthly' | 'quarterly' | 'annual'
  readonly payment: 'card' | 'wire'
  readonly startsOn: Day
  readonly endsOn: Day
  readonly anchorDay: number | null
  readonly goesOn: boolean
}

interface UnpaidRow {
  readonly state: 'due' | 'requires-action' | 'no-card' | 'declined' | 'sent'
  readonly issuedAt: Instant
  readonly issuedOn: Day
  readonly first: boolean
  readonly declinedAt: Instant | null
  readonly noticeCommittedAt: Instant | null
  readonly noticeDeliveredAt: Instant | null
  readonly netDays: number | null
  readonly staffDeadline: Instant | null
}

interface CausesRow {
  readonly hasCard: boolean
  /** The one of today, else the one that began last; and the one that ends last. */
  readonly running: ContractTerms | null
  readonly last: ContractTerms | null
  readonly unpaid: readonly UnpaidRow[]
}

/** SQL: {@link ContractTerms} of contract `c`. */
export const CONTRACT_TERMS = /* sql */ `
jsonb_build_object('interval', c.billing_interval, 'payment', c.payment, 'startsOn', c.starts_on, 'endsOn', c.ends_on,
  'anchorDay', c.anchor_day, 'goesOn', c.renews and c.cancelled_at is null)`

const select = statement<CausesRow, [accountId: string, today: string]>(/* sql */ `
select
  exists (select from payment_account k where k.account_id = a.id and k.payment_method_id is not null) as "hasCard",
  (select ${CONTRACT_TERMS} from contract c where c.account_id = a.id and c.starts_on <= $2::date
    order by c.starts_on desc limit 1) as running,
  (select ${CONTRACT_TERMS} from contract c where c.account_id = a.id order by c.ends_on desc limit 1) as last,
  (select coalesce(jsonb_agg(jsonb_build_object('state', n.state, 'issuedAt', ${epochMs('i.issued_at')},
      'issuedOn', (i.issued_at at time zone 'UTC')::date, 'declinedAt', ${epochMs('n.declined_at')},
      'noticeCommittedAt', ${epochMs('n.notice_committed_at')},
      'noticeDeliveredAt', ${epochMs('n.notice_delivered_at')},
      'netDays', n.net_days, 'staffDeadline', ${epochMs('n.staff_deadline')},
      'first', not exists (select from invoice p where p.account_id = a.id and p.number < i.number
        and p.kind = 'invoice' and p.due > 0 and p.paid_at is not null)) order by i.number), '[]')
    from invoice_collection n join invoice i on i.id = n.invoice_id
    where n.account_id = a.id and n.state not in ('paid', 'void')) as unpaid
from account a where a.id = $1::uuid
`)

/** What it was before, where it changes. */
const write = statement<
  LockColumns,
  [
    accountId: string,
    overdueSince: string | null,
    graceDeadline: string | null,
    cardMissingFrom: string | null,
    accessEndsAt: string | null,
    nextChargeAt: string | null,
  ]
>(/* sql */ `
update account set overdue_since = $2::timestamptz, grace_deadline = $3::timestamptz,
  card_missing_from = $4::timestamptz, access_ends_at = $5::timestamptz, next_charge_at = $6::timestamptz
where id = $1::uuid and (overdue_since, grace_deadline, card_missing_from, access_ends_at, next_charge_at)
  is distinct from ($2::timestamptz, $3::timestamptz, $4::timestamptz, $5::timestamptz, $6::timestamptz)
returning old.grace_deadline as "graceDeadline", old.card_missing_from as "cardMissingFrom",
  old.access_ends_at as "accessEndsAt"
`)

/**
 * ACC-04, ACC-05: writes down what the account's standing follows from, out of its unpaid invoices, its card and its
 * contracts. Whoever changes one of these (issues an invoice, collects it, enters a card, cancels, renews) calls it last in
 * the same transaction, so that a lock lifts with its cause. It takes the lock of the account's money. What the facts
 * mean at an instant, `accountStanding` alone says.
 */
export async function refreshStanding(db: Db, accountId: string, now: Instant): Promise<void> {
  await lockMoney(db, accountId)
  const [row] = await select(db, accountId, dayAt(now))
  if (!row) throw new Error(`No account ${accountId}`)
  const { hasCard, running, last, unpaid } = row
  const charged = running === null ? null : nextChargeAt(running, dayAt(now))
  const { overdue, cardMissingFrom, endsAt } = moneyFacts({
    hasCard,
    open: unpaid.map(unpaidInvoice),
    nextChargeAt: charged,
    endsAt: last === null || last.goesOn ? null : startOfDay(last.endsOn),
  })
  const [before] = await write(
    db,
    accountId,
    isoOrNull(overdue?.since),
    isoOrNull(overdue?.graceDeadline),
    isoOrNull(cardMissingFrom),
    isoOrNull(endsAt),
    isoOrNull(charged),
  )
  const after = { graceDeadline: overdue?.graceDeadline ?? null, cardMissingFrom, accessEndsAt: endsAt }
  if (before) await noteUntoldLock(db, accountId, { before, after }, now)
}

const isoOrNull = (at: Instant | null | undefined): string | null => (at == null ? null : iso(at))

function unpaidInvoice(row: UnpaidRow): UnpaidInvoice {
  const { issuedAt, issuedOn, first, declinedAt } = row
  switch (row.state) {
    case 'due':
    case 'no-card':
      // Declined once and tried again: the timeline of its notice goes on.
      return declinedAt === null
        ? { collection: row.state, issuedAt, first }
        : declinedInvoice(row, declinedAt)
    case 'declined':
    case 'requires-action':
      return declinedInvoice(row, declinedAt ?? issuedAt)
    case 'sent': {
      const { netDays, staffDeadline } = row
      return { collection: 'sent', wire: { issuedOn, netDays: netDays ?? 0, staffDeadline, paidAt: null } }
    }
  }
}

function declinedInvoice(row: UnpaidRow, declinedAt: Instant): UnpaidInvoice {
  const { noticeCommittedAt, noticeDeliveredAt } = row
  const notice = { committedAt: noticeCommittedAt ?? declinedAt, deliveredAt: noticeDeliveredAt }
  return { collection: 'declined', declinedAt, notice }
}

/** When the card is charged next: the end of the paid period, unless nothing follows it. */
export function nextChargeAt(contract: ContractTerms, today: Day): Instant | null {
  const { interval, payment, startsOn, endsOn, anchorDay, goesOn } = contract
  if (payment !== 'card') return null
  const ends =
    today >= endsOn
      ? endsOn
      : contractPeriodAt(
          { interval, term: { start: startsOn, end: endsOn }, ...(anchorDay !== null && { anchorDay }) },
          today,
        ).charged.end
  return ends < endsOn || goesOn ? startOfDay(ends) : null
}
