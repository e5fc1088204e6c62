import {
  type Instant,
  type PoolAvailability,
  type PoolFacts,
  type Season,
  type Window,
  poolAvailability,
  seasonPhase,
  seasonWindow,
} from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { inTenant } from '../transaction.ts'
import { poolsOf } from './pools.ts'

export interface SeasonalLimit {
  readonly season: Season
  readonly poolId: string
  readonly window: Window
  readonly phase: 'upcoming' | 'open'
  readonly availability: PoolAvailability
}

/** USER-06: each open and coming season with its seats, ordered by opening. */
export async function seasonalLimits({ em, actor, now }: QueryContext): Promise<readonly SeasonalLimit[]> {
  return limitsOf(await inTenant(em, actor, (db) => poolsOf(db, actor.accountId, now, [])), now)
}

/** The same, from pools that were read already. */
export function limitsOf(pools: readonly PoolFacts[], now: Instant): SeasonalLimit[] {
  return pools.flatMap((pool) => {
    if (!pool.season) return []
    const window = seasonWindow(pool.season)
    const phase = seasonPhase(window, now)
    if (phase === 'closed') return []
    return [
      { season: pool.season, poolId: pool.id, window, phase, availability: poolAvailability(pool, now) },
    ]
  })
}
