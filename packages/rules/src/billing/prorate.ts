import type { Decision } from '../decision.ts'
import type { Currency } from '../money/currency.ts'
import { type ExactAmount, exactProduct, type Rounding, roundExact } from '../money/exact.ts'
import type { Money } from '../money/money.ts'
import { civilOfEpochDay } from '../time/civil.ts'
import { type Day, dayOfEpochDay, epochDayOf } from '../time/day.ts'
import { dayAt, type Instant, MS_PER_SECOND } from '../time/instant.ts'
import { addMonths } from '../time/months.ts'

/**
 * What a part of a period is measured in (D-11). `day`: UTC days over the days in the period. `second`: whole
 * seconds over the seconds in the period. `thirty-day-month`: every month of the period counts thirty days; its
 * k-th day begins when k − 1 of them are spent, and its last day bears the rest: three in February, and in a month of
 * 31 days the 30th costs nothing. So a last day is never free (D-36); calendar months come out as 30E/360 counts them.
 * Under each of them the parts of a period that is split anywhere add up to the whole (BILL-09).
 */
export type ProrationBasis = 'day' | 'second' | 'thirty-day-month'

/** D-36: adding on a day charges that day, or leaves it free. */
export type DayOfChange = 'charged' | 'free'

/** Half-open: `end` is the first day of the next period. */
export interface DaySpan {
  readonly start: Day
  readonly end: Day
}

/** What is priced: the price of one unit for one whole period is `unitPrice × times ÷ per`. */
export interface Priced<C extends Currency = Currency> {
  readonly quantity: number
  readonly unitPrice: Money<C>
  /** How often the unit price is due in a whole period: 12 for a monthly price in a year. Default 1. */
  readonly times?: number
  /** How many units (or months, for a yearly price) the unit price buys. Default 1. */
  readonly per?: number
  /** Default `half-up` (D-35). */
  readonly rounding?: Rounding
}

/** By calendar day: from the day of the change until `until`, by default the end of the period. */
export interface DayProration<C extends Currency = Currency> extends Priced<C> {
  readonly basis?: 'day' | 'thirty-day-month'
  readonly period: DaySpan
  readonly changeOn: Day
  readonly until?: Day
  readonly dayOfChange?: DayOfChange
}

/** By the second, instants rounded down to it. Periods may begin at any second. */
export interface SecondProration<C extends Currency = Currency> extends Priced<C> {
  readonly basis: 'second'
  readonly period: { readonly start: Instant; readonly end: Instant }
  readonly changeAt: Instant
  readonly until?: Instant
}

/** A part of a period: `part` of `whole` days (or seconds). */
export interface Portion {
  readonly part: number
  readonly whole: number
}

export interface Proration<C extends Currency = Currency> extends Portion {
  readonly amount: Money<C>
  /** The amount before its one rounding, in minor units. */
  readonly exact: ExactAmount
}

/**
 * The part of a price for the part of a period that remains: `quantity × unit price × part ÷ whole`, one exact
 * fraction, rounded once (BILL-03, BILL-05, BILL-09, D-11, D-35, D-36). Refused: a period that ends before it
 * starts; a change outside the period (at its very end nothing is left: 0); a negative or fractional quantity or
 * price; an amount beyond the safe integers.
 */
export function prorate<C extends Currency>(
  input: DayProration<C> | SecondProration<C>,
): Decision<
  Proration<C>,
  | 'ends-before-start'
  | 'change-outside-period'
  | 'invalid-quantity'
  | 'invalid-amount'
  | 'amount-out-of-range'
> {
  const portion = input.basis === 'second' ? portionBySecond(input) : portionByDay(input)
  if (portion.kind === 'refuse') return portion
  return portionOf(input, portion)
}

/**
 * The price of an explicit portion, where neither days nor seconds measure it: usage, a share agreed by hand,
 * another system's own count. Refused: as {@link prorate}; throws for a whole that is not positive.
 */
export function portionOf<C extends Currency>(
  price: Priced<C>,
  { part, whole }: Portion,
): Decision<Proration<C>, UnreckonedPortion> {
  const { amount: unitPrice, currency } = price.unitPrice
  const portion = reckonPortion(price, unitPrice, { part, whole })
  if (typeof portion === 'string') return { kind: 'refuse', reason: portion }
  return { kind: 'grant', amount: { amount: portion.amount, currency }, exact: portion.exact, part, whole }
}

