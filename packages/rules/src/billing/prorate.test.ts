import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sumExact } from '../money/exact.ts'
import { money } from '../money/money.ts'
import { addDays, day, dayOfEpochDay } from '../time/day.ts'
import { instantFromIso } from '../time/instant.ts'
import { addMonths } from '../time/months.ts'
import { portionByDay, portionOf, prorate } from './prorate.ts'

const usd = (amount: number) => money(amount, 'USD')
const span = (start: string, end: string) => ({ start: day(start), end: day(end) })
const at = instantFromIso

describe('BILL-03 D-11 by day: unit price × quantity × remaining days ÷ days in the period', () => {
  test.each([
    ['leap February: (29−7)/29 of $100 = $75.86', '2024-02-01', '2024-03-01', '2024-02-08', 1, 10000, 7586],
    ['common February: (28−7)/28 of $100 = $75.00', '2023-02-01', '2023-03-01', '2023-02-08', 1, 10000, 7500],
    ['first day: 31/31 of $59 = $59.00', '2026-01-01', '2026-02-01', '2026-01-01', 1, 5900, 5900],
    ['last day: 1/31 of $59 = $1.90', '2026-01-01', '2026-02-01', '2026-01-31', 1, 5900, 190],
    ['at the end nothing is left', '2026-01-01', '2026-02-01', '2026-02-01', 1, 5900, 0],
    ['3 × $89 × 12 for 100/365 = $877.81', '2026-01-01', '2027-01-01', '2026-09-23', 3, 106800, 87781],
    [
      'a leap year: 366 days, 60 gone: 306/366 of $366',
      '2024-01-01',
      '2025-01-01',
      '2024-03-01',
      1,
      36600,
      30600,
    ],
    ['31 Jan – 28 Feb: 28 days, 14/28 of $28', '2026-01-31', '2026-02-28', '2026-02-14', 1, 2800, 1400],
    ['no seats: $0.00', '2026-01-01', '2026-02-01', '2026-01-10', 0, 5900, 0],
    ['a half cent rounds up: 1/2 of $0.01', '2026-01-01', '2026-01-03', '2026-01-02', 1, 1, 1],
  ])('%s', (_, start, end, changeOn, quantity, price, amount) => {
    const decision = prorate({
      period: span(start, end),
      changeOn: day(changeOn),
      quantity,
      unitPrice: usd(price),
    })
    expect(decision).toMatchObject({ kind: 'grant', amount: usd(amount) })
  })

  test('the exact fraction stands beside the amount', () => {
    const decision = prorate({
      period: span('2024-02-01', '2024-03-01'),
      changeOn: day('2024-02-08'),
      quantity: 1,
      unitPrice: usd(10000),
    })
    expect(decision).toEqual({
      kind: 'grant',
      amount: usd(7586),
      exact: { whole: 7586, numerator: 6, denominator: 29 },
      part: 22,
      whole: 29,
    })
  })

  test('D-35 rounded once per line, never per seat: 3 × 1/3 of $0.50 is $0.50, not $0.51', () => {
    const third = { period: span('2026-01-01', '2026-01-04'), changeOn: day('2026-01-03') }
    expect(prorate({ ...third, quantity: 3, unitPrice: usd(50) })).toMatchObject({ amount: usd(50) })
    expect(prorate({ ...third, quantity: 1, unitPrice: usd(50) })).toMatchObject({ amount: usd(17) })
  })

  test('D-35 half-even is a switch', () => {
    const half = { period: span('2026-01-01', '2026-01-03'), changeOn: day('2026-01-02'), quantity: 1 }
    expect(prorate({ ...half, unitPrice: usd(1), rounding: 'half-even' })).toMatchObject({ amount: usd(0) })
    expect(prorate({ ...half, unitPrice: usd(3), rounding: 'half-even' })).toMatchObject({ amount: usd(2) })
  })

  test('D-36 the day of the change is charged, or free by a switch', () => {
    const input = {
      period: span('2026-06-01', '2026-07-01'),
      changeOn: day('2026-06-21'),
      quantity: 1,
      unitPrice: usd(3000),
    }
    expect(prorate(input)).toMatchObject({ amount: usd(1000), part: 10 })
    expect(prorate({ ...input, dayOfChange: 'free' })).toMatchObject({ amount: usd(900), part: 9 })
    const atEnd = { ...input, changeOn: day('2026-07-01'), dayOfChange: 'free' } as const
    expect(prorate(atEnd)).toMatchObject({ amount: usd(0), part: 0 })
  })

  test('CAL-04 a part that ends early: 1–15 of 30 days', () => {
    const decision = prorate({
      period: span('2026-06-01', '2026-07-01'),
      changeOn: day('2026-06-01'),
      until: day('2026-06-16'),
      quantity: 2,
      unitPrice: usd(1000),
    })
    expect(decision).toMatchObject({ amount: usd(1000), part: 15, whole: 30 })
  })

  test.each([
    ['JPY: 10/30 of ¥1000 = ¥333', 'JPY', 1000, 333],
    ['KWD: 10/30 of 1.000 = 0.333', 'KWD', 1000, 333],
  ] as const)('BILL-09 %s', (_, currency, price, amount) => {
    const decision = prorate({
      period: span('2026-06-01', '2026-07-01'),
      changeOn: day('2026-06-21'),
      quantity: 1,
      unitPrice: money(price, currency),
    })
    expect(decision).toMatchObject({ amount: { amount, currency } })
  })

  test('a price for several: $5.00 a thousand, 1,234 of them for 15/30 = $3.09 (308.5 cents)', () => {
    const decision = prorate({
      period: span('2026-06-01', '2026-07-01'),
      changeOn: day('2026-06-16'),
      quantity: 1234,
      unitPrice: usd(500),
      per: 1000,
    })
    expect(decision).toMatchObject({ amount: usd(309), exact: { whole: 308, numerator: 1, denominator: 2 } })
  })
})

