import type { Decision } from '../decision.ts'
import {
  civilOfEpochDay,
  type CivilDate,
  daysInMonth,
  epochDayOfCivil,
  FIRST_EPOCH_DAY,
  LAST_EPOCH_DAY,
} from './civil.ts'

/** A calendar date, ISO 8601 `YYYY-MM-DD`, without a zone. Two days compare as their strings do. */
export type Day = string & { readonly __day: true }

const DASH = 45
const ZERO = 48

/** So far below zero that nothing in a date makes up for it. */
const NO_DIGITS = -1_000_000

/** Two characters as a number: unrolled, because every window and every proration begins here. */
function twoDigitsAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO
  const ones = text.charCodeAt(at + 1) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NO_DIGITS
}

/** The epoch day of an ISO date, or NaN where the text is not a date that exists. */
function readEpochDay(text: string): number {
  if (!hasShape(text)) return NaN
  const year = twoDigitsAt(text, 0) * 100 + twoDigitsAt(text, 2)
  const month = twoDigitsAt(text, 5)
  const day = twoDigitsAt(text, 8)
  return exists(year, month, day) ? epochDayOfCivil(year, month, day) : NaN
}

function hasShape(text: string): boolean {
  return text.length === 10 && text.charCodeAt(4) === DASH && text.charCodeAt(7) === DASH
}

function exists(year: number, month: number, day: number): boolean {
  return year >= 0 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysInMonth(year, month))
}

/** Is this text a date that exists? `2027-02-29` is not. */
export function isDay(text: string): text is Day {
  return !Number.isNaN(readEpochDay(text))
}

/** A date that a person typed. Refused: what is not `YYYY-MM-DD`, or names a day that does not exist. */
export function parseDay(text: string): Decision<{ readonly day: Day }, 'invalid-day'> {
  return isDay(text) ? { kind: 'grant', day: text } : { kind: 'refuse', reason: 'invalid-day' }
}

/** A date that code wrote or the database holds. Throws where it is not one. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`Not a date: ${text}`)
  return text
}

/** Days since 1970-01-01. Throws where the text is not a date. */
export function epochDayOf(day: Day): number {
  const epochDay = readEpochDay(day)
  if (Number.isNaN(epochDay)) throw new RangeError(`Not a date: ${day}`)
  return epochDay
}

/** `-01` to `-31`: a date is put together in two steps instead of six. */
const DASHED: readonly string[] = Array.from({ length: 32 }, (_, n) => (n < 10 ? `-0${n}` : `-${n}`))

const fourDigits = (n: number): string => (n > 999 ? `${n}` : `${n}`.padStart(4, '0'))

/** The date of a year, month (1–12) and day of the month, which are trusted to exist. */
export function dayOfCivil(year: number, month: number, dayOfMonth: number): Day {
  return (fourDigits(year) + DASHED[month] + DASHED[dayOfMonth]) as Day
}

/** The date of an epoch day. Throws outside the years 0000–9999. */
export function dayOfEpochDay(epochDay: number): Day {
  if (!Number.isInteger(epochDay) || epochDay < FIRST_EPOCH_DAY || epochDay > LAST_EPOCH_DAY) {
    throw new RangeError(`Not an epoch day of the years 0000–9999: ${epochDay}`)
  }
  const { year, month, day } = civilOfEpochDay(epochDay)
  return dayOfCivil(year, month, day)
}

/** Year, month and day of the month as numbers. */
export function civilOf(day: Day): CivilDate {
  const year = twoDigitsAt(day, 0) * 100 + twoDigitsAt(day, 2)
  const month = twoDigitsAt(day, 5)
  const dayOfMonth = twoDigitsAt(day, 8)
  if (!hasShape(day) || !exists(year, month, dayOfMonth)) throw new RangeError(`Not a date: ${day}`)
  return { year, month, day: dayOfMonth }
}

/** So many days later, earlier when negative. Throws outside the years 0000–9999. */
export function addDays(day: Day, days: number): Day {
  return dayOfEpochDay(epochDayOf(day) + days)
}

/** How many days `to` is after `from`; negative when it is before. */
export function daysBetween(from: Day, to: Day): number {
  return epochDayOf(to) - epochDayOf(from)
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return weekdayOfEpochDay(epochDayOf(day))
}

export function weekdayOfEpochDay(epochDay: number): number {
  // 1970-01-01 was a Thursday (4).
  return ((((epochDay + 3) % 7) + 7) % 7) + 1
}
