import type { QueryContext } from '../context.ts'
import { inTenant } from '../transaction.ts'
import { poolsOf } from './pools.ts'
import { type SeasonalLimit, limitsOf } from './seasonal-limits.ts'
import { type SeatCount, countsOf } from './seat-counts.ts'

export interface SeatsOverview {
  readonly counts: readonly SeatCount[]
  readonly seasons: readonly SeasonalLimit[]
}

/** SLK-01: seat counts and seasonal limits of one moment, from one statement. */
export async function seatsOverview({ em, actor, now }: QueryContext): Promise<SeatsOverview> {
  const pools = await inTenant(em, actor, (db) => poolsOf(db, actor.accountId, now, []))
  return { counts: countsOf(pools, now), seasons: limitsOf(pools, now) }
}
