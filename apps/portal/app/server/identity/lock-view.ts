import type { Membership, Person } from '@seatkeeper/db'
import { type AccessDecision, type Instant, MS_PER_DAY, MS_PER_HOUR, type Standing } from '@seatkeeper/rules'
import {
  accessSentence,
  counted,
  formatInstant,
  standingSentence,
  type TwoClocks,
  type Viewer,
} from '@seatkeeper/wording'
import { moneyDoor, type OwedWords } from '../billing/owed-here.ts'
import { isOpen, mayHere, standingsOf } from '../routes/doors.ts'
import { type AccessCard, accessCards } from './access-cards.ts'

/**
 * A door that is shut, as its page shows it: one layout for a season that has not opened or has closed and for a locked
 * account (ACC-01, ACC-04). Words only, made on the server.
 */
export interface LockView {
  readonly kind: 'opens' | 'closed' | 'locked' | 'out'
  readonly organization: string
  readonly title: string
  /** The instant that it is about, in UTC and in one's own time, and how far away it is. */
  readonly moment: { readonly label: string; readonly when: TwoClocks; readonly away: string } | null
  /** What is open, for those who may see it (ACC-05). */
  readonly owed: OwedWords | null
  /** What is wrong and what mends it; what to mend first stands first. */
  readonly sentences: readonly string[]
  /** Where this very person can mend it or go on. */
  readonly ways: readonly { readonly label: string; readonly to: string }[]
  /** Whom to ask where somebody else has to mend it; null: nobody. */
  readonly ask: string | null
}

/** Everything that is shut for somebody without access anywhere. */
export interface ShutDoor {
  /** The one to speak of; null: they belong to no organization any more. */
  readonly lock: LockView | null
  readonly others: readonly AccessCard[]
}

interface Asker {
  readonly person: Person
  readonly memberships: readonly Membership[]
  readonly organizationId: string | null
}

/** ACC-01: what somebody is told who is shut out everywhere: first the organization in which they were, or that opens soonest. */
export function shutDoor(session: Asker, now: Instant): ShutDoor {
  const viewer: Viewer = { zone: session.person.timeZone, locale: session.person.locale }
  const rank = ({ organization, access }: Membership) =>
    organization.id === session.organizationId ? -Infinity : (access.nextChange ?? Infinity)
  const [first, ...rest] = session.memberships.toSorted((a, b) => Math.sign(rank(a) - rank(b)) || 0)
  if (first === undefined) return { lock: null, others: [] }
  return {
    lock: lockView(first, viewer, now),
    others: accessCards({ ...session, memberships: rest }),
  }
}

/** The door through which too many staff are made fewer (D-22). */
export const usersDoor = { can: 'users.manage', area: 'staff-removal' } as const

/** The page of one organization that keeps this member out, at the instant for which their access was decided. */
export function lockView(
  membership: Membership,
  viewer: Viewer,
  now: Instant,
  owed: OwedWords | null = null,
): LockView {
  const { access, organization } = membership
  const standings = standingsOf(membership)
  const shared = { organization: organization.name, moment: null, owed: null, ways: [], ask: null }
  const reason = access.kind === 'refuse' ? access.reason : 'account-locked'
  switch (reason) {
    case 'not-yet-open':
    case 'closed':
      return { ...shared, ...seasonWords(access, viewer, now) }
    case 'account-locked':
      return {
        ...shared,
        kind: 'locked',
        title: 'Your account is locked',
        moment: lockedSince(standings, viewer, now),
        owed,
        sentences: standings.map((standing) =>
          standingSentence(standing, viewer, { mayPay: mayBuyHere(membership) }),
        ),
        ways: [
          ...(mayEnterCard(membership) ? [enterCard(owed)] : []),
          ...(mayComeBack(membership) ? [comeBack] : []),
          ...(isOpen(membership, moneyDoor) ? [{ label: 'Go to Billing', to: '/settings/billing' }] : []),
          ...(isOpen(membership, usersDoor) ? [{ label: 'Go to Users', to: '/settings/users' }] : []),
        ],
        ask: mayMend(membership) ? null : whomToAsk(membership),
      }
    default:
      return { ...shared, kind: 'out', title: outTitles[reason], sentences: [outSentence(access, viewer)] }
  }
}

/** The same words wherever it is offered. */
export const enterCard = (owed: OwedWords | null) => ({
  label: owed === null ? 'Enter a card' : `Enter a card and pay ${owed.amount}`,
  to: '/settings/billing/card',
})

/** What is to be paid is for them to pay. */
export const mayBuyHere = (membership: Membership): boolean =>
  isOpen(membership, { can: 'billing.buy', area: 'billing' })

