import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDay } from '../../test/facts.ts'
import {
  type BillingAnchor,
  type BillingInterval,
  billingPeriodAt,
  billingPeriods,
  billingPeriodsOfTerm,
  monthsOf,
} from './billing-period.ts'
import { calendarMonthAt, calendarMonthOf, calendarMonths } from './calendar-month.ts'
import { addDays, civilOf, day, daysBetween } from './day.ts'
import { instantFromIso } from './instant.ts'
import { addMonths, addMonthsStrictly, addYears, addYearsStrictly, monthsBetween } from './months.ts'

describe('CAL-04 months later', () => {
  test.each([
    ['an ordinary month', '2026-01-15', 1, '2026-02-15'],
    ['31 Jan + 1 is clamped to 28 Feb', '2026-01-31', 1, '2026-02-28'],
    ['… to 29 Feb in a leap year', '2028-01-31', 1, '2028-02-29'],
    ['31 Jan + 2 is 31 Mar: it does not drift', '2026-01-31', 2, '2026-03-31'],
    ['31 Aug − 6', '2026-08-31', -6, '2026-02-28'],
    ['over the turn of the year', '2026-11-30', 3, '2027-02-28'],
    ['back over it', '2026-01-31', -2, '2025-11-30'],
    ['none', '2026-01-31', 0, '2026-01-31'],
    ['a hundred years', '2026-01-31', 1200, '2126-01-31'],
  ])('%s: %s + %i is %s', (_, from, n, to) => {
    expect(addMonths(day(from), n)).toBe(to)
  })

  test.each([
    ['kept and restored', '2026-02-28', 1, 31, '2026-03-31'],
    ['clamped again', '2026-03-31', 1, 31, '2026-04-30'],
    ['an own anchor day earlier in the month', '2026-02-28', 1, 1, '2026-03-01'],
    ['for no months at all', '2026-02-28', 0, 31, '2026-02-28'],
  ])('the anchor day is %s: %s + %i on the %i. is %s', (_, from, n, anchor, to) => {
    expect(addMonths(day(from), n, anchor)).toBe(to)
  })

  test.each([
    ['29 Feb is clamped', '2028-02-29', 1, '2029-02-28'],
    ['29 Feb + 4 is 29 Feb', '2028-02-29', 4, '2032-02-29'],
    ['29 Feb before 2100', '2096-02-29', 4, '2100-02-28'],
    ['28 Feb stays', '2027-02-28', 1, '2028-02-28'],
  ])('years later, %s: %s + %i is %s', (_, from, n, to) => {
    expect(addYears(day(from), n)).toBe(to)
  })

  test('years later the anchor day can be restored', () => {
    expect(addYears(day('2029-02-28'), 3, 29)).toBe('2032-02-29')
  })

  test('strictly, a month that is too short refuses', () => {
    expect(addMonthsStrictly(day('2026-01-31'), 2)).toEqual({ kind: 'grant', day: '2026-03-31' })
    expect(addMonthsStrictly(day('2026-01-31'), 1)).toEqual({ kind: 'refuse', reason: 'no-such-day' })
    expect(addYearsStrictly(day('2028-02-29'), 4)).toEqual({ kind: 'grant', day: '2032-02-29' })
    expect(addYearsStrictly(day('2028-02-29'), 1)).toEqual({ kind: 'refuse', reason: 'no-such-day' })
  })

  test('what only code can get wrong is thrown', () => {
    expect(() => addMonths(day('2026-01-31'), 0.5)).toThrow('Not a whole number of months: 0.5')
    expect(() => addMonths(day('2026-01-31'), 1, 32)).toThrow('Not a day of a month: 32')
    expect(() => addMonths(day('2026-01-31'), 1, 0)).toThrow('Not a day of a month: 0')
    expect(() => addMonths(day('2026-01-31'), 1, 1.5)).toThrow(RangeError)
    expect(() => addMonths(day('9999-12-31'), 1)).toThrow(RangeError)
    expect(() => addMonths(day('0000-01-31'), -1)).toThrow(RangeError)
    expect(addMonths(day('0000-02-29'), -1)).toBe('0000-01-29')
    expect(addMonths(day('9999-11-30'), 1)).toBe('9999-12-30')
  })

  test('the month is always n later, the day the same or the month’s last', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -300, max: 300 }), (from, n) => {
        const to = addMonths(from, n)
        expect(monthsBetween(from, to)).toBe(n)
        const own = civilOf(from).day
        const last = civilOf(calendarMonthOf(to).lastDay).day
        expect(civilOf(to).day).toBe(Math.min(own, last))
      }),
    )
  })
})

