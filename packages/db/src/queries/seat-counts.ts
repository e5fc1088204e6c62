import {
  type Instant,
  type PoolAvailability,
  type PoolFacts,
  type UserType,
  poolAvailability,
} from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { inTenant } from '../transaction.ts'
import { poolsOf } from './pools.ts'

export interface SeatCount {
  readonly poolId: string
  readonly kind: Exclude<UserType, 'seasonal'>
  readonly availability: PoolAvailability
}

/** SEAT-02: the pools beside the seasons' (full-time, collaborator, staff), in that order. */
export async function seatCounts({ em, actor, now }: QueryContext): Promise<readonly SeatCount[]> {
  return countsOf(await inTenant(em, actor, (db) => poolsOf(db, actor.accountId, now, [])), now)
}

/** The same, from pools that were read already. */
export function countsOf(pools: readonly PoolFacts[], now: Instant): SeatCount[] {
  return pools.flatMap((pool) => {
    if (pool.kind === 'seasonal') return []
    return [{ poolId: pool.id, kind: pool.kind, availability: poolAvailability(pool, now) }]
  })
}
