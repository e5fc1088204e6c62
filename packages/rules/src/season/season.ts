import type { Day } from '../time/day.ts'

/** A season as contracted: two calendar dates, both inclusive, read in UTC (CAL-01). */
export interface Season {
  readonly id: string
  readonly name: string
  readonly firstDay: Day
  readonly lastDay: Day
}