describe('CAL-04 billing periods', () => {
  const spans = (anchor: BillingAnchor, interval: BillingInterval, count: number, first?: number) =>
    billingPeriods(anchor, interval, count, first).map(({ start, end }) => `${start} ${end}`)

  test.each<[string, BillingAnchor, BillingInterval, string[]]>([
    [
      'monthly from the 31st: clamped at month end, never drifting',
      day('2026-01-31'),
      'monthly',
      ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'],
    ],
    [
      'monthly from 31 Jan in a leap year',
      day('2028-01-31'),
      'monthly',
      ['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30'],
    ],
    [
      'quarterly from 30 Nov',
      day('2026-11-30'),
      'quarterly',
      ['2026-11-30', '2027-02-28', '2027-05-30', '2027-08-30'],
    ],
    [
      'annual from 29 Feb',
      day('2028-02-29'),
      'annual',
      ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'],
    ],
    [
      'every 5 months',
      day('2026-08-31'),
      { months: 5 },
      ['2026-08-31', '2027-01-31', '2027-06-30', '2027-11-30'],
    ],
    [
      'with an own anchor day that the first month lacks',
      { from: day('2026-02-28'), day: 31 },
      'monthly',
      ['2026-02-28', '2026-03-31', '2026-04-30'],
    ],
  ])('%s', (_, anchor, interval, starts) => {
    expect(billingPeriods(anchor, interval, starts.length).map(({ start }) => start)).toEqual(starts)
    expect(spans(anchor, interval, starts.length - 1)).toEqual(
      starts.slice(1).map((end, i) => `${starts[i]} ${end}`),
    )
  })

  test('they can be counted from any number, before the anchor too', () => {
    expect(billingPeriods(day('2026-01-31'), 'monthly', 2, -1)).toEqual([
      { number: -1, start: '2025-12-31', end: '2026-01-31' },
      { number: 0, start: '2026-01-31', end: '2026-02-28' },
    ])
    expect(spans(day('2026-01-31'), 'monthly', 1, 12)).toEqual(['2027-01-31 2027-02-28'])
    expect(billingPeriods(day('2026-01-31'), 'monthly', 0)).toEqual([])
  })

  test.each<[string, BillingAnchor, BillingInterval, string, string]>([
    [
      'the first day belongs to the period',
      day('2026-01-31'),
      'monthly',
      '2026-02-28',
      '1: 2026-02-28 2026-03-31',
    ],
    [
      'the day before to the one before',
      day('2026-01-31'),
      'monthly',
      '2026-02-27',
      '0: 2026-01-31 2026-02-28',
    ],
    ['before the anchor', day('2026-01-31'), 'monthly', '2026-01-30', '-1: 2025-12-31 2026-01-31'],
    ['annual', day('2024-02-29'), 'annual', '2027-02-27', '2: 2026-02-28 2027-02-28'],
    ['annual, a leap day', day('2024-02-29'), 'annual', '2028-02-29', '4: 2028-02-29 2029-02-28'],
    ['annual, the day before it', day('2024-02-29'), 'annual', '2028-02-28', '3: 2027-02-28 2028-02-29'],
    [
      'with an own anchor day after the start',
      { from: day('2026-01-10'), day: 15 },
      'monthly',
      '2026-01-10',
      '-1: 2025-12-15 2026-01-15',
    ],
  ])('the period that contains a day: %s', (_, anchor, interval, within, expected) => {
    const { number, start, end } = billingPeriodAt(anchor, interval, day(within))
    expect(`${number}: ${start} ${end}`).toBe(expected)
  })

  test('every day lies in exactly the period that is named for it', () => {
    const anyInterval = fc.oneof(
      fc.constantFrom<BillingInterval>('monthly', 'quarterly', 'annual'),
      fc.integer({ min: 1, max: 40 }).map((months) => ({ months })),
    )
    const anyAnchor = fc.oneof(anyDay, fc.record({ from: anyDay, day: fc.integer({ min: 1, max: 31 }) }))
    fc.assert(
      fc.property(anyAnchor, anyInterval, anyDay, (anchor, interval, within) => {
        const period = billingPeriodAt(anchor, interval, within)
        expect(period.start <= within && within < period.end).toBe(true)
        const around = billingPeriods(anchor, interval, 3, period.number - 1)
        expect(around[1]).toEqual(period)
        expect(around[0]!.end).toBe(period.start)
        expect(around[2]!.start).toBe(period.end)
        expect(monthsBetween(period.start, period.end)).toBe(monthsOf(interval))
      }),
    )
  })

  test('a leading and a trailing part where a term does not fit the periods', () => {
    const parts = (start: string, end: string, anchor: BillingAnchor) =>
      billingPeriodsOfTerm({ start: day(start), end: day(end) }, anchor, 'monthly').map(
        ({ start, end, part, whole }) => `${part} ${start} ${end} of ${whole.number}`,
      )
    expect(parts('2026-01-10', '2026-03-20', { from: day('2026-01-10'), day: 1 })).toEqual([
      'leading 2026-01-10 2026-02-01 of 0',
      'whole 2026-02-01 2026-03-01 of 1',
      'trailing 2026-03-01 2026-03-20 of 2',
    ])
    expect(parts('2026-01-31', '2026-03-31', day('2026-01-31'))).toEqual([
      'whole 2026-01-31 2026-02-28 of 0',
      'whole 2026-02-28 2026-03-31 of 1',
    ])
    expect(parts('2026-01-10', '2026-01-20', day('2026-01-01'))).toEqual(['inner 2026-01-10 2026-01-20 of 0'])
    expect(parts('2026-01-01', '2026-01-20', day('2026-01-01'))).toEqual([
      'trailing 2026-01-01 2026-01-20 of 0',
    ])
    expect(parts('2026-01-10', '2026-02-01', day('2026-01-01'))).toEqual([
      'leading 2026-01-10 2026-02-01 of 0',
    ])
    expect(parts('2026-01-10', '2026-01-10', day('2026-01-01'))).toEqual([])
  })

  test('the parts fill the term without gap or overlap', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.nat(900),
        anyDay,
        fc.integer({ min: 1, max: 13 }),
        (start, days, anchor, months) => {
          const term = { start, end: addDays(start, days) }
          const parts = billingPeriodsOfTerm(term, anchor, { months })
          const sum = parts.reduce((all, part) => all + daysBetween(part.start, part.end), 0)
          expect(sum).toBe(days)
          for (const [i, part] of parts.entries()) {
            expect(part.start).toBe(i === 0 ? term.start : parts[i - 1]!.end)
            expect(part.start >= part.whole.start && part.end <= part.whole.end).toBe(true)
            const isWhole = part.start === part.whole.start && part.end === part.whole.end
            expect(part.part === 'whole').toBe(isWhole)
          }
        },
      ),
    )
  })

  test('an interval is a whole number of months above zero', () => {
    expect(['monthly', 'quarterly', 'annual'].map((name) => monthsOf(name as BillingInterval))).toEqual([
      1, 3, 12,
    ])
    for (const months of [0, -1, 1.5, Number.NaN])
      expect(() => monthsOf({ months })).toThrow('Not an interval')
    expect(() => billingPeriods({ from: day('2026-01-01'), day: 0 }, 'monthly', 1)).toThrow(RangeError)
  })
})

