import { hasSignedUp, memberStatus } from '../access/member.ts'
import { accountStanding, standingLocks } from '../access/standing.ts'
import { seasonWindow } from '../season/window.ts'
import type { Instant, Window } from '../time/instant.ts'
import { isOpenAt, mergeWindows } from '../time/window.ts'
import type { Notice, NoticeFacts, NoticeKind, NoticeMember, SentNotice, SkipReason } from './facts.ts'

/**
 * MAIL-01 – MAIL-04, MAIL-07: the notices that are due by `upTo` and neither sent nor skipped yet, in the order in which
 * they fell due. Computed from what the facts are now, so a season that was moved or a member who was removed beforehand
 * causes nothing wrong; a caller that was late gets all that it missed, and what has become pointless with the reason to
 * skip it. The caller records each of them under member, kind and instant, which no two share.
 *
 * Overlapping and back-to-back seasons are one stay: one `opened`, one `continues` where the first of them ends (D-16), one
 * `closed`. An invitation that goes out while a season is open has the sign-up link, and no `opened` follows (D-17).
 */
export function dueNotices(facts: NoticeFacts, sent: readonly SentNotice[], upTo: Instant): Notice[] {
  const sentByMember = Map.groupBy(sent, ({ memberId }) => memberId)
  const locked = facts.account !== undefined && standingLocks(accountStanding(facts.account, upTo))
  return facts.members
    .flatMap((member) => noticesOf(member, sentByMember.get(member.id) ?? [], upTo))
    .filter(({ kind, skip }) => !(locked && skip === null && (kind === 'opened' || kind === 'continues')))
    .sort((a, b) => a.at - b.at)
}

/**
 * The first instant after `after` at which something may fall due for a member, whatever was sent; null: never. A clock that
 * is moved forward stops there (OPS-04).
 */
export function nextNoticeAt(facts: NoticeFacts, after: Instant): Instant | null {
  let next: Instant | null = null
  for (const member of facts.members) {
    const moments = [
      member.invitedAt,
      ...member.seasons.flatMap((season) => {
        const { opensAt, closesAt } = seasonWindow(season)
        return [opensAt, closesAt, season.assignedAt ?? member.invitedAt]
      }),
    ]
    for (const moment of moments) if (moment > after && (next === null || moment < next)) next = moment
  }
  return next
}

function noticesOf(member: NoticeMember, sent: readonly SentNotice[], upTo: Instant): Notice[] {
  const stays = staysOf(member)
  const invitation = invitationOf(member, stays, sent, upTo)
  // Whoever is told by this invitation that a season is open needs no second mail (D-17).
  const told = invitation ? [...sent, invitation] : sent
  const notices = stays.flatMap((stay) => noticesOfStay(member, stay, stays, told, upTo))
  return invitation ? [invitation, ...notices] : notices
}

/** A stay with what it is made of. */
interface Stay {
  readonly window: Window
  readonly parts: readonly { readonly window: Window; readonly assignedAt: Instant }[]
}

function staysOf(member: NoticeMember): Stay[] {
  if (member.type !== 'seasonal') return []
  const parts = member.seasons.map((season) => ({
    window: seasonWindow(season),
    assignedAt: season.assignedAt ?? member.invitedAt,
  }))
  return mergeWindows(parts.map(({ window }) => window)).map((window) => ({
    window,
    parts: parts.filter(
      (part) => part.window.opensAt < window.closesAt && window.opensAt < part.window.closesAt,
    ),
  }))
}

function invitationOf(
  member: NoticeMember,
  stays: readonly Stay[],
  sent: readonly SentNotice[],
  upTo: Instant,
): Notice | null {
  const at = member.invitedAt
  const isSent = sent.some((notice) => notice.kind === 'invitation' && notice.at >= at)
  if (at > upTo || isSent || isGoneBy(member, at)) return null
  const open = stays.find((stay) => isOpenAt(stay.window, upTo))?.window ?? null
  const link = member.type !== 'seasonal' || open ? 'sign-up' : null
  return {
    kind: 'invitation',
    memberId: member.id,
    at,
    window: open,
    link,
    skip: whyNotInvited(member, upTo),
  }
}

function whyNotInvited(member: NoticeMember, upTo: Instant): SkipReason | null {
  switch (memberStatus(member, upTo)) {
    case 'removed':
    case 'deactivated':
      return 'member-gone'
    case 'active':
      return 'already-signed-up'
    case 'invitation-expired':
      return 'invitation-expired'
    case 'invited':
      return null
  }
}

