/**
 * The proleptic Gregorian calendar as integer arithmetic. An epoch day counts days from 1970-01-01 (= 0).
 * Years run from 0 to 9999, so that a day is always the ten characters of ISO 8601.
 */

export interface CivilDate {
  readonly year: number
  /** 1–12 */
  readonly month: number
  /** 1–31 */
  readonly day: number
}

export const FIRST_EPOCH_DAY = -719_528 // 0000-01-01
export const LAST_EPOCH_DAY = 2_932_896 // 9999-12-31

/** Has this year a 29 February? Gregorian: 2000 has, 1900 has not. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** How many days a month (1–12) of a year has. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  // 30 days has April, June, September, November: the parity of the month flips after July.
  return 30 + ((month + (month >> 3)) & 1)
}

/**
 * The epoch day of a civil date. Years are counted from 1 March, so that the leap day ends a year and
 * the day of the year is a straight line through the months.
 */
export function epochDayOfCivil(year: number, month: number, day: number): number {
  // Years begin in March, so that the leap day is the last; 400 years more keep January of year 0 above zero.
  const y = (month <= 2 ? year - 1 : year) + 400
  const monthFromMarch = month <= 2 ? month + 9 : month - 3
  const dayOfYear = (((153 * monthFromMarch + 2) / 5) | 0) + day - 1
  return y * 365 + (y >> 2) - ((y / 100) | 0) + ((y / 400) | 0) + dayOfYear - 865_565
}

/** The civil date of an epoch day: the inverse of {@link epochDayOfCivil}. */
export function civilOfEpochDay(epochDay: number): CivilDate {
  const shifted = epochDay + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra =
    ((dayOfEra - ((dayOfEra / 1460) | 0) + ((dayOfEra / 36_524) | 0) - ((dayOfEra / 146_096) | 0)) / 365) | 0
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0))
  const monthFromMarch = ((5 * dayOfYear + 2) / 153) | 0
  const day = dayOfYear - (((153 * monthFromMarch + 2) / 5) | 0) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return { year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day }
}
