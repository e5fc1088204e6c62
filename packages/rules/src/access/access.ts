import type { RefusalOf } from '../decision.ts'
import type { Season } from '../season/season.ts'
import { seasonWindow } from '../season/window.ts'
import type { Instant, Window } from '../time/instant.ts'
import { isOpenAt, mergeWindows } from '../time/window.ts'
import { type MemberFacts, memberStatus, type MemberStatus } from './member.ts'
import {
  accountStanding,
  type AccountFacts,
  nextStandingChange,
  standingLocks,
  type Standing,
} from './standing.ts'

export interface AccessFacts {
  readonly member: MemberFacts
  readonly account: AccountFacts
}

export type AccessRefusal = RefusalOf<
  | 'not-yet-open'
  | 'closed'
  | 'no-season'
  | 'not-signed-up'
  | 'deactivated'
  | 'member-removed'
  | 'account-locked'
>
export type AccessReason = AccessRefusal['reason']

/** One question of the decision with its answer (USER-14). All four are always asked, also after one has failed. */
export type AccessStep =
  | { readonly check: 'membership'; readonly passed: boolean; readonly status: MemberStatus }
  | { readonly check: 'account'; readonly passed: boolean; readonly standings: readonly Standing[] }
  | {
      readonly check: 'season'
      readonly passed: boolean
      /** Only seasonal members need one. */
      readonly needed: boolean
      /** The stay that is open, else the next, else the last; null for who needs no season, or has none. */
      readonly stay: Window | null
    }
  | { readonly check: 'sign-up'; readonly passed: boolean; readonly signedUpAt: Instant | null }

/**
 * ACC-03: may the member sign in now, why not, and when that can next change by the mere passing of time. `nextChange`
 * is the first instant after `now` at which the answer or its reason is another if no fact changes; null: never.
 */
export type AccessDecision = (
  | {
      readonly kind: 'grant'
      /** When the open stay ends and an open session with it (ACC-01); null: no season limits it. */
      readonly closesAt: Instant | null
    }
  | AccessRefusal
) & {
  readonly nextChange: Instant | null
  readonly trace: readonly AccessStep[]
}

/**
 * Access at an instant, from facts alone (CAL-03). Denied, in this order: removed or deactivated; the account's standing
 * locks, whatever the type; a seasonal member of whose seasons none is open, where overlapping and back-to-back seasons are one
 * stay (D-15, D-16); nobody has signed up yet.
 */
export function decideAccess(facts: AccessFacts, now: Instant): AccessDecision {
  const stays = staysOf(facts.member)
  const verdict = verdictAt(facts, stays, now)
  const nextChange = nextVerdictChange(facts, stays, verdict, now)
  const trace = traceOf(facts, stays, now)
  switch (verdict) {
    case 'grant':
      return { kind: 'grant', closesAt: stays && stayFor(stays, now)!.closesAt, nextChange, trace }
    case 'account-locked':
      return {
        kind: 'refuse',
        reason: verdict,
        standings: accountStanding(facts.account, now),
        nextChange,
        trace,
      }
    case 'not-yet-open':
    case 'closed':
      return { ...shutSeason(facts.member.seasons, stayFor(stays!, now)!, verdict), nextChange, trace }
    default:
      return { kind: 'refuse', reason: verdict, nextChange, trace }
  }
}

type Verdict = 'grant' | AccessReason

/** The stays of a seasonal member; null for who needs no season. */
function staysOf(member: MemberFacts): readonly Window[] | null {
  return member.type === 'seasonal' ? mergeWindows(member.seasons.map(seasonWindow)) : null
}

/** The stay that is open, else the next, else the last. */
function stayFor(stays: readonly Window[], now: Instant): Window | null {
  for (const stay of stays) if (now < stay.closesAt) return stay
  return stays.at(-1) ?? null
}

function verdictAt({ member, account }: AccessFacts, stays: readonly Window[] | null, at: Instant): Verdict {
  const status = memberStatus(member, at)
  if (status === 'removed') return 'member-removed'
  if (status === 'deactivated') return 'deactivated'
  if (standingLocks(accountStanding(account, at))) return 'account-locked'
  if (stays) {
    const stay = stayFor(stays, at)
    if (!stay) return 'no-season'
    if (at < stay.opensAt) return 'not-yet-open'
    if (at >= stay.closesAt) return 'closed'
  }
  return status === 'active' ? 'grant' : 'not-signed-up'
}

/** Walks the instants at which anything can change until the verdict does. */
function nextVerdictChange(
  facts: AccessFacts,
  stays: readonly Window[] | null,
  verdict: Verdict,
  now: Instant,
): Instant | null {
  let at = nextBoundary(facts, stays, now)
  while (at !== null && verdictAt(facts, stays, at) === verdict) at = nextBoundary(facts, stays, at)
  return at
}

function nextBoundary(
  { member, account }: AccessFacts,
  stays: readonly Window[] | null,
  after: Instant,
): Instant | null {
  let next = Infinity
  const consider = (at: Instant | null): void => {
    if (at !== null && at > after && at < next) next = at
  }
  consider(member.joinedAt)
  consider(member.deactivatedAt)
  consider(member.removedAt)
  consider(nextStandingChange(account, after))
  const stay = stays && stayFor(stays, after)
  if (stay) {
    consider(stay.opensAt)
    consider(stay.closesAt)
  }
  return next === Infinity ? null : (next as Instant)
}

function traceOf(
  { member, account }: AccessFacts,
  stays: readonly Window[] | null,
  now: Instant,
): readonly AccessStep[] {
  const status = memberStatus(member, now)
  const standings = accountStanding(account, now)
  const stay = stays && stayFor(stays, now)
  const signedUp = member.joinedAt !== null && member.joinedAt <= now
  return [
    { check: 'membership', passed: status !== 'removed' && status !== 'deactivated', status },
    { check: 'account', passed: !standingLocks(standings), standings },
    {
      check: 'season',
      passed: stays === null || (stay !== null && isOpenAt(stay, now)),
      stay,
      needed: stays !== null,
    },
    { check: 'sign-up', passed: signedUp, signedUpAt: signedUp ? member.joinedAt : null },
  ]
}

/** The refusal names the season that begins or ends the stay: there is one, since stays are made of seasons. */
function shutSeason(
  seasons: readonly Season[],
  stay: Window,
  reason: 'not-yet-open' | 'closed',
): RefusalOf<'not-yet-open' | 'closed'> {
  if (reason === 'not-yet-open') {
    const { id, name } = seasons.find((season) => seasonWindow(season).opensAt === stay.opensAt)!
    return { kind: 'refuse', reason, seasonId: id, season: name, opensAt: stay.opensAt }
  }
  const { id, name } = seasons.find((season) => seasonWindow(season).closesAt === stay.closesAt)!
  return { kind: 'refuse', reason, seasonId: id, season: name, closedAt: stay.closesAt }
}
