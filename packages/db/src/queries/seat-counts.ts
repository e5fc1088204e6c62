import type { PoolAvailability, UserType } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'

export interface SeatCount {
  readonly poolId: string
  readonly kind: Exclude<UserType, 'seasonal'>
  readonly availability: PoolAvailability
}

/** SEAT-02: the pools beside the seasons' (full-time, collaborator, staff), in that order. */
export async function seatCounts(_context: QueryContext): Promise<readonly SeatCount[]> {
  throw new Error('not built yet')
}
