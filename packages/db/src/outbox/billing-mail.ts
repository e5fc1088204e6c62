import {
  accountStanding,
  type BillingNotice,
  type BillingNoticeKind,
  cardExpiresBefore,
  type Currency,
  type Day,
  deadlineAt,
  type DeclineReason,
  type Instant,
  type NoticedChange,
  type NoticedInvoice,
  type NoticedSeason,
} from '@seatkeeper/rules'
import { BILLING_ADDRESSES } from '../collections/billing-addresses.ts'
import type { CollectionState } from '../collections/claim-collections.ts'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import { ACCOUNT_FACTS, accountFactsOf, type AccountRow, epochMs } from '../tenant-facts.ts'
import type { OutboxPayload } from './events.ts'

/** What a billing notice's mail says, or why none goes out. */
export type BillingMail =
  | { readonly kind: 'skip'; readonly reason: BillingSkip }
  | {
      readonly kind: 'send'
      readonly to: { readonly email: string; readonly name: string }
      readonly company: string
      /** Where wires go, line by line; empty: the vendor has not said. */
      readonly bank: readonly string[]
      readonly notice: BillingNotice
    }

/** Why a notice has become pointless (MAIL-04). */
export type BillingSkip =
  | 'no-such-notice'
  | 'no-such-address'
  | 'paid-meanwhile'
  | 'card-entered-meanwhile'
  | 'open-meanwhile'
  | 'locked-meanwhile'
  | 'no-renewal'
  | 'too-late'
  | 'changed-meanwhile'

interface UnpaidInvoice {
  readonly id: string
  readonly number: number
  readonly issuedOn: Day
  readonly due: number
  readonly currency: Currency
}

interface Row {
  readonly kind: BillingNoticeKind
  readonly at: Instant
  readonly eventAt: Instant | null
  readonly company: string
  readonly addresses: readonly string[]
  readonly bank: readonly string[]
  readonly account: AccountRow
  readonly card: {
    readonly brand: string
    readonly lastFour: string
    readonly year: number
    readonly month: number
  } | null
  readonly goesOn: { readonly endsOn: Day; readonly payment: 'card' | 'wire' } | null
  readonly invoice:
    | (UnpaidInvoice & {
        readonly state: CollectionState
        readonly cause: DeclineReason | null
        readonly committedAt: Instant | null
        readonly deliveredAt: Instant | null
        readonly dueOn: Day | null
        readonly staffDeadline: Instant | null
      })
    | null
  readonly unpaid: readonly UnpaidInvoice[]
  /** What the notice is about, as it stands now: of each kind of thing those that it names. */
  readonly changes: readonly (NoticedChange & { readonly effectiveOn: Day; readonly state: string })[]
  readonly offer:
    (NoticedSeason & { readonly id: string; readonly expiresAt: Instant; readonly state: string }) | null
  readonly seasons: readonly NoticedSeason[]
  readonly contract: { readonly endsOn: Day; readonly cancelled: boolean; readonly ended: boolean } | null
  readonly people: readonly string[]
}

const INVOICE = /* sql */ `'id', i.id, 'number', i.number, 'issuedOn', (i.issued_at at time zone 'UTC')::date,
  'due', i.due, 'currency', i.currency`

/** SQL: what notice `t` is about. */
const ABOUT = /* sql */ `select e::uuid from jsonb_array_elements_text(t.about) as e`