describe('D-11 by the second', () => {
  test.each([
    ['half of a day', '2026-06-01T00:00Z', '2026-06-02T00:00Z', '2026-06-01T12:00Z', 100, 50],
    [
      'a period from any second',
      '2026-06-01T10:30:15Z',
      '2026-07-01T10:30:15Z',
      '2026-06-16T10:30:15Z',
      3000,
      1500,
    ],
    [
      'milliseconds do not count',
      '2026-06-01T00:00Z',
      '2026-06-01T00:00:10Z',
      '2026-06-01T00:00:04.999Z',
      10,
      6,
    ],
    ['the first second', '2026-06-01T00:00Z', '2026-07-01T00:00Z', '2026-06-01T00:00Z', 3000, 3000],
    ['the end', '2026-06-01T00:00Z', '2026-07-01T00:00Z', '2026-07-01T00:00Z', 3000, 0],
  ])('%s', (_, start, end, changeAt, price, amount) => {
    const decision = prorate({
      basis: 'second',
      period: { start: at(start), end: at(end) },
      changeAt: at(changeAt),
      quantity: 1,
      unitPrice: usd(price),
    })
    expect(decision).toMatchObject({ kind: 'grant', amount: usd(amount) })
  })

  test('millions of dollars by the second of a year stay exact', () => {
    const decision = prorate({
      basis: 'second',
      period: { start: at('2026-01-01T00:00Z'), end: at('2027-01-01T00:00Z') },
      changeAt: at('2026-01-01T00:00:01Z'),
      quantity: 10_000,
      unitPrice: usd(10_000_000),
    })
    // 10¹¹ × 31,535,999 ÷ 31,536,000
    expect(decision).toMatchObject({
      amount: usd(99_999_996_829),
      exact: { whole: 99_999_996_829, numerator: 41, denominator: 1971 },
    })
  })
})

