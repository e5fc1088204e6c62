import { seasonPhase, seasonWindow, type Instant, type Season, type UserType } from '@seatkeeper/rules'

/** What an invitation leads to at the moment it is sent. */
export type InvitationAccess =
  | { readonly kind: 'sign-up' }
  | { readonly kind: 'sign-in' }
  /** Too early for a link: access begins at `opensAt`, or with a season yet to be assigned. */
  | { readonly kind: 'later'; readonly opensAt: Instant | null }

/**
 * MAIL-01, D-17: a seasonal user gets no link before a season of theirs is open; everybody else, and those whose
 * season is open, get one: to sign-up, or to sign-in where they have a password already.
 *
 * @param seasons those in which a seat is held, open and coming
 */
export function invitationAccess(
  facts: { readonly type: UserType; readonly seasons: readonly Season[]; readonly signedUp: boolean },
  now: Instant,
): InvitationAccess {
  const isOpen =
    facts.type !== 'seasonal' || facts.seasons.some((season) => seasonPhase(season, now) === 'open')
  if (isOpen) return { kind: facts.signedUp ? 'sign-in' : 'sign-up' }
  const coming = facts.seasons
    .map((season) => seasonWindow(season).opensAt)
    .filter((opensAt) => opensAt > now)
  return { kind: 'later', opensAt: coming.length > 0 ? (Math.min(...coming) as Instant) : null }
}