/** ACC-05: is a card what mends it, and may they enter one? A wire is not paid by one (D-28). */
export function mayEnterCard(membership: Membership): boolean {
  const forWantOfMoney = standingsOf(membership).some(
    (one) =>
      one.standing === 'card-required' ||
      one.standing === 'past-due' ||
      (one.standing === 'deactivated' && one.cause === 'unpaid'),
  )
  return forWantOfMoney && membership.payment !== 'wire' && mayBuyHere(membership)
}

const comeBack = { label: 'Come back', to: '/settings/billing/reactivate' } as const

/** BILL-08: a cancelled contract is over; a new term begins with a price. */
const mayComeBack = (membership: Membership): boolean =>
  standingsOf(membership).some((one) => one.standing === 'deactivated' && one.cause === 'ended') &&
  mayBuyHere(membership)

/** Whoever can't mend it is told who can. */
function whomToAsk({ owner, organization }: Membership): string {
  return owner == null
    ? 'Please ask the owner or an admin of your organization.'
    : `Please ask ${owner}, the owner of ${organization.name}, or an admin.`
}

/** The first lock that began: nobody could sign in from then on. */
function lockedSince(standings: readonly Standing[], viewer: Viewer, now: Instant): LockView['moment'] {
  const since = standings.flatMap((one) =>
    one.standing === 'deactivated' || one.standing === 'card-required' ? one.since : [],
  )
  if (since.length === 0) return null
  const at = Math.min(...since) as Instant
  return { label: 'Locked since', when: formatInstant(at, viewer), away: away(now, at) }
}

/** Paying is for whoever has the right to buy; making staff fewer for whoever comes through to the users (D-22). */
const mayMend = (membership: Membership): boolean =>
  mayHere(membership, 'billing.buy') || isOpen(membership, usersDoor)

const outTitles = {
  'no-season': 'You have no season',
  'not-signed-up': 'Signing up is not finished',
  deactivated: 'You were deactivated',
  'member-removed': 'You no longer belong here',
} as const

function outSentence(access: AccessDecision, viewer: Viewer): string {
  return access.kind === 'refuse' && access.reason === 'deactivated'
    ? 'An admin can reactivate you. Nothing of yours is deleted.'
    : accessSentence(access, viewer)
}

function seasonWords(access: AccessDecision, viewer: Viewer, now: Instant) {
  if (access.kind === 'refuse' && access.reason === 'not-yet-open') {
    const { season, opensAt } = access
    return {
      kind: 'opens' as const,
      title: `${season} is not open yet`,
      moment: { label: 'Opens at', when: formatInstant(opensAt, viewer), away: away(now, opensAt) },
      sentences: ['From then on you can sign in. We send you a mail when it opens.'],
    }
  }
  const { season, closedAt } = access as Extract<AccessDecision, { reason: 'closed' }>
  return {
    kind: 'closed' as const,
    title: `${season} has closed`,
    moment: { label: 'Closed at', when: formatInstant(closedAt, viewer), away: away(now, closedAt) },
    sentences: [
      'Nothing of yours is deleted. If you need another season, ask an admin: as soon as one is open, you can sign in again.',
    ],
  }
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** `in 5 days`, `3 hours ago`, `1 day and 8 hours ago`: roughly, since the exact instant stands beside it. Never `in 0 minutes`. */
export function away(from: Instant, to: Instant): string {
  const span = to - from
  const size = Math.abs(span)
  // Whole days say too little of the second day.
  if (size >= MS_PER_DAY && size < 2 * MS_PER_DAY) return dayAndHours(span)
  const [unit, ms] =
    size >= 2 * MS_PER_DAY
      ? (['day', MS_PER_DAY] as const)
      : size >= 2 * MS_PER_HOUR
        ? (['hour', MS_PER_HOUR] as const)
        : (['minute', MS_PER_HOUR / 60] as const)
  // Somebody waits no longer than is said, and nothing has ended longer ago than it has.
  const count = span > 0 ? Math.ceil(size / ms) : Math.floor(size / ms)
  return span <= 0 && count === 0 ? 'just now' : relative.format(span > 0 ? count : -count, unit)
}

function dayAndHours(span: number): string {
  const hours = (span > 0 ? Math.ceil : Math.floor)(Math.abs(span) / MS_PER_HOUR) - 24
  if (hours === 24) return relative.format(2, 'day')
  const length = hours === 0 ? '1 day' : `1 day and ${counted(hours, 'hour', 'hours')}`
  return span > 0 ? `in ${length}` : `${length} ago`
}
