import { addMilliseconds, type Instant, MS_PER_DAY } from '@seatkeeper/rules'

/** Where the business clock is to go. It goes forward only: what has happened has happened (decision 0034). */
export type ClockGoal =
  | { readonly to: 'next-event' }
  | { readonly to: 'instant'; readonly at: Instant }
  | { readonly to: 'later'; readonly days: number }

/** What the doors' buttons and fields say, `at` without a zone and read as UTC; null where it says no place to go. */
export function readClockGoal(go: string, at: string): ClockGoal | null {
  if (go === 'next-event') return { to: 'next-event' }
  if (go === 'day' || go === 'week') return { to: 'later', days: go === 'day' ? 1 : 7 }
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(at) ? Date.parse(`${at}Z`) : Number.NaN
  return go !== 'at' || Number.isNaN(instant) ? null : { to: 'instant', at: instant as Instant }
}

/** Null: the next event, which the worker finds out. */
export function targetOf(goal: ClockGoal, from: Instant): Instant | null {
  switch (goal.to) {
    case 'next-event':
      return null
    case 'instant':
      return goal.at
    case 'later':
      return addMilliseconds(from, goal.days * MS_PER_DAY)
  }
}