describe('D-11 by months of thirty days', () => {
  test.each([
    ['January from the 16th: 30 − 15 of 30', '2026-01-01', '2026-02-01', '2026-01-16', 15, 30],
    ['the 31st costs a day, as every last day does', '2026-01-01', '2026-02-01', '2026-01-31', 1, 30],
    ['from the 30th, too: it costs nothing itself', '2026-01-01', '2026-02-01', '2026-01-30', 1, 30],
    ['February from the 15th: 30 − 14 of 30', '2026-02-01', '2026-03-01', '2026-02-15', 16, 30],
    ['the last of February bears the rest', '2026-02-01', '2026-03-01', '2026-02-28', 3, 30],
    ['April has thirty anyway', '2026-04-01', '2026-05-01', '2026-04-11', 20, 30],
    ['a month from the 31st, clamped', '2026-01-31', '2026-02-28', '2026-01-31', 30, 30],
    ['a month that ends on the 31st again', '2026-02-28', '2026-03-31', '2026-03-01', 29, 30],
    ['a quarter: one month and ten days gone', '2026-01-15', '2026-04-15', '2026-02-25', 50, 90],
    ['a year from leap day: eleven months gone', '2024-02-29', '2025-02-28', '2025-01-29', 30, 360],
  ])('%s', (_, start, end, changeOn, part, whole) => {
    const portion = portionByDay({
      period: span(start, end),
      changeOn: day(changeOn),
      basis: 'thirty-day-month',
    })
    expect(portion).toEqual({ kind: 'grant', part, whole })
  })

  test('20/30 of $30', () => {
    const decision = prorate({
      basis: 'thirty-day-month',
      period: span('2026-05-01', '2026-06-01'),
      changeOn: day('2026-05-11'),
      quantity: 1,
      unitPrice: usd(3000),
    })
    expect(decision).toMatchObject({ amount: usd(2000), part: 20, whole: 30 })
  })
})

describe('what a user can get wrong is refused', () => {
  const june = { period: span('2026-06-01', '2026-07-01'), changeOn: day('2026-06-10') }
  const one = { quantity: 1, unitPrice: usd(100) }
  test.each([
    [
      'a period that ends before it starts',
      { period: span('2026-07-01', '2026-06-01') },
      'ends-before-start',
    ],
    ['a period of no days', { period: span('2026-06-10', '2026-06-10') }, 'ends-before-start'],
    ['an end before the change', { until: day('2026-06-09') }, 'ends-before-start'],
    ['a change before the period', { changeOn: day('2026-05-31') }, 'change-outside-period'],
    ['an end after the period', { until: day('2026-07-02') }, 'change-outside-period'],
    ['a negative quantity', { quantity: -1 }, 'invalid-quantity'],
    ['half a seat', { quantity: 1.5 }, 'invalid-quantity'],
    ['a negative price', { unitPrice: usd(-1) }, 'invalid-amount'],
    ['more than can be counted', { quantity: 2 ** 40, unitPrice: usd(2 ** 40) }, 'amount-out-of-range'],
  ])('%s', (_, wrong, reason) => {
    expect(prorate({ ...june, ...one, ...wrong })).toMatchObject({ kind: 'refuse', reason })
  })

  test('a change after the period', () => {
    expect(prorate({ ...june, ...one, changeOn: day('2026-07-02') })).toMatchObject({
      reason: 'change-outside-period',
    })
  })

  test('seconds in the wrong order', () => {
    const period = { start: at('2026-06-01T00:00Z'), end: at('2026-06-01T00:00:00.500Z') }
    const decision = prorate({ basis: 'second', period, changeAt: period.start, ...one })
    expect(decision).toEqual({ kind: 'refuse', reason: 'ends-before-start' })
    const day1 = { start: at('2026-06-01T00:00Z'), end: at('2026-06-02T00:00Z') }
    const outside = prorate({ basis: 'second', period: day1, changeAt: at('2026-05-31T23:59:59Z'), ...one })
    expect(outside).toEqual({
      kind: 'refuse',
      reason: 'change-outside-period',
      start: day('2026-06-01'),
      end: day('2026-06-02'),
    })
  })

  test.each([
    ['after the end of the period', '2026-06-02T00:00:01Z', undefined, 'change-outside-period'],
    ['until after the end', '2026-06-01T12:00Z', '2026-06-02T00:00:01Z', 'change-outside-period'],
    ['until before the change', '2026-06-01T12:00Z', '2026-06-01T11:59:59Z', 'ends-before-start'],
  ])('seconds %s', (_, change, until, reason) => {
    const period = { start: at('2026-06-01T00:00Z'), end: at('2026-06-02T00:00Z') }
    const stop = until === undefined ? {} : { until: at(until) }
    const decision = prorate({ basis: 'second', period, changeAt: at(change), ...stop, ...one })
    expect(decision).toMatchObject({ kind: 'refuse', reason })
  })

  test('a product that fits and rounds beyond what can be counted', () => {
    const most = {
      quantity: 1,
      unitPrice: usd(Number.MAX_SAFE_INTEGER),
      times: 2,
      per: 2,
      rounding: 'up',
    } as const
    expect(portionOf(most, { part: 1, whole: 1 })).toMatchObject({
      amount: { amount: Number.MAX_SAFE_INTEGER },
    })
    expect(portionOf({ ...most, times: 2 ** 40 + 1, per: 2 ** 40 }, { part: 1, whole: 1 })).toEqual({
      kind: 'refuse',
      reason: 'amount-out-of-range',
    })
  })

  test('a whole of nothing is a programmer’s mistake', () => {
    expect(() => portionOf({ quantity: 1, unitPrice: usd(1) }, { part: 0, whole: 0 })).toThrow('0 × 1')
    const perNothing = { quantity: 1, unitPrice: usd(1), per: 0 }
    expect(() => portionOf(perNothing, { part: 1, whole: 1 })).toThrow(RangeError)
  })
})

