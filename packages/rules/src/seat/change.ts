import type { Decision, RefusalOf } from '../decision.ts'
import type { Season } from '../season/season.ts'
import { type Phase, seasonPhase, seasonWindow } from '../season/window.ts'
import type { Instant, Window } from '../time/instant.ts'
import { compareWindows, windowsOverlap } from '../time/window.ts'
import { canBeTaken } from './availability.ts'
import type { ClaimablePool, PoolFacts, PoolKind, SeatFacts, SeatHolder, UserType } from './facts.ts'
import { invitationExpiry } from './invitation.ts'
import { noSeatReason } from './offer.ts'

/** The type and, for `seasonal`, the seasons (their pools) that a member shall have. */
export interface SeatWish {
  readonly type: UserType
  /** Pools of the seasons chosen, in any order; empty for every type but `seasonal`. */
  readonly seasons: readonly string[]
  /** Pools in which a seat is already held for this very change, by its review step (SEAT-11). */
  readonly holding?: readonly string[]
}

/** Pools counted in full, or just far enough to decide. */
type DecidablePool = PoolFacts | ClaimablePool
type DecidableFacts = SeatFacts<DecidablePool>

/** What somebody wants to do with seats. */
export type SeatChange =
  | ({ readonly kind: 'add' } & SeatWish)
  | ({ readonly kind: 'edit'; readonly member: SeatHolder } & SeatWish)
  /** Also for an invitation that ran out and is sent again: it needs its seat anew. */
  | ({ readonly kind: 'reactivate'; readonly member: SeatHolder } & SeatWish)
  /** Deactivate, remove, or withdraw the invitation. */
  | { readonly kind: 'release'; readonly member: SeatHolder }
  /** `member` takes the seats that `outgoing` gives up; null for somebody who is being added by it. */
  | { readonly kind: 'swap'; readonly outgoing: SeatHolder; readonly member: SeatHolder | null }

/** A seat in a pool; with its season where the pool is one of a season. */
export type SeatInPool = {
  readonly poolId: string
  readonly kind: PoolKind
} & (
  { readonly season?: never } | { readonly season: Season; readonly window: Window; readonly phase: Phase }
)

/** A season with its pool. */
export type SeasonInPool = Extract<SeatInPool, { readonly season: Season }>

/** A seat that the member takes. */
export type SeatClaim = SeatInPool

/** A seat that comes free. `holder` tells whose it was: only a swap has an outgoing one. */
export type SeatRelease = SeatInPool & { readonly holder: 'member' | 'outgoing' }

export interface SeatOutcome {
  readonly type: UserType
  readonly take: readonly SeatClaim[]
  readonly free: readonly SeatRelease[]
  readonly keep: readonly SeatInPool[]
  /**
   * The seasons that the member has after the change, whether by a seat or, in a sandbox, without one: there `take`, `free` and
   * `keep` are empty, and this alone says what was chosen (SEAT-01).
   */
  readonly seasons: readonly SeasonInPool[]
  /** When the member's seats come free by themselves because an invitation runs out (D-13); null: never. */
  readonly lapsesAt: Instant | null
  /** They are invited as of now: a link goes out, earlier ones die, and `lapsesAt` counts from this instant. */
  readonly freshInvitation: boolean
  readonly warnings: readonly 'overlapping-seasons'[]
}

export type SeatRefusalReason =
  | 'season-full'
  | 'season-closed'
  | 'season-required'
  | 'wrong-type-for-season'
  | 'no-full-time-seat'
  | 'no-collaborator-seat'
  | 'no-staff-seat'
  | 'no-seat-while-away'
  | 'not-found'

