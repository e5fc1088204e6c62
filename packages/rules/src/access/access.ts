import type { RefusalOf } from '../decision.ts'
import type { Season } from '../season/season.ts'
import { seasonWindow } from '../season/window.ts'
import type { Instant, Window } from '../time/instant.ts'
import { isOpenAt, mergeWindows } from '../time/window.ts'
import { hasSignedUp, type MemberFacts, memberStatus, type MemberStatus, signedUpAtOf } from './member.ts'
import {
  type AccountFacts,
  accountStanding,
  type AccountStanding,
  nextStandingChange,
  sooner,
  type Standing,
  standingLocks,
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
  const state = stateAt(facts, stays, now)
  const verdict = verdictOf(state, now)
  const nextChange = nextVerdictChange(facts, stays, verdict, now)
  const trace = traceOf(facts, state, now)
  switch (verdict) {
    case 'grant':
      return { kind: 'grant', closesAt: state.stay && state.stay.closesAt, nextChange, trace }
    case 'account-locked':
      return { kind: 'refuse', reason: verdict, standings: state.standings, nextChange, trace }
    case 'not-yet-open':
    case 'closed':
      return { ...shutSeason(facts.member.seasons, state.stay!, verdict), nextChange, trace }
    default:
      return { kind: 'refuse', reason: verdict, nextChange, trace }
  }
}

/**
 * ACC-01, ACC-04: may the member come in at all, at the instant for which their access was decided? Whoever has access,
 * and whoever only the account's lock keeps from it: they see why, while the pages themselves stay shut. The lock is spoken of
 * first, but whoever would be out without it as well (their season over, not signed up) does not come in by way of it.
 */
export function mayEnter({ kind, trace }: AccessDecision): boolean {
  return kind === 'grant' || trace.every(({ check, passed }) => check === 'account' || passed)
}

type Verdict = 'grant' | AccessReason

/** What is so at an instant, and what the four questions are answered from. */
interface State {
  readonly status: MemberStatus
  readonly signedUp: boolean
  readonly standings: AccountStanding
  readonly needsSeason: boolean
  /** The stay that is open, else the next, else the last. */
  readonly stay: Window | null
}

/** The stays of a seasonal member; null for who needs no season. */
function staysOf(member: MemberFacts): readonly Window[] | null {
  return member.type === 'seasonal' ? mergeWindows(member.seasons.map(seasonWindow)) : null
}

function stayFor(stays: readonly Window[], at: Instant): Window | null {
  for (const stay of stays) if (at < stay.closesAt) return stay
  return stays.at(-1) ?? null
}

function stateAt({ member, account }: AccessFacts, stays: readonly Window[] | null, at: Instant): State {
  return {
    status: memberStatus(member, at),
    signedUp: hasSignedUp(member, at),
    standings: accountStanding(account, at),
    needsSeason: stays !== null,
    stay: stays && stayFor(stays, at),
  }
}

function verdictOf({ status, signedUp, standings, needsSeason, stay }: State, at: Instant): Verdict {
  if (status === 'removed') return 'member-removed'
  if (status === 'deactivated') return 'deactivated'
  if (standingLocks(standings)) return 'account-locked'
  if (needsSeason) {
    if (!stay) return 'no-season'
    if (at < stay.opensAt) return 'not-yet-open'
    if (at >= stay.closesAt) return 'closed'
  }
  return signedUp ? 'grant' : 'not-signed-up'
}

/** Walks the instants at which anything can change until the verdict does. */
function nextVerdictChange(
  facts: AccessFacts,
  stays: readonly Window[] | null,
  verdict: Verdict,
  now: Instant,
): Instant | null {
  let at = nextBoundary(facts, stays, now)
  while (at !== null && verdictOf(stateAt(facts, stays, at), at) === verdict) {
    at = nextBoundary(facts, stays, at)
  }
  return at
}

function nextBoundary(
  { member, account }: AccessFacts,
  stays: readonly Window[] | null,
  after: Instant,
): Instant | null {
  const stay = stays && stayFor(stays, after)
  let next = nextStandingChange(account, after)
  next = sooner(next, signedUpAtOf(member), after)
  next = sooner(next, member.deactivatedAt, after)
  next = sooner(next, member.removedAt, after)
  if (stay) next = sooner(sooner(next, stay.opensAt, after), stay.closesAt, after)
  return next
}

function traceOf({ member }: AccessFacts, state: State, now: Instant): readonly AccessStep[] {
  const { status, signedUp, standings, needsSeason, stay } = state
  return [
    { check: 'membership', passed: status !== 'removed' && status !== 'deactivated', status },
    { check: 'account', passed: !standingLocks(standings), standings },
    {
      check: 'season',
      passed: !needsSeason || (stay !== null && isOpenAt(stay, now)),
      needed: needsSeason,
      stay,
    },
    { check: 'sign-up', passed: signedUp, signedUpAt: signedUp ? signedUpAtOf(member) : null },
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