describe('BILL-09 the parts of a split period add up to the whole', () => {
  const start = fc.integer({ min: 0, max: 40_000 }).map(dayOfEpochDay)
  const price = fc.integer({ min: 0, max: 100_000_000 })

  test.each(['day', 'thirty-day-month'] as const)('by %s, cut anywhere, as often as one likes', (basis) => {
    fc.assert(
      fc.property(
        start,
        fc.integer({ min: 1, max: 24 }),
        fc.array(fc.nat(800), { maxLength: 6 }),
        price,
        fc.integer({ min: 1, max: 500 }),
        (first, months, cuts, unitPrice, quantity) => {
          const period = { start: first, end: addMonths(first, months) }
          const inside = cuts.map((n) => addDays(first, n)).filter((cut) => cut < period.end)
          const edges = [...new Set([first, ...inside, period.end])].sort()
          const parts = edges.slice(1).map((until, i) => {
            const changeOn = edges[i]!
            return prorate({ basis, period, changeOn, until, quantity, unitPrice: usd(unitPrice) })
          })
          const exact = sumExact(parts.flatMap((part) => (part.kind === 'grant' ? [part.exact] : [])))
          expect(exact).toEqual({ whole: unitPrice * quantity, numerator: 0, denominator: 1 })
        },
      ),
    )
  })

  test('a day later never costs more', () => {
    fc.assert(
      fc.property(
        start,
        fc.integer({ min: 1, max: 12 }),
        price,
        fc.nat(360),
        (first, months, unitPrice, n) => {
          const period = { start: first, end: addMonths(first, months) }
          const changeOn = addDays(first, n)
          fc.pre(changeOn < period.end)
          for (const basis of ['day', 'thirty-day-month'] as const) {
            const cost = [changeOn, addDays(changeOn, 1)].map((on) =>
              prorate({ basis, period, changeOn: on, quantity: 1, unitPrice: usd(unitPrice) }),
            )
            const [earlier, later] = cost.map((each) => (each.kind === 'grant' ? each.amount.amount : NaN))
            expect(earlier).toBeGreaterThanOrEqual(later!)
          }
        },
      ),
    )
  })
})
