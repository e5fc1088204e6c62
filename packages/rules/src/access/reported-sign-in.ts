import type { RefusalOf } from '../decision.ts'
import type { Instant } from '../time/instant.ts'
import { type AccessFacts, type AccessRefusal, decideAccess } from './access.ts'
import { expiryOf, hasSignedUp } from './member.ts'

export type SignInRefusal = AccessRefusal | RefusalOf<'invitation-expired'>

/**
 * ACC-06: does a sign-in that the vendor's product completed at `at` count? It does when access was given at that very
 * instant, whenever the report arrives. The first one makes the member active (`joinedAt`); reports may come late, twice and in
 * any order, and end in the same facts.
 *
 * A member who has not signed up yet is what a first sign-in is for, so that alone denies nothing, but their invitation has to be
 * alive: once it has run out, their seat may be somebody else's.
 *
 * @param facts Type and seasons as they were at `at`.
 */
export function decideReportedSignIn(
  facts: AccessFacts,
  at: Instant,
): { readonly kind: 'grant'; readonly joinedAt: Instant } | SignInRefusal {
  const { member, account } = facts
  const joinedAt = member.joinedAt !== null && member.joinedAt < at ? member.joinedAt : at
  const {
    trace: _trace,
    nextChange: _nextChange,
    ...decision
  } = decideAccess({ member: { ...member, joinedAt }, account }, at)
  if (decision.kind === 'refuse') return decision
  if (!hasSignedUp(member, at) && expiryOf(member) <= at) {
    return { kind: 'refuse', reason: 'invitation-expired' }
  }
  return { kind: 'grant', joinedAt }
}