/**
 * Which seats a change takes, frees and keeps, or why it cannot be (SEAT-03 – SEAT-06, SEAT-09 – SEAT-11). The
 * lists are in the order of the facts' pools; the data layer frees and takes them in one transaction, where SQL alone
 * arbitrates the claim of a free row.
 *
 * Refused: a season that is full, closed, or unknown to the contract; `seasonal` without a season, when somebody is
 * added, reactivated or switched to it (D-14 lets one who has it go on without); seasons with another type; a type without
 * a free seat; further seasons for a dormant member. A seat that the member holds already is never refused. In a sandbox no seat is
 * taken or freed; `poolIds` are there the pools of the seasons chosen.
 */
export function decideSeatChange(
  facts: DecidableFacts,
  change: Exclude<SeatChange, { readonly kind: 'edit' }>,
  now: Instant,
): Decision<SeatOutcome, Exclude<SeatRefusalReason, 'no-seat-while-away'>>
export function decideSeatChange(
  facts: DecidableFacts,
  change: SeatChange,
  now: Instant,
): Decision<SeatOutcome, SeatRefusalReason>
export function decideSeatChange(
  facts: DecidableFacts,
  change: SeatChange,
  now: Instant,
): Decision<SeatOutcome, SeatRefusalReason> {
  switch (change.kind) {
    case 'add':
      return settle(facts, newcomer(change.type, now), change, now, true)
    case 'edit':
      if (change.member.dormant) return retype(facts, change.member, change, now)
      return settle(facts, change.member, change, now, change.type !== change.member.type)
    case 'reactivate':
      return settle(facts, change.member, change, now, true)
    case 'release':
      return release(facts, change.member, now)
    case 'swap':
      return swap(facts, change.outgoing, change.member, now)
  }
}

/** Somebody who is being added: invited now, without a seat. */
function newcomer(type: UserType, now: Instant): SeatHolder {
  return { type, poolIds: [], invitedAt: now }
}

/** `needsSeat`: the member takes a seat as if for the first time, because they are new, come back or change their type. */
function settle(
  facts: DecidableFacts,
  member: SeatHolder,
  wish: SeatWish,
  now: Instant,
  needsSeat: boolean,
): Decision<SeatOutcome, SeatRefusalReason> {
  const refusal = impossibleWish(facts, wish, needsSeat)
  if (refusal) return refusal

  const sandbox = facts.organization === 'sandbox'
  const wanted = wantedPools(facts, member, wish, needsSeat)
  const take: SeatClaim[] = []
  const free: SeatRelease[] = []
  const keep: SeatInPool[] = []
  for (const pool of facts.pools) {
    const held = member.poolIds.includes(pool.id)
    if (held && wanted.includes(pool)) {
      keep.push(seatIn(pool, now))
    } else if (held) {
      free.push({ ...seatIn(pool, now), holder: 'member' })
    } else if (wanted.includes(pool)) {
      const refusal = whyNotTaken(pool, now, sandbox || wish.holding?.includes(pool.id) === true)
      if (refusal) return refusal
      take.push(seatIn(pool, now))
    }
  }
  return grant(facts, member, wish.type, { take, free, keep }, now, needsSeat)
}

/** The seasons chosen; for any other type one pool of it, and none where a member without a seat stays what they are. */
function wantedPools(
  facts: DecidableFacts,
  member: SeatHolder,
  wish: SeatWish,
  needsSeat: boolean,
): readonly DecidablePool[] {
  if (wish.type === 'seasonal') {
    return facts.pools.filter((pool) => pool.season && wish.seasons.includes(pool.id))
  }
  const ofType = facts.pools.filter((pool) => pool.kind === wish.type)
  const own = ofType.find((pool) => member.poolIds.includes(pool.id))
  if (own) return [own]
  return needsSeat ? ofType.slice(0, 1) : []
}

