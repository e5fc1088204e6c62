import { type Phase, seasonPhase, seasonWindow } from '../season/window.ts'
import type { Season } from '../season/season.ts'
import type { Instant, Window } from '../time/instant.ts'
import { compareWindows } from '../time/window.ts'
import { hasFreeSeat, type PoolAvailability, poolAvailability } from './availability.ts'
import type { SeatFacts, SeatHolder, UserType } from './facts.ts'

/** A season as a choice on the add and edit forms. */
export interface OfferedSeason {
  readonly season: Season
  readonly poolId: string
  readonly window: Window
  readonly phase: Phase
  readonly availability: PoolAvailability
  /** The member holds a seat in it: it is chosen when the form opens. */
  readonly held: boolean
  readonly choosable: boolean
  /** Why not, exactly when it is not choosable. */
  readonly reason?: 'season-full'
}

/** A user type as a choice on the add and edit forms. */
export interface OfferedType {
  readonly type: UserType
  readonly choosable: boolean
  /** Why not, exactly when it is not choosable. */
  readonly reason?: TypeUnavailable
}

export type TypeUnavailable =
  'no-full-time-seat' | 'no-collaborator-seat' | 'no-staff-seat' | 'season-full' | 'no-season'

/**
 * SEAT-03: the seasons that are not yet closed, and those that the member holds, in the order of their windows.
 * A full season is shown, not choosable, with its reason (D-37); one that the member holds stays choosable.
 * In a sandbox no season is full, because its members take no seat.
 */
export function offeredSeasons(
  facts: SeatFacts,
  heldPoolIds: readonly string[],
  now: Instant,
): OfferedSeason[] {
  const offered: OfferedSeason[] = []
  for (const pool of facts.pools) {
    if (!pool.season) continue
    const window = seasonWindow(pool.season)
    const phase = seasonPhase(window, now)
    const held = heldPoolIds.includes(pool.id)
    if (phase === 'closed' && !held) continue
    const availability = poolAvailability(pool, now)
    const choosable = held || facts.organization === 'sandbox' || hasFreeSeat(availability)
    const choice = { season: pool.season, poolId: pool.id, window, phase, availability, held, choosable }
    offered.push(choosable ? choice : { ...choice, reason: 'season-full' })
  }
  return offered.sort((a, b) => compareWindows(a.window, b.window))
}

const STANDARD_TYPES = ['full-time', 'collaborator', 'seasonal'] as const satisfies UserType[]
const CLASSIC_TYPES = ['staff'] as const satisfies UserType[]

/**
 * SEAT-04: every user type of the contract's policy, choosable when it has a free seat (seasonal: a season that is
 * not yet closed has one), else with the reason. A member's own type is choosable for as long as they hold a seat
 * of it, and `seasonal` stays so for a seasonal member whose seasons are over (D-14).
 * `member` is null for somebody who is being added.
 */
export function offeredTypes(facts: SeatFacts, member: SeatHolder | null, now: Instant): OfferedType[] {
  const classic = facts.pools.some((pool) => pool.kind === 'staff')
  return (classic ? CLASSIC_TYPES : STANDARD_TYPES).map((type) => {
    const reason = keepsType(facts, member, type) ? null : whyUnavailable(facts, type, now)
    return reason ? { type, choosable: false, reason } : { type, choosable: true }
  })
}

function keepsType(facts: SeatFacts, member: SeatHolder | null, type: UserType): boolean {
  if (member?.type !== type || member.dormant) return false
  return (
    type === 'seasonal' ||
    facts.organization === 'sandbox' ||
    facts.pools.some((pool) => pool.kind === type && member.poolIds.includes(pool.id))
  )
}

function whyUnavailable(facts: SeatFacts, type: UserType, now: Instant): TypeUnavailable | null {
  if (type === 'seasonal') {
    const seasons = offeredSeasons(facts, [], now)
    if (seasons.length === 0) return 'no-season'
    return seasons.some((season) => season.choosable) ? null : 'season-full'
  }
  if (facts.organization === 'sandbox') return null
  const pool = facts.pools.find((candidate) => candidate.kind === type)
  return pool && hasFreeSeat(poolAvailability(pool, now)) ? null : noSeatReason(type)
}

/** The refusal of a pool without seasons that has no seat left. */
export function noSeatReason(
  type: Exclude<UserType, 'seasonal'>,
): 'no-full-time-seat' | 'no-collaborator-seat' | 'no-staff-seat' {
  return `no-${type}-seat`
}
