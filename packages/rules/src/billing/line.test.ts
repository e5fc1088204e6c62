import { describe, expect, test } from 'vitest'
import { money } from '../money/money.ts'
import { day } from '../time/day.ts'
import { explainLine, type InvoiceLine, type LineTerms, pricedLine, rateLine, recomputeLine } from './line.ts'

const usd = (amount: number) => money(amount, 'USD')
const terms: LineTerms = {
  rule: 'added',
  subject: 'full-time',
  sign: 1,
  quantity: 3,
  unitPrice: usd(8900),
  times: 12,
  per: 1,
  from: day('2026-09-23'),
  until: day('2027-01-01'),
  part: 100,
  whole: 365,
  unit: 'day',
  rounding: 'half-up',
}

describe('BILL-09 a line explains itself', () => {
  test.each<[string, Partial<LineTerms>, string]>([
    ['a part of a year', {}, '3 × 89.00 × 12 × 100/365 days = 877.81 USD'],
    ['a whole month', { times: 1, part: 30, whole: 30 }, '3 × 89.00 = 267.00 USD'],
    ['a difference', { unitPriceBefore: usd(6900) }, '3 × (89.00 − 69.00) × 12 × 100/365 days = 197.26 USD'],
    ['a credit', { sign: -1 }, '−3 × 89.00 × 12 × 100/365 days = −877.81 USD'],
    ['seconds', { unit: 'second', part: 1, whole: 2 }, '3 × 89.00 × 12 × 1/2 seconds = 1602.00 USD'],
    ['a price for several', { times: 1, part: 1, whole: 1, per: 2 }, '3 × 89.00 ÷ 2 = 133.50 USD'],
    ['yen', { unitPrice: money(1000, 'JPY'), times: 1 }, '3 × 1000 × 100/365 days = 822 JPY'],
  ])('%s', (_, change, formula) => {
    const line = pricedLine({ ...terms, ...change })!
    expect(explainLine(line)).toEqual({ formula, rule: 'added', requirement: 'BILL-03' })
    expect(recomputeLine(line)).toBe(line.amount.amount)
  })

  test('a credit carries its exact amount with its sign', () => {
    expect(pricedLine({ ...terms, sign: -1 })?.exact).toEqual({
      whole: -87780,
      numerator: -60,
      denominator: 73,
    })
  })

  test('a tax', () => {
    const tax = {
      rule: 'tax',
      subject: 'VAT',
      of: usd(12345),
      percent: '8.875',
      rounding: 'half-up',
    } as const
    const line = rateLine(tax)!
    expect(line).toMatchObject({
      amount: usd(1096),
      exact: { whole: 1095, numerator: 99, denominator: 160 },
    })
    expect(explainLine(line)).toEqual({
      formula: '8.875 % × 123.45 = 10.96 USD',
      rule: 'tax',
      requirement: 'D-27',
    })
    expect(rateLine({ ...tax, percent: '-1' })).toBeUndefined()
    expect(rateLine({ ...tax, of: usd(Number.MAX_SAFE_INTEGER), percent: '200' })).toBeUndefined()
  })

  test('what was agreed or follows from other lines stands for itself', () => {
    const line: InvoiceLine = { kind: 'flat', rule: 'carried-in', subject: 'carried-in', amount: usd(47) }
    expect(explainLine(line)).toEqual({ formula: '0.47 USD', rule: 'carried-in', requirement: 'BILL-12' })
    expect(recomputeLine(line)).toBe(47)
  })

  test('a line that was tampered with does not come to what it says', () => {
    const line = pricedLine(terms)!
    expect(recomputeLine({ ...line, quantity: 4 })).not.toBe(line.amount.amount)
  })

  test('a tax that is contained in the amount, and rates that are none', () => {
    const tax = {
      rule: 'tax',
      subject: 'VAT',
      of: usd(12_000),
      percent: '20',
      within: '20',
      rounding: 'half-up',
    } as const
    expect(rateLine(tax)).toMatchObject({ amount: usd(2000), within: '20' })
    for (const within of ['-1', 'x', '9007199254740991']) expect(rateLine({ ...tax, within })).toBeUndefined()
    const line = rateLine(tax)!
    expect(recomputeLine({ ...line, percent: 'x' })).toBeUndefined()
    expect(recomputeLine({ ...pricedLine(terms)!, quantity: 2 ** 52 })).toBeUndefined()
  })

  test('terms that no rule makes are a programmer’s mistake', () => {
    expect(() => pricedLine({ ...terms, quantity: -1 })).toThrow('(invalid-quantity): full-time')
    expect(() => pricedLine({ ...terms, quantity: -1 })).toThrow(RangeError)
    expect(() => pricedLine({ ...terms, unitPriceBefore: usd(9900) })).toThrow(RangeError)
    expect(pricedLine({ ...terms, quantity: 2 ** 52 })).toBeUndefined()
  })
})