/** What is wrong with a wish whatever seats are free. */
function impossibleWish(
  facts: DecidableFacts,
  wish: SeatWish,
  needsSeat: boolean,
): RefusalOf<SeatRefusalReason> | null {
  if (wish.type !== 'seasonal') {
    if (wish.seasons.length > 0) {
      return { kind: 'refuse', reason: 'wrong-type-for-season', type: wish.type }
    }
    const hasPool = facts.pools.some((pool) => pool.kind === wish.type)
    const needsPool = needsSeat && facts.organization === 'production'
    return needsPool && !hasPool ? { kind: 'refuse', reason: noSeatReason(wish.type) } : null
  }
  const unknown = wish.seasons.some((id) => !facts.pools.some((pool) => pool.id === id && pool.season))
  if (unknown) return { kind: 'refuse', reason: 'not-found' }
  return needsSeat && wish.seasons.length === 0 ? { kind: 'refuse', reason: 'season-required' } : null
}

function whyNotTaken(
  pool: DecidablePool,
  now: Instant,
  seatIsSure: boolean,
): RefusalOf<SeatRefusalReason> | null {
  const { season } = pool
  const isFree = seatIsSure || canBeTaken(pool, now)
  if (season) {
    const named = { kind: 'refuse', seasonId: season.id, season: season.name } as const
    if (seasonPhase(season, now) === 'closed') return { ...named, reason: 'season-closed' }
    return isFree ? null : { ...named, reason: 'season-full' }
  }
  return isFree || pool.kind === 'seasonal' ? null : { kind: 'refuse', reason: noSeatReason(pool.kind) }
}

/**
 * A dormant member's type can change; they take no seat before they are reactivated, and a season that would come to nothing
 * is refused rather than granted in silence. What they hold still (seasons that are over, under an invitation that ran
 * out with them) goes with the type.
 */
function retype(
  facts: DecidableFacts,
  member: SeatHolder,
  wish: SeatWish,
  now: Instant,
): Decision<SeatOutcome, SeatRefusalReason> {
  const refusal = impossibleWish(facts, wish, false)
  if (refusal) return refusal
  const retyped = wish.type !== member.type
  if (wish.seasons.some((id) => retyped || !member.poolIds.includes(id))) {
    return { kind: 'refuse', reason: 'no-seat-while-away' }
  }
  const keep: SeatInPool[] = []
  const free: SeatRelease[] = []
  for (const pool of heldPools(facts, member)) {
    const seat = seatIn(pool, now)
    const kept = !retyped && (!pool.season || wish.seasons.includes(pool.id))
    if (kept) keep.push(seat)
    else free.push({ ...seat, holder: 'member' })
  }
  return dormantOutcome(facts, wish.type, { free, keep })
}

function release(facts: DecidableFacts, member: SeatHolder, now: Instant): Decision<SeatOutcome, never> {
  const free = heldPools(facts, member).map((pool) => ({ ...seatIn(pool, now), holder: 'member' as const }))
  return dormantOutcome(facts, member.type, { free, keep: [] })
}

/** Nothing is taken, and nobody is invited. */
function dormantOutcome(
  facts: DecidableFacts,
  type: UserType,
  seats: Pick<SeatOutcome, 'free' | 'keep'>,
): Decision<SeatOutcome, never> {
  return {
    kind: 'grant',
    type,
    ...seatsIn(facts, { take: [], ...seats }),
    seasons: seats.keep.filter(isOfSeason),
    lapsesAt: null,
    freshInvitation: false,
    warnings: [],
  }
}

/** SEAT-01: in a sandbox no seat is taken, freed or kept. */
function seatsIn(
  { organization }: DecidableFacts,
  seats: Pick<SeatOutcome, 'take' | 'free' | 'keep'>,
): Pick<SeatOutcome, 'take' | 'free' | 'keep'> {
  return organization === 'sandbox' ? { take: [], free: [], keep: [] } : seats
}

function isOfSeason(seat: SeatInPool): seat is SeasonInPool {
  return seat.season !== undefined
}

/**
 * SEAT-05: one person out for another. Whoever comes in takes exactly the seats that are given up, so that no free seat
 * is needed, not even in a pool that is over-allocated; a season that is closed is not handed on.
 */
