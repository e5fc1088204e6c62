import { seasonPhase } from '../season/window.ts'
import type { Instant } from '../time/instant.ts'
import { hasFreeSeat, poolAvailability } from './availability.ts'
import type { PoolFacts, PoolKind, SeatFacts } from './facts.ts'

/** One way to have no more people than seats again, and for how many of them it serves. */
export type WayOut =
  | { readonly way: 'free-seats'; readonly seats: number }
  /** Buy where the portal sells them, else ask for them (SEAT-04, REQ-01). */
  | { readonly way: 'add-seats'; readonly seats: number; readonly how: 'buy' | 'request' }
  /** Move people to a pool that has room: another type, or another season. */
  | { readonly way: 'move'; readonly seats: number; readonly poolId: string; readonly kind: PoolKind }

export interface OverAllocation {
  readonly poolId: string
  readonly kind: PoolKind
  /** How many seats too many are taken. */
  readonly over: number
  readonly waysOut: readonly WayOut[]
}

const HOW_ADDED: Record<PoolKind, 'buy' | 'request'> = {
  'full-time': 'buy',
  collaborator: 'request',
  seasonal: 'request',
  staff: 'buy',
}

/**
 * The pools in which more seats are taken than there are, each with the ways out. A smaller season, a lower ratio or a
 * reduction that named nobody can lead there; nobody is evicted by it (D-23), but nobody new gets in. Seasons that are
 * closed no longer matter.
 */
export function overAllocations(facts: SeatFacts, now: Instant): OverAllocation[] {
  if (facts.organization === 'sandbox') return []
  const live = facts.pools.filter((pool) => !pool.season || seasonPhase(pool.season, now) !== 'closed')
  return live.flatMap((pool): OverAllocation[] => {
    const availability = poolAvailability(pool, now)
    if (availability.mode === 'unlimited' || availability.over === 0) return []
    const { over } = availability
    return [{ poolId: pool.id, kind: pool.kind, over, waysOut: waysOut(pool, over, live, now) }]
  })
}

function waysOut(pool: PoolFacts, over: number, live: readonly PoolFacts[], now: Instant): WayOut[] {
  const ways: WayOut[] = [
    { way: 'free-seats', seats: over },
    { way: 'add-seats', seats: over, how: HOW_ADDED[pool.kind] },
  ]
  for (const other of live) {
    const availability = poolAvailability(other, now)
    if (other.id === pool.id || !hasFreeSeat(availability)) continue
    const room = availability.mode === 'unlimited' ? over : Math.min(over, availability.remaining)
    ways.push({ way: 'move', seats: room, poolId: other.id, kind: other.kind })
  }
  return ways
}
