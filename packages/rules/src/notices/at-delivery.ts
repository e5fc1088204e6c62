import { hasSignedUp } from '../access/member.ts'
import { accountStanding, standingLocks, type AccountFacts } from '../access/standing.ts'
import { seasonWindow } from '../season/window.ts'
import type { Season } from '../season/season.ts'
import type { Instant, Window } from '../time/instant.ts'
import { isOpenAt, mergeWindows } from '../time/window.ts'
import type { Notice, NoticeMember, SkipReason } from './facts.ts'

/** What the mail of a notice says, as things stand when it is made. */
export type NoticeText =
  | {
      readonly kind: 'opened'
      readonly window: Window
      readonly seasons: readonly Season[]
      readonly link: 'sign-up' | 'log-in'
    }
  | { readonly kind: 'continues'; readonly window: Window }
  | { readonly kind: 'closed'; readonly window: Window; readonly nextOpensAt: Instant | null }

export type NoticeAtDelivery =
  | { readonly kind: 'send'; readonly text: NoticeText }
  /** It has become pointless since it fell due. */
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  /** The account's standing locks: nobody is told that they can sign in before they can. */
  | { readonly kind: 'wait' }

/**
 * MAIL-04: a notice fell due, and its mail is made now, be it a moment later or three days. Decided anew from what the facts
 * are: who has gone is told nothing, a stay that was moved is told with its new dates or not at all, and
 * `now` decides whether it is open.
 */
export function noticeAtDelivery(
  facts: { readonly member: NoticeMember; readonly account?: AccountFacts },
  notice: { readonly kind: Exclude<Notice['kind'], 'invitation'>; readonly window: Window },
  now: Instant,
): NoticeAtDelivery {
  const { member, account } = facts
  if (isPast(member.deactivatedAt, now) || isPast(member.removedAt, now)) {
    return { kind: 'skip', reason: 'member-gone' }
  }
  const seasons = member.type === 'seasonal' ? member.seasons : []
  const stays = mergeWindows(seasons.map(seasonWindow))
  const open = stays.find((stay) => isOpenAt(stay, now))

  if (notice.kind === 'closed') {
    if (open) return { kind: 'skip', reason: 'open-again' }
    const nextOpensAt = stays.find(({ opensAt }) => opensAt > now)?.opensAt ?? null
    return { kind: 'send', text: { kind: 'closed', window: notice.window, nextOpensAt } }
  }
  if (!open) {
    return { kind: 'skip', reason: notice.window.closesAt <= now ? 'window-closed' : 'window-changed' }
  }
  if (account && standingLocks(accountStanding(account, now))) return { kind: 'wait' }
  if (notice.kind === 'continues') return { kind: 'send', text: { kind: 'continues', window: open } }
  return {
    kind: 'send',
    text: {
      kind: 'opened',
      window: open,
      seasons: seasons.filter((season) => isWithin(seasonWindow(season), open)).map(seasonOnly),
      // D-18: whoever has never signed up gets the sign-up link, be it the first opening or a later one.
      link: hasSignedUp(member, now) ? 'log-in' : 'sign-up',
    },
  }
}

function isPast(at: Instant | null, now: Instant): boolean {
  return at !== null && at <= now
}

function isWithin(part: Window, whole: Window): boolean {
  return whole.opensAt <= part.opensAt && part.closesAt <= whole.closesAt
}

function seasonOnly({ id, name, firstDay, lastDay }: Season): Season {
  return { id, name, firstDay, lastDay }
}