const select = statement<Row, [noticeId: string]>(/* sql */ `
select t.kind, t.at, t.event_at as "eventAt", ${BILLING_ADDRESSES} as addresses, ${ACCOUNT_FACTS} as account,
  coalesce((select s.facts -> 'bank' from seller s), '[]') as bank,
  coalesce((select b.company from billing_profile b where b.account_id = a.id), a.name) as company,
  (select jsonb_build_object('brand', k.card_brand, 'lastFour', k.card_last_four, 'year', k.card_expiry_year,
      'month', k.card_expiry_month)
    from payment_account k where k.account_id = a.id and k.payment_method_id is not null) as card,
  (select jsonb_build_object('endsOn', c.ends_on, 'payment', c.payment) from contract c
    where c.account_id = a.id and c.renews and c.cancelled_at is null
      and (c.ends_on::timestamp at time zone 'UTC') = t.event_at limit 1) as "goesOn",
  (select jsonb_build_object(${INVOICE}, 'state', n.state, 'cause', n.decline_cause,
      'committedAt', ${epochMs('n.notice_committed_at')}, 'deliveredAt', ${epochMs('n.notice_delivered_at')},
      'dueOn', i.due_on, 'staffDeadline', ${epochMs('n.staff_deadline')})
    from invoice i join invoice_collection n on n.invoice_id = i.id where i.id = t.invoice_id) as invoice,
  (select coalesce(jsonb_agg(jsonb_build_object(${INVOICE}) order by i.number), '[]')
    from invoice_collection n join invoice i on i.id = n.invoice_id
    where n.account_id = a.id and n.state not in ('paid', 'void')) as unpaid,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', h.kind, 'item', h.item, 'from',
      case h.kind when 'plan' then to_jsonb(h.from_plan) else to_jsonb(h.from_value) end, 'to',
      case h.kind when 'plan' then to_jsonb(h.to_plan) else to_jsonb(h.to_value) end,
      'effectiveOn', h.effective_on, 'state', h.state) order by h.kind, h.item), '[]')
    from scheduled_change h where h.account_id = a.id and h.id in (${ABOUT})) as changes,
  (select jsonb_build_object('id', f.id, 'name', f.name, 'firstDay', f.first_day, 'lastDay', f.last_day,
      'seats', f.seats, 'expiresAt', ${epochMs('f.expires_at')}, 'state', f.state)
    from season_offer f where f.account_id = a.id and f.id in (${ABOUT}) limit 1) as offer,
  (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'firstDay', s.first_day, 'lastDay', s.last_day,
      'seats', (select count(*) from seat x join pool p on p.id = x.pool_id
        where p.season_id = s.id and x.retires_on is null)) order by s.first_day, s.id), '[]')
    from season s where s.account_id = a.id and s.id in (${ABOUT})) as seasons,
  (select jsonb_build_object('endsOn', c.ends_on, 'cancelled', not c.renews or c.cancelled_at is not null,
      'ended', c.ended_at is not null)
    from contract c where c.account_id = a.id and c.id in (${ABOUT}) limit 1) as contract,
  (select coalesce(jsonb_agg(m.name order by m.sort_name, m.id), '[]') from member m
    where m.account_id = a.id and m.id in (${ABOUT}) and m.removed_at is null and m.deactivated_at is not null) as people
from billing_notice t join account a on a.id = t.account_id
where t.id = $1::uuid
`)

/** MAIL-05: the facts of one notice's mail as they stand at `now`, to the addresses as they stand then. One statement. */
export async function billingMail(
  em: Em,
  { noticeId, address }: OutboxPayload<'billing-notice'>,
  now: Instant,
): Promise<BillingMail> {
  const [row] = await select(em.getKysely() as Db, noticeId)
  if (!row) return { kind: 'skip', reason: 'no-such-notice' }
  const email = row.addresses[address]
  if (email === undefined) return { kind: 'skip', reason: 'no-such-address' }
  const notice = noticeAtDelivery(row, now)
  if (typeof notice === 'string') return { kind: 'skip', reason: notice }
  const { company, bank } = row
  return { kind: 'send', to: { email, name: company }, company, bank, notice }
}

