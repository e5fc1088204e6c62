import { civilOf, type Day } from './day.ts'
import { assertAnchorDay, dayInMonth, monthNumber } from './months.ts'

/** How often a contract is billed. Any whole number of months is possible; three of them have names. */
export type BillingInterval = 'monthly' | 'quarterly' | 'annual' | { readonly months: number }

/**
 * What billing periods align to: a day, from which they are counted; or a day with an own day of the month that is
 * kept where the month has it: `{ from: '2026-02-28', day: 31 }` goes on with 31 March.
 */
export type BillingAnchor = Day | { readonly from: Day; readonly day: number }

/** One concrete period `[start, end)`; number 0 begins in the anchor's month, earlier ones are negative. */
export interface BillingPeriod {
  readonly number: number
  readonly start: Day
  readonly end: Day
}

/** A period as far as it lies within a term; `whole` is the period that it is a part of. */
export interface PeriodOfTerm {
  readonly start: Day
  readonly end: Day
  readonly part: 'whole' | 'leading' | 'trailing' | 'inner'
  readonly whole: BillingPeriod
}

/** The length of an interval in months. Throws where it is not a whole number above zero. */
export function monthsOf(interval: BillingInterval): number {
  switch (interval) {
    case 'monthly':
      return 1
    case 'quarterly':
      return 3
    case 'annual':
      return 12
  }
  if (!Number.isSafeInteger(interval.months) || interval.months < 1) {
    throw new RangeError(`Not an interval in months: ${interval.months}`)
  }
  return interval.months
}

interface Grid {
  /** The anchor's month, counted on over the years. */
  readonly from: number
  readonly anchorDay: number
  /** Of a period. */
  readonly months: number
}

function gridOf(anchor: BillingAnchor, interval: BillingInterval): Grid {
  const months = monthsOf(interval)
  const { year, month, day } = civilOf(typeof anchor === 'string' ? anchor : anchor.from)
  const anchorDay = typeof anchor === 'string' ? day : anchor.day
  assertAnchorDay(anchorDay)
  return { from: monthNumber(year, month), anchorDay, months }
}

/** Counted from the anchor each time, so that month ends clamp without drifting. */
function startOfPeriod({ from, anchorDay, months }: Grid, number: number): Day {
  return dayInMonth(from + number * months, anchorDay)
}

function periodOf(grid: Grid, number: number): BillingPeriod {
  return { number, start: startOfPeriod(grid, number), end: startOfPeriod(grid, number + 1) }
}

/** CAL-04: the billing period that contains a day, before the anchor too. For an instant, ask with its UTC day. */
export function billingPeriodAt(anchor: BillingAnchor, interval: BillingInterval, day: Day): BillingPeriod {
  const grid = gridOf(anchor, interval)
  const { year, month } = civilOf(day)
  const number = Math.floor((monthNumber(year, month) - grid.from) / grid.months)
  const start = startOfPeriod(grid, number)
  // In the month in which a period begins, the days before its start belong to the one before.
  if (day < start) return { number: number - 1, start: startOfPeriod(grid, number - 1), end: start }
  return { number, start, end: startOfPeriod(grid, number + 1) }
}

/** CAL-04: `count` billing periods on end, from the one with number `first` (0: the anchor's own). */
export function billingPeriods(
  anchor: BillingAnchor,
  interval: BillingInterval,
  count: number,
  first: number = 0,
): BillingPeriod[] {
  const grid = gridOf(anchor, interval)
  return Array.from({ length: count }, (_, i) => periodOf(grid, first + i))
}

/**
 * CAL-04: the billing periods of a term `[start, end)`, which they fill without gap or overlap. Where the term
 * begins or ends within a period, there is a leading or a trailing part; a term within one period is an inner part of it.
 * An empty term has none.
 */
export function billingPeriodsOfTerm(
  term: { readonly start: Day; readonly end: Day },
  anchor: BillingAnchor,
  interval: BillingInterval,
): PeriodOfTerm[] {
  const grid = gridOf(anchor, interval)
  const periods: PeriodOfTerm[] = []
  let start = term.start
  let number = start < term.end ? billingPeriodAt(anchor, interval, start).number : 0
  while (start < term.end) {
    const whole = periodOf(grid, number++)
    const end = whole.end < term.end ? whole.end : term.end
    periods.push({ start, end, part: partOf(start > whole.start, end < whole.end), whole })
    start = end
  }
  return periods
}

function partOf(startsLate: boolean, endsEarly: boolean): PeriodOfTerm['part'] {
  if (startsLate) return endsEarly ? 'inner' : 'leading'
  return endsEarly ? 'trailing' : 'whole'
}
