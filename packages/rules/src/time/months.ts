import type { Decision } from '../decision.ts'
import { daysInMonth } from './civil.ts'
import { civilOf, type Day, dayOfCivil } from './day.ts'

/** A month as a number that counts on over the years: January of year 0 is 0. */
export function monthNumber(year: number, month: number): number {
  return year * 12 + month - 1
}

/** The given day of a month, or the month's last day where it is shorter. Throws outside the years 0000–9999. */
export function dayInMonth(number: number, dayOfMonth: number): Day {
  const year = Math.floor(number / 12)
  const month = number - year * 12 + 1
  if (!(year >= 0 && year <= 9999)) throw new RangeError(`Not a month of the years 0000–9999: ${number}`)
  return dayOfCivil(year, month, Math.min(dayOfMonth, daysInMonth(year, month)))
}

function assertWhole(n: number): void {
  if (!Number.isSafeInteger(n)) throw new RangeError(`Not a whole number of months: ${n}`)
}

/**
 * CAL-04: `n` months later (earlier when negative), on the day's own day of month, clamped to the end of a shorter
 * month: 31 Jan + 1 is 28 or 29 Feb. Adding step by step drifts (31 Jan → 28 Feb → 28 Mar): count from the first day, or
 * give the `anchorDay` (1–31) that is kept and restored (28 Feb + 1 with anchor 31 is 31 Mar).
 */
export function addMonths(day: Day, n: number, anchorDay?: number): Day {
  assertWhole(n)
  const { year, month, day: own } = civilOf(day)
  const anchor = anchorDay ?? own
  assertAnchorDay(anchor)
  return dayInMonth(monthNumber(year, month) + n, anchor)
}

/** CAL-04: `n` years later; from 29 February, 28 February in years without one, unless `anchorDay` says otherwise. */
export function addYears(day: Day, n: number, anchorDay?: number): Day {
  return addMonths(day, n * 12, anchorDay)
}

/** As {@link addMonths}, but refused where the month is too short for the day: 31 Jan + 1 has no answer. */
export function addMonthsStrictly(day: Day, n: number): Decision<{ readonly day: Day }, 'no-such-day'> {
  const later = addMonths(day, n)
  return civilOf(later).day === civilOf(day).day
    ? { kind: 'grant', day: later }
    : { kind: 'refuse', reason: 'no-such-day' }
}

/** As {@link addYears}, but refused where there is no 29 February. */
export function addYearsStrictly(day: Day, n: number): Decision<{ readonly day: Day }, 'no-such-day'> {
  return addMonthsStrictly(day, n * 12)
}

/** How many months lie between the months of two days, whatever their days of the month. */
export function monthsBetween(from: Day, to: Day): number {
  const a = civilOf(from)
  const b = civilOf(to)
  return monthNumber(b.year, b.month) - monthNumber(a.year, a.month)
}

/** Throws where it is not a day that some month has: 1–31. */
export function assertAnchorDay(anchorDay: number): void {
  if (!Number.isInteger(anchorDay) || anchorDay < 1 || anchorDay > 31) {
    throw new RangeError(`Not a day of a month: ${anchorDay}`)
  }
}