/** What the notice says now; or why it is pointless. */
function noticeAtDelivery(row: Row, now: Instant): BillingNotice | BillingSkip {
  const { kind, at, eventAt, card, account, invoice, goesOn, unpaid } = row
  const standing = accountStanding(accountFactsOf(account), now)
  const locked = standing.some(
    (one) => one.standing === 'card-required' || (one.standing === 'deactivated' && one.cause === 'unpaid'),
  )
  switch (kind) {
    case 'card-missing':
      if (eventAt === null || now >= eventAt) return 'too-late'
      return card === null ? { kind, chargeAt: eventAt } : 'card-entered-meanwhile'
    case 'card-expiring':
      if (eventAt === null || now >= eventAt) return 'too-late'
      return card !== null && cardExpiresBefore(card, eventAt)
        ? { kind, chargeAt: eventAt, card }
        : 'card-entered-meanwhile'
    case 'renewal-coming':
      if (eventAt === null || now >= eventAt) return 'too-late'
      return goesOn === null ? 'no-renewal' : { kind, renewsOn: goesOn.endsOn, payment: goesOn.payment }
    case 'card-required': {
      const one = standing.find((each) => each.standing === 'card-required')
      return one ? { kind, since: one.since } : 'open-meanwhile'
    }
    case 'account-deactivated': {
      const one = standing.find((each) => each.standing === 'deactivated')
      return one?.standing === 'deactivated'
        ? { kind, since: one.since, cause: one.cause, unpaid: unpaid.map(noticed) }
        : 'open-meanwhile'
    }
    case 'account-reactivated':
      return locked || standing.some((one) => one.standing === 'deactivated')
        ? 'locked-meanwhile'
        : { kind, at }
    case 'change-accepted':
    case 'change-declined':
    case 'season-offered':
    case 'seasons-agreed':
    case 'subscription-cancelled':
    case 'cancellation-undone':
    case 'seats-given-up':
    case 'change-made':
      return seatChange(row, kind, now)
    default:
      break
  }
  if (invoice === null || invoice.state === 'paid' || invoice.state === 'void') return 'paid-meanwhile'
  const { dueOn, staffDeadline, cause, committedAt, deliveredAt } = invoice
  switch (kind) {
    case 'wire-sent':
      return { kind, invoice: noticed(invoice), dueOn: dueOn ?? invoice.issuedOn }
    case 'wire-overdue':
      return {
        kind,
        invoice: noticed(invoice),
        dueOn: dueOn ?? invoice.issuedOn,
        graceDeadline: staffDeadline,
      }
    case 'card-declined':
    case 'card-declined-reissued':
    case 'action-required': {
      const graceDeadline = deadlineAt({ committedAt: committedAt ?? at, deliveredAt }, now)
      const shared = { invoice: noticed(invoice), graceDeadline }
      // Confirmed or not, what counts is how it stands: a bank that has given up asking has declined.
      if (kind === 'action-required' && invoice.state === 'requires-action') return { kind, ...shared }
      return {
        kind: kind === 'action-required' ? 'card-declined' : kind,
        ...shared,
        cause: cause ?? 'declined',
        locked,
      }
    }
  }
}

type SeatChange =
  | 'change-accepted'
  | 'change-declined'
  | 'season-offered'
  | 'seasons-agreed'
  | 'subscription-cancelled'
  | 'cancellation-undone'
  | 'seats-given-up'
  | 'change-made'

const STATE_TOLD = { 'change-accepted': 'scheduled', 'change-declined': 'declined', 'change-made': 'made' }

/** MAIL-05, MAIL-04: what is true no more when the mail is made is not told. */
function seatChange(row: Row, kind: SeatChange, now: Instant): BillingNotice | BillingSkip {
  const { offer, seasons, contract, people } = row
  switch (kind) {
    case 'change-accepted':
    case 'change-declined':
    case 'change-made': {
      const wanted = STATE_TOLD[kind]
      const changes = row.changes.filter(({ state }) => state === wanted)
      const effectiveOn = changes[0]?.effectiveOn
      return effectiveOn === undefined ? 'changed-meanwhile' : { kind, changes, effectiveOn }
    }
    case 'season-offered':
      if (offer?.state !== 'offered' || now >= offer.expiresAt) return 'changed-meanwhile'
      return { kind, offerId: offer.id, season: offer, expiresAt: offer.expiresAt }
    case 'seasons-agreed':
      return seasons.length === 0 ? 'changed-meanwhile' : { kind, seasons }
    case 'subscription-cancelled':
    case 'cancellation-undone': {
      const so =
        contract !== null && !contract.ended && contract.cancelled === (kind === 'subscription-cancelled')
      return so ? { kind, endsOn: contract.endsOn } : 'changed-meanwhile'
    }
    case 'seats-given-up':
      return people.length === 0 ? 'changed-meanwhile' : { kind, people }
  }
}

function noticed({ id, number, issuedOn, due, currency }: UnpaidInvoice): NoticedInvoice {
  return { id, number, issuedOn, due: { amount: due, currency } }
}
