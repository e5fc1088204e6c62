import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyInstant } from '../../test/facts.ts'
import { daysInMonth, FIRST_EPOCH_DAY, isLeapYear, LAST_EPOCH_DAY } from './civil.ts'
import {
  addDays,
  civilOf,
  type Day,
  day,
  dayOfCivil,
  dayOfEpochDay,
  daysBetween,
  epochDayOf,
  isDay,
  parseDay,
  weekdayOf,
} from './day.ts'
import { addMilliseconds, dayAt, instant, instantFromIso, isoFromInstant, startOfDay } from './instant.ts'

describe('a day', () => {
  test.each([
    ['an ordinary day', '2026-06-01', true],
    ['29 February in a leap year', '2028-02-29', true],
    ['29 February in a year that is none', '2027-02-29', false],
    ['29 February in 1900, which 100 divides', '1900-02-29', false],
    ['29 February in 2000, which 400 divides', '2000-02-29', true],
    ['31 April', '2026-04-31', false],
    ['31 July', '2026-07-31', true],
    ['31 August', '2026-08-31', true],
    ['31 September', '2026-09-31', false],
    ['month 0', '2026-00-10', false],
    ['month 13', '2026-13-10', false],
    ['day 0', '2026-06-00', false],
    ['the first day there is', '0000-01-01', true],
    ['the last day there is', '9999-12-31', true],
    ['a day without its zero', '2026-6-01', false],
    ['text after it', '2026-06-01T00:00', false],
    ['slashes', '2026/06/01', false],
    ['a slash before the day', '2026-06/01', false],
    ['a letter among the digits', '2O26-06-01', false],
    ['a colon, which follows the digits', '2026-06-0:', false],
    ['Arabic digits', '٢٠٢٦-٠٦-٠١', false],
    ['nothing', '', false],
  ])('%s: %s is a day: %s', (_, text, expected) => {
    expect(isDay(text)).toBe(expected)
    expect(parseDay(text)).toEqual(
      expected ? { kind: 'grant', day: text } : { kind: 'refuse', reason: 'invalid-day' },
    )
  })

  test('no character but a digit stands in any place of a digit, none but a dash in that of a dash', () => {
    const right = '2026-10-10'
    const wrong: string[] = []
    for (let place = 0; place < 10; place++) {
      // All that are near the digits and the dash, the letters that look like them, and what overflows a sum of tens and ones.
      for (const character of '!*+,./:;OolI\u0000\u00b2\u0660\uff10\uffff') {
        const text = right.slice(0, place) + character + right.slice(place + 1)
        if (isDay(text)) wrong.push(text)
        expect(() => civilOf(text as Day)).toThrow(`Not a date: ${text}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('years before 1000 keep their zeros', () => {
    expect([7, 42, 999, 1000].map((year) => dayOfCivil(year, 1, 2))).toEqual([
      '0007-01-02',
      '0042-01-02',
      '0999-01-02',
      '1000-01-02',
    ])
  })

  test('code that hands on what is no day is stopped', () => {
    expect(() => civilOf(day('2026-06-01').replace('-', '/') as Day)).toThrow('Not a date: 2026/06-01')
    expect(() => dayOfEpochDay(LAST_EPOCH_DAY + 1)).toThrow(`${LAST_EPOCH_DAY + 1}`)
    expect(() => instantFromIso('noon')).toThrow('Not an ISO 8601 instant: noon')
    expect(() => day('2027-02-29')).toThrow('Not a date: 2027-02-29')
    expect(() => epochDayOf('soon' as Day)).toThrow('Not a date: soon')
    expect(() => dayOfEpochDay(0.5)).toThrow(RangeError)
    expect(() => dayOfEpochDay(LAST_EPOCH_DAY + 1)).toThrow(RangeError)
    expect(() => dayOfEpochDay(FIRST_EPOCH_DAY - 1)).toThrow(RangeError)
    expect(() => addDays(day('9999-12-31'), 1)).toThrow(RangeError)
  })

  test('every day of the calendar is what Date says, and comes back from its number', () => {
    const wrong: number[] = []
    // A prime step visits all months and days of the month over the centuries in little time.
    for (let n = FIRST_EPOCH_DAY; n <= LAST_EPOCH_DAY; n += 89) {
      const date = new Date(n * 86_400_000)
      const text = dayOfEpochDay(n)
      const agrees =
        text === date.toISOString().slice(0, 10) &&
        epochDayOf(text) === n &&
        weekdayOf(text) === (date.getUTCDay() || 7)
      if (!agrees) wrong.push(n)
    }
    expect(wrong).toEqual([])
    expect(dayOfEpochDay(FIRST_EPOCH_DAY)).toBe('0000-01-01')
    expect(dayOfEpochDay(LAST_EPOCH_DAY)).toBe('9999-12-31')
  })

  test('every day of four hundred years in a row', () => {
    const first = epochDayOf(day('1899-12-31'))
    const days = Array.from({ length: 146_098 }, (_, i) => first + i)
    expect(days.filter((n) => epochDayOf(dayOfEpochDay(n)) !== n)).toEqual([])
  })

  test('the months of a leap year and of a common one', () => {
    const lengths = (year: number) => Array.from({ length: 12 }, (_, i) => daysInMonth(year, i + 1))
    expect(lengths(2027)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    expect(lengths(2028)).toEqual([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    expect([1900, 2000, 2027, 2028].map(isLeapYear)).toEqual([false, true, false, true])
  })

  test('days are added and counted across ends of month and year', () => {
    expect(addDays(day('2028-02-28'), 2)).toBe('2028-03-01')
    expect(addDays(day('2026-01-01'), -1)).toBe('2025-12-31')
    expect(daysBetween(day('2026-01-01'), day('2027-01-01'))).toBe(365)
    expect(daysBetween(day('2028-03-01'), day('2028-02-28'))).toBe(-2)
    expect(civilOf(day('2026-11-05'))).toEqual({ year: 2026, month: 11, day: 5 })
  })
})

describe('an instant', () => {
  test.each([
    ['midnight UTC', '2026-06-01T00:00Z', '2026-06-01T00:00:00.000Z'],
    ['the same in New York', '2026-05-31T20:00:00-04:00', '2026-06-01T00:00:00.000Z'],
    ['the same in Nepal', '2026-06-01T05:45+05:45', '2026-06-01T00:00:00.000Z'],
    ['its last millisecond', '2026-06-30T23:59:59.999Z', '2026-06-30T23:59:59.999Z'],
    ['a tenth of a second', '2026-06-30T23:59:59.1Z', '2026-06-30T23:59:59.100Z'],
    ['before 1970', '1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
  ])('%s: %s', (_, text, iso) => {
    expect(isoFromInstant(instantFromIso(text))).toBe(iso)
    expect(instantFromIso(text)).toBe(Date.parse(text))
  })

  test.each([
    '2026-06-01',
    '2026-06-01T24:00Z',
    '2026-06-01T00:60Z',
    '2026-06-01T00:00:60Z',
    '2026-02-30T00:00Z',
    '2026-06-01T00:00',
    'x2026-06-01T00:00Z',
  ])('%s is not one', (text) => {
    expect(() => instantFromIso(text)).toThrow(RangeError)
  })

  test('is written as Date writes it, and its day is the UTC day', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expect(isoFromInstant(instant)).toBe(new Date(instant).toISOString())
        expect(dayAt(instant)).toBe(isoFromInstant(instant).slice(0, 10))
        expect(startOfDay(dayAt(instant))).toBeLessThanOrEqual(instant)
      }),
    )
  })

  test('is a whole number of milliseconds', () => {
    expect(instant(5)).toBe(5)
    expect(addMilliseconds(instant(5), 3)).toBe(8)
    expect(() => instant(0.5)).toThrow('Not an instant: 0.5')
    expect(() => instant(Number.NaN)).toThrow(RangeError)
  })
})
