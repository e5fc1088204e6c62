import type { SeatHolder, UserType } from '../seat/facts.ts'
import { invitationExpiry } from '../seat/invitation.ts'
import type { SeasonDates } from '../season/window.ts'
import type { Season } from '../season/season.ts'
import type { Instant } from '../time/instant.ts'

/** What is known of a member, as far as their status and access follow from it. Instants to come do not count yet. */
export interface MemberFacts {
  readonly type: UserType
  /** The seasons in which they hold a seat, closed ones included. */
  readonly seasons: readonly Season[]
  readonly invitedAt: Instant
  /**
   * When they chose a password by the link (ACC-02): from then on they can sign in as soon as nothing else keeps them out, and
   * their seat stays. Null before it; left out: with the first sign-in.
   */
  readonly signedUpAt?: Instant | null
  /** The first completed sign-in (ACC-06); null before it. */
  readonly joinedAt: Instant | null
  readonly deactivatedAt: Instant | null
  readonly removedAt: Instant | null
  /** See `SeatFacts.invitationDays`. */
  readonly invitationDays?: number
}

export type MemberStatus = 'invited' | 'invitation-expired' | 'active' | 'deactivated' | 'removed'

const hasHappened = (at: Instant | null, now: Instant): boolean => at !== null && at <= now

/** When a member signed up: whoever has signed in has. Null: not yet. */
export function signedUpAtOf({
  signedUpAt = null,
  joinedAt,
}: Pick<MemberFacts, 'signedUpAt' | 'joinedAt'>): Instant | null {
  if (signedUpAt === null || joinedAt === null) return signedUpAt ?? joinedAt
  return signedUpAt < joinedAt ? signedUpAt : joinedAt
}

/** Have they signed up by now, whether or not they have ever come in? */
export function hasSignedUp(facts: Pick<MemberFacts, 'signedUpAt' | 'joinedAt'>, now: Instant): boolean {
  return hasHappened(signedUpAtOf(facts), now)
}

/**
 * USER-05: a member's status at an instant, computed and never stored (CAL-03). Only a completed sign-in makes active (ACC-06); an
 * invitation that was taken up runs out no more.
 */
export function memberStatus(facts: MemberFacts, now: Instant): MemberStatus {
  if (hasHappened(facts.removedAt, now)) return 'removed'
  if (hasHappened(facts.deactivatedAt, now)) return 'deactivated'
  if (hasHappened(facts.joinedAt, now)) return 'active'
  return hasSignedUp(facts, now) || now < expiryOf(facts) ? 'invited' : 'invitation-expired'
}

/** A member as seat decisions see them at an instant: `poolIds` are the pools in which they hold a live seat. */
export function seatHolderOf(facts: MemberFacts, poolIds: readonly string[], now: Instant): SeatHolder {
  const status = memberStatus(facts, now)
  return {
    type: facts.type,
    poolIds,
    dormant: status !== 'active' && status !== 'invited',
    invitedAt: hasSignedUp(facts, now) ? null : facts.invitedAt,
  }
}

/** When the invitation of a member runs out (D-13), whether or not they have signed up meanwhile. */
export function expiryOf(facts: {
  readonly type: UserType
  readonly seasons: readonly SeasonDates[]
  readonly invitedAt: Instant
  readonly invitationDays?: number
}): Instant {
  return invitationExpiry(facts.type, facts.seasons, facts.invitedAt, facts.invitationDays)
}
