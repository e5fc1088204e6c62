import type { DaySpan } from '../billing/prorate.ts'
import { type ExactAmount, exactQuotient } from '../money/exact.ts'
import { calendarMonthOf, calendarMonths } from '../time/calendar-month.ts'
import { addDays, type Day } from '../time/day.ts'

/** The contract's full-time seats from a day on (its 00:00 UTC). In any order, one entry for a day. */
export interface LicenceChange {
  readonly from: Day
  readonly seats: number
}

/**
 * STOR-05: full-time licences on the contract at the end of the UTC calendar month in which `day` lies. A change on
 * its last day counts, one on the first of the next month does not. Before the first entry there are none.
 */
export function licenceCount(history: readonly LicenceChange[], day: Day): number {
  const { lastDay } = calendarMonthOf(day)
  let latest: LicenceChange | undefined
  for (const change of history) {
    if (change.from <= lastDay && (!latest || change.from > latest.from)) latest = change
  }
  return latest?.seats ?? 0
}

/**
 * STOR-07, D-08: the straight-line average, for data storage of usage-based licences: the mean of the month-end
 * counts of the commitment period so far, the month of `day` included. A month that ends after the commitment does
 * not count, unless it is the only one. Throws for a day before the commitment.
 */
export function averageLicences(
  history: readonly LicenceChange[],
  commitment: DaySpan,
  day: Day,
): ExactAmount {
  const last = addDays(commitment.end, -1)
  const months = calendarMonths(commitment.start, day < last ? day : last)
  if (months.length === 0) throw new RangeError(`${day} is before the commitment, ${commitment.start}`)
  const counted = months.filter((month) => month.lastDay < commitment.end)
  const ends = counted.length > 0 ? counted : months
  const sum = ends.reduce((total, month) => total + licenceCount(history, month.lastDay), 0)
  return exactQuotient(sum, ends.length)
}
