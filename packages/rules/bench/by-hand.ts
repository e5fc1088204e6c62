/** The least that can be written by hand, for the benchmarks to compare with: text that is trusted to be a date. */

const twoDigits = (text: string, at: number): number =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

/** Days since 1 March of year 0. */
export function dayNumber(text: string): number {
  const month = twoDigits(text, 5)
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2) - (month <= 2 ? 1 : 0)
  const fromMarch = month <= 2 ? month + 9 : month - 3
  const leaps = (year >> 2) - ((year / 100) | 0) + ((year / 400) | 0)
  return year * 365 + leaps + (((153 * fromMarch + 2) / 5) | 0) + twoDigits(text, 8)
}

const EPOCH = dayNumber('1970-01-01')

/** 00:00 UTC of a day in epoch milliseconds. */
export const midnight = (text: string): number => (dayNumber(text) - EPOCH) * 86_400_000