describe('CAL-07 D-29 UTC calendar months', () => {
  test('from their first instant to the first of the next', () => {
    expect(calendarMonthOf(day('2028-02-10'))).toEqual({
      firstDay: '2028-02-01',
      lastDay: '2028-02-29',
      opensAt: instantFromIso('2028-02-01T00:00Z'),
      closesAt: instantFromIso('2028-03-01T00:00Z'),
    })
    expect(calendarMonthAt(instantFromIso('2026-12-31T23:59:59.999Z')).firstDay).toBe('2026-12-01')
    expect(calendarMonthAt(instantFromIso('2027-01-01T00:00:00.000Z')).firstDay).toBe('2027-01-01')
  })

  test('one after the other, both ends included', () => {
    const months = (from: string, to: string) =>
      calendarMonths(day(from), day(to)).map(({ lastDay }) => lastDay)
    expect(months('2026-12-31', '2027-02-01')).toEqual(['2026-12-31', '2027-01-31', '2027-02-28'])
    expect(months('2026-12-31', '2026-12-01')).toEqual(['2026-12-31'])
    expect(months('2027-01-01', '2026-12-31')).toEqual([])
  })
})

test('CAL-04 an own anchor day that no month has is a programmer’s mistake', () => {
  const from = day('2026-01-10')
  for (const anchorDay of [0, 32, 1.5]) {
    expect(() => billingPeriodAt({ from, day: anchorDay }, 'monthly', from)).toThrow('Not a day of a month')
    expect(() => addMonths(from, 1, anchorDay)).toThrow(`${anchorDay}`)
  }
  expect(() => addMonths(day('9999-12-01'), 1)).toThrow('Not a month of the years 0000–9999')
})

test('CAL-04 a term of no days has no periods, and one that ends before it starts neither', () => {
  const on = day('2026-01-10')
  expect(billingPeriodsOfTerm({ start: on, end: on }, on, 'monthly')).toEqual([])
  expect(billingPeriodsOfTerm({ start: on, end: day('2025-12-10') }, on, 'monthly')).toEqual([])
})
