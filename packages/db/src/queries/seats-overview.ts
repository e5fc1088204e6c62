import type { Day } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { inTenant } from '../transaction.ts'
import { contractEndedOn } from './ended-contract.ts'
import { poolsOf } from './pools.ts'
import { type SeasonalLimit, limitsOf } from './seasonal-limits.ts'
import { type SeatCount, countsOf } from './seat-counts.ts'

export interface SeatsOverview {
  readonly counts: readonly SeatCount[]
  readonly seasons: readonly SeasonalLimit[]
  /** The contract is over since this day, and no other has followed: there are no seats to speak of. */
  readonly endedOn: Day | null
}

/** SLK-01: seat counts and seasonal limits of one moment, from one statement. */
export async function seatsOverview({ em, actor, now }: QueryContext): Promise<SeatsOverview> {
  return inTenant(em, actor, async (db) => {
    const pools = await poolsOf(db, actor.accountId, now, [])
    const endedOn = pools.length === 0 ? await contractEndedOn(db, actor.accountId, now) : null
    return { counts: countsOf(pools, now), seasons: limitsOf(pools, now), endedOn }
  })
}