function noticesOfStay(
  member: NoticeMember,
  stay: Stay,
  stays: readonly Stay[],
  sent: readonly SentNotice[],
  upTo: Instant,
): Notice[] {
  const { window } = stay
  const about = sent.filter((notice) => notice.window !== null && touches(notice.window, window))
  const closedBefore = toldClosed(about, window)
  const openedAt = whenOpen(stay, closedBefore)
  // Nothing is told of a stay that the member came to have only when it was over, or for which they had gone.
  if (openedAt >= window.closesAt || isGoneBy(member, openedAt)) return []

  const isOver = window.closesAt <= upTo
  const gone = isGoneBy(member, upTo)
  const skip = gone ? 'member-gone' : isOver ? 'window-closed' : null
  const base = { memberId: member.id, window } as const
  const due: Notice[] = []

  if (openedAt <= upTo && !knowsItIsOpen(about, openedAt, closedBefore)) {
    const signedUp = hasSignedUp(member, upTo)
    due.push({ ...base, kind: 'opened', at: openedAt, link: signedUp ? 'log-in' : 'sign-up', skip })
  }
  const continuesAt = whenItContinues(stay, about, openedAt)
  if (continuesAt !== null && continuesAt <= upTo && !isGoneBy(member, continuesAt)) {
    due.push({ ...base, kind: 'continues', at: continuesAt, skip })
  }
  if (isOver && !isGoneBy(member, window.closesAt) && !isToldAt(about, 'closed', window.closesAt)) {
    const next = stays.find((other) => other.window.opensAt > window.closesAt)?.window.opensAt ?? null
    const openAgain = next !== null && next <= upTo
    due.push({
      ...base,
      kind: 'closed',
      at: window.closesAt,
      nextOpensAt: next,
      skip: gone ? 'member-gone' : openAgain ? 'open-again' : null,
    })
  }
  return due
}

/** Overlapping or back to back: what was said of the one was said of the other before seasons were added or moved. */
function touches(a: Window, b: Window): boolean {
  return a.opensAt <= b.closesAt && b.opensAt <= a.closesAt
}

/** When the member was last told that it has closed, though by now it goes on; else −∞. */
function toldClosed(about: readonly SentNotice[], window: Window): number {
  let last = -Infinity
  for (const { kind, at, skip } of about) {
    if (kind === 'closed' && skip == null && window.opensAt < at && at < window.closesAt)
      last = Math.max(last, at)
  }
  return last
}

/** Was it told since, be it by the invitation, or was that recorded as pointless? */
function knowsItIsOpen(about: readonly SentNotice[], openedAt: Instant, closedBefore: number): boolean {
  return about.some(({ kind, at, skip }) => {
    if (kind === 'opened' && at === openedAt) return true
    return (kind === 'opened' || kind === 'invitation') && skip == null && at >= closedBefore
  })
}

/** When the stay, or what goes on after it was told to have closed, is first open for the member. */
function whenOpen({ parts }: Stay, closedBefore: number): Instant {
  let first = Infinity
  for (const { window, assignedAt } of parts) {
    if (window.closesAt > closedBefore) {
      first = Math.min(first, Math.max(window.opensAt, assignedAt, closedBefore))
    }
  }
  return first as Instant
}

/**
 * D-16: where the first season of the stay ends that the member had, and another goes on. Once it is told that the stay
 * goes on to its present end, nothing more is; if it was lengthened since, the next seam is told of.
 */
function whenItContinues(
  { window, parts }: Stay,
  about: readonly SentNotice[],
  openedAt: Instant,
): Instant | null {
  let after: number = openedAt
  for (const notice of about) {
    if (notice.kind !== 'continues' || notice.at < openedAt) continue
    if (notice.window!.closesAt >= window.closesAt) return null
    after = Math.max(after, notice.at)
  }
  let seam = Infinity
  for (const { window: part } of parts) {
    if (part.closesAt > after && part.closesAt < window.closesAt) seam = Math.min(seam, part.closesAt)
  }
  return seam === Infinity ? null : (seam as Instant)
}

function isToldAt(about: readonly SentNotice[], kind: NoticeKind, at: Instant): boolean {
  return about.some((notice) => notice.kind === kind && notice.at === at)
}

function isGoneBy({ deactivatedAt, removedAt }: NoticeMember, at: Instant): boolean {
  return (deactivatedAt !== null && deactivatedAt <= at) || (removedAt !== null && removedAt <= at)
}