function swap(
  facts: DecidableFacts,
  outgoing: SeatHolder,
  member: SeatHolder | null,
  now: Instant,
): Decision<SeatOutcome, SeatRefusalReason> {
  const given = heldPools(facts, outgoing)
  const handedOn = given.filter((pool) => !pool.season || seasonPhase(pool.season, now) !== 'closed')
  const needsOne = facts.organization === 'production' || outgoing.type === 'seasonal'
  if (needsOne && handedOn.length === 0) {
    return nothingToHandOn(outgoing, given)
  }
  const incoming = member ?? newcomer(outgoing.type, now)
  const take: SeatClaim[] = []
  const keep: SeatInPool[] = []
  const free: SeatRelease[] = given.map((pool) => ({ ...seatIn(pool, now), holder: 'outgoing' }))
  for (const pool of heldPools(facts, incoming)) {
    const seat = seatIn(pool, now)
    // A seasonal member keeps the seasons that they have beside the ones handed on.
    if (pool.kind === outgoing.type) keep.push(seat)
    else free.push({ ...seat, holder: 'member' })
  }
  for (const pool of handedOn) {
    if (!incoming.poolIds.includes(pool.id)) take.push(seatIn(pool, now))
  }
  return grant(facts, incoming, outgoing.type, { take, free, keep }, now, true)
}

function nothingToHandOn(
  outgoing: SeatHolder,
  given: readonly DecidablePool[],
): RefusalOf<SeatRefusalReason> {
  if (outgoing.type !== 'seasonal') return { kind: 'refuse', reason: noSeatReason(outgoing.type) }
  const closed = given.find((pool) => pool.season)?.season
  return closed
    ? { kind: 'refuse', reason: 'season-closed', seasonId: closed.id, season: closed.name }
    : { kind: 'refuse', reason: 'season-required' }
}

function heldPools(facts: DecidableFacts, holder: SeatHolder): DecidablePool[] {
  return facts.pools.filter((pool) => holder.poolIds.includes(pool.id))
}

function seatIn(pool: DecidablePool, now: Instant): SeatInPool {
  if (!pool.season) return { poolId: pool.id, kind: pool.kind }
  const window = seasonWindow(pool.season)
  return { poolId: pool.id, kind: pool.kind, season: pool.season, window, phase: seasonPhase(window, now) }
}

/**
 * `seatedAnew`: whoever has not signed up yet is sent a fresh invitation with their seat, since the old one may be about
 * to run out, or has.
 */
function grant(
  facts: DecidableFacts,
  member: SeatHolder,
  type: UserType,
  seats: Pick<SeatOutcome, 'take' | 'free' | 'keep'>,
  now: Instant,
  seatedAnew: boolean,
): Decision<SeatOutcome, never> {
  const had = [...seats.keep, ...seats.take].filter(isOfSeason)
  const seasons = facts.pools.flatMap((pool) => had.find(({ poolId }) => poolId === pool.id) ?? [])
  const freshInvitation = seatedAnew && member.invitedAt != null
  const invitedAt = freshInvitation ? now : member.invitedAt
  const lapsesAt =
    invitedAt == null
      ? null
      : invitationExpiry(
          type,
          seasons.map(({ season }) => season),
          invitedAt,
          facts.invitationDays,
        )
  const inUse = seatsIn(facts, seats)
  // Two seats at once: where none is used, there is nothing to warn of.
  const warnings =
    facts.organization === 'production' && seasonsOverlap(seasons) ? (['overlapping-seasons'] as const) : []
  return { kind: 'grant', type, ...inUse, seasons, lapsesAt, freshInvitation, warnings }
}

/** D-15: do any two seasons that are not over share an instant, so that two seats are used at once? */
function seasonsOverlap(seasons: readonly SeasonInPool[]): boolean {
  const windows = seasons
    .flatMap(({ phase, window }) => (phase === 'closed' ? [] : [window]))
    .sort(compareWindows)
  // Sorted by opening: if any two overlap, two neighbours do.
  return windows.some((window, i) => i > 0 && windowsOverlap(windows[i - 1]!, window))
}
