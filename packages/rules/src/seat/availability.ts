import type { Instant } from '../time/instant.ts'
import type { ClaimablePool, PoolFacts } from './facts.ts'

/**
 * SEAT-02. `remaining` is never negative: a pool with more seats taken than it has says so in `over`.
 * An unlimited pool has no total to fall short of.
 */
export type PoolAvailability =
  | {
      readonly mode: 'counted' | 'tied'
      readonly total: number
      readonly assigned: number
      readonly held: number
      readonly remaining: number
      readonly over: number
    }
  | { readonly mode: 'unlimited'; readonly assigned: number; readonly held: number }

/**
 * Total, assigned, held and remaining of a pool at an instant. A seat whose invitation or hold has run out by
 * `now` counts as free at once, whether or not a job has tidied it up (CAL-03, D-13, SEAT-11).
 */
export function poolAvailability(pool: PoolFacts, now: Instant): PoolAvailability {
  let { assigned, held } = pool
  if (pool.lapses) {
    for (const lapse of pool.lapses) {
      if (lapse.at > now) continue
      if (lapse.of === 'assigned') assigned -= lapse.seats
      else held -= lapse.seats
    }
  }
  if (pool.mode === 'unlimited') return { mode: 'unlimited', assigned, held }
  const free = pool.total - assigned - held
  return {
    mode: pool.mode,
    total: pool.total,
    assigned,
    held,
    remaining: free > 0 ? free : 0,
    over: free < 0 ? -free : 0,
  }
}

/** Is at least one seat free? */
export function hasFreeSeat(availability: PoolAvailability): boolean {
  return availability.mode === 'unlimited' || availability.remaining > 0
}

/** The same of a pool of which no more is known than that. */
export function canBeTaken(pool: PoolFacts | ClaimablePool, now: Instant): boolean {
  if ('claimable' in pool) return pool.claimable === null || pool.claimable > 0
  return hasFreeSeat(poolAvailability(pool, now))
}