type UnreckonedPortion = 'invalid-quantity' | 'invalid-amount' | 'amount-out-of-range'

/** The figures of {@link portionOf} alone, minor units; or the reason why there are none. */
export function reckonPortion(
  { quantity, times = 1, per = 1, rounding = 'half-up' }: Omit<Priced, 'unitPrice'>,
  unitPrice: number,
  { part, whole }: Portion,
): { readonly amount: number; readonly exact: ExactAmount } | UnreckonedPortion {
  if (!(whole > 0 && per > 0)) throw new RangeError(`Not a whole to take a part of: ${whole} × ${per}`)
  if (!isCount(quantity) || !isCount(times) || !isCount(part)) return 'invalid-quantity'
  if (!isCount(unitPrice)) return 'invalid-amount'
  const exact = exactProduct({ amount: unitPrice, quantity, times, per, part, whole })
  if (!exact) return 'amount-out-of-range'
  const amount = roundExact(exact, rounding)
  return Number.isSafeInteger(amount) ? { amount, exact } : 'amount-out-of-range'
}

type PortionDecision = Decision<Portion, 'ends-before-start' | 'change-outside-period'>

/** The portion of a period from a day on, by calendar days or by months of thirty days (D-11, D-36). */
export function portionByDay({
  period,
  changeOn,
  until = period.end,
  basis = 'day',
  dayOfChange = 'charged',
}: Pick<DayProration, 'period' | 'changeOn' | 'until' | 'basis' | 'dayOfChange'>): PortionDecision {
  const start = epochDayOf(period.start)
  const end = epochDayOf(period.end)
  const stop = until === period.end ? end : epochDayOf(until)
  const change = epochDayOf(changeOn)
  if (end <= start) return { kind: 'refuse', reason: 'ends-before-start' }
  if (change < start || change > end || stop > end) {
    return { kind: 'refuse', reason: 'change-outside-period', start: period.start, end: period.end }
  }
  if (stop < change) return { kind: 'refuse', reason: 'ends-before-start' }
  const from = dayOfChange === 'free' && change < stop ? change + 1 : change
  if (basis === 'day') return { kind: 'grant', part: stop - from, whole: end - start }
  const spent = thirtieths(start, end)
  return { kind: 'grant', part: spent(stop) - spent(from), whole: spent(end) }
}

/** The portion of a period from an instant on, by whole seconds. */
export function portionBySecond({
  period,
  changeAt,
  until = period.end,
}: Pick<SecondProration, 'period' | 'changeAt' | 'until'>): PortionDecision {
  const [start, end, change, stop] = [period.start, period.end, changeAt, until].map(wholeSecond) as [
    number,
    number,
    number,
    number,
  ]
  if (end <= start) return { kind: 'refuse', reason: 'ends-before-start' }
  if (change < start || change > end || stop > end) {
    return {
      kind: 'refuse',
      reason: 'change-outside-period',
      start: dayAt(period.start),
      end: dayAt(period.end),
    }
  }
  if (stop < change) return { kind: 'refuse', reason: 'ends-before-start' }
  return { kind: 'grant', part: stop - change, whole: end - start }
}

/**
 * How many thirtieths of a month are spent when a day begins, for a period that starts at `start`. The months of a
 * period align to the later day of month of its two ends, so that a month clamped at its end is one month still.
 */
function thirtieths(start: number, end: number): (day: number) => number {
  const first = dayOfEpochDay(start)
  const anchorDay = Math.max(civilOfEpochDay(start).day, civilOfEpochDay(end).day)
  return (day) => {
    if (day === start) return 0
    let months = 0
    let monthStart = start
    for (;;) {
      const next = epochDayOf(addMonths(first, months + 1, anchorDay))
      if (next > day) return months * 30 + Math.min(day - monthStart, 29)
      months += 1
      monthStart = next
    }
  }
}

function wholeSecond(at: Instant): number {
  return Math.floor(at / MS_PER_SECOND)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
