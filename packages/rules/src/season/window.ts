import type { Day } from '../time/day.ts'
import { epochDayOf } from '../time/day.ts'
import { type Instant, MS_PER_DAY, type Window } from '../time/instant.ts'

/** A season's two contracted dates, both inclusive. */
export interface SeasonDates {
  readonly firstDay: Day
  readonly lastDay: Day
}

export type Phase = 'upcoming' | 'open' | 'closed'

/**
 * CAL-01: open from 00:00 UTC of the first day until 00:00 UTC of the day after the last, half-open.
 * Throws where the season ends before it starts: `decideSeasonDates` refuses that at the border.
 */
export function seasonWindow({ firstDay, lastDay }: SeasonDates): Window {
  const first = epochDayOf(firstDay)
  const last = epochDayOf(lastDay)
  if (last < first) throw new RangeError(`A season ends before it starts: ${firstDay} – ${lastDay}`)
  return { opensAt: (first * MS_PER_DAY) as Instant, closesAt: ((last + 1) * MS_PER_DAY) as Instant }
}

/** CAL-03: computed from dates and instant, never stored. */
export function seasonPhase(season: SeasonDates | Window, now: Instant): Phase {
  const window = 'opensAt' in season ? season : seasonWindow(season)
  if (now < window.opensAt) return 'upcoming'
  return now < window.closesAt ? 'open' : 'closed'
}
