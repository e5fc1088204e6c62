import type { PoolAvailability, Season, Window } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'

export interface SeasonalLimit {
  readonly season: Season
  readonly poolId: string
  readonly window: Window
  readonly phase: 'upcoming' | 'open'
  readonly availability: PoolAvailability
}

/** USER-06: each open and coming season with its seats, ordered by opening. */
export async function seasonalLimits(_context: QueryContext): Promise<readonly SeasonalLimit[]> {
  throw new Error('not built yet')
}
