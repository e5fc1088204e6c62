import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleContract, quoteFacts } from '../../test/contract.ts'
import { add, formulas, quoted } from '../../test/quote.ts'
import { explainLine, type FlatLine, recomputeLine } from './line.ts'
import type { Instant } from '../time/instant.ts'
import { chargeable, settle, type Settlement } from './settle.ts'
import { type Tax, taxLines } from './tax.ts'

const charge = (subject: string, amount: number): FlatLine => ({
  kind: 'flat',
  rule: 'adjustment',
  subject,
  amount: { amount, currency: 'EUR' },
})
const rules = { currency: 'EUR', rounding: 'half-up', minimumCharge: 0 } as const
const rate = (percent: string, more: Partial<Tax> = {}): Tax =>
  ({ kind: 'rate', name: `VAT ${percent}`, percent, ...more }) as Tax
const included = (percent: string, on?: string[]): Tax => rate(percent, { included: true, ...(on && { on }) })

function settled(charges: readonly [string, number][], taxes: readonly Tax[]): Settlement {
  const lines = charges.map(([subject, amount]) => charge(subject, amount))
  const decision = settle(lines, { taxes, credits: [], carried: 0 }, rules)
  if (decision.kind === 'refuse') throw new Error(decision.reason)
  return decision
}

describe('D-27 D-35 taxes that are added', () => {
  test.each<[string, [string, number][], Tax[], string[], number]>([
    ['none', [['a', 10_000]], [], [], 10_000],
    ['one', [['a', 10_000]], [rate('19')], ['19 % × 100.00 = 19.00 EUR'], 11_900],
    ['reverse charge: nothing, and said', [['a', 10_000]], [rate('0')], ['0 % × 100.00 = 0.00 EUR'], 10_000],
    [
      'several, each on the net and rounded by itself',
      [['a', 9999]],
      [rate('5'), rate('9.975')],
      ['5 % × 99.99 = 5.00 EUR', '9.975 % × 99.99 = 9.97 EUR'],
      11_496,
    ],
    [
      'one on top of the other',
      [['a', 10_000]],
      [rate('5'), rate('10', { compound: true })],
      ['5 % × 100.00 = 5.00 EUR', '10 % × 105.00 = 10.50 EUR'],
      11_550,
    ],
    [
      'on top of those on the same lines only',
      [
        ['a', 10_000],
        ['b', 1000],
      ],
      [rate('5', { on: ['a'] }), rate('7', { on: ['b'] }), rate('10', { on: ['b'], compound: true })],
      ['5 % × 100.00 = 5.00 EUR', '7 % × 10.00 = 0.70 EUR', '10 % × 10.70 = 1.07 EUR'],
      11_677,
    ],
    [
      'rates that differ by line',
      [
        ['a', 10_000],
        ['b', 5000],
        ['a', 100],
      ],
      [rate('19', { on: ['a'] }), rate('7', { on: ['b'] })],
      ['19 % × 101.00 = 19.19 EUR', '7 % × 50.00 = 3.50 EUR'],
      17_369,
    ],
    [
      'a line that none is on',
      [
        ['a', 10_000],
        ['b', 5000],
      ],
      [rate('19', { on: ['z'] })],
      [],
      15_000,
    ],
    ['a line of nothing', [['a', 0]], [rate('19')], [], 0],
    [
      'a tax service’s own',
      [['a', 10_000]],
      [{ kind: 'amount', name: 'T', amount: 888 }],
      ['8.88 EUR'],
      10_888,
    ],
  ])('%s', (_, charges, taxes, expected, due) => {
    const settlement = settled(charges, taxes)
    const taxed = settlement.lines.filter((line) => line.rule === 'tax')
    expect(taxed.map((line) => explainLine(line).formula)).toEqual(expected)
    expect(settlement).toMatchObject({ due, includedTax: [] })
    expect(settlement.net + settlement.tax).toBe(due)
  })
})

describe('D-27 taxes that the prices contain', () => {
  test.each<[string, [string, number][], Tax[], string[], { net: number; tax: number; due: number }]>([
    [
      '20 % in 120.00',
      [['a', 12_000]],
      [included('20')],
      ['120.00 × 20 ÷ (100 + 20) = 20.00 EUR'],
      { net: 10_000, tax: 2000, due: 12_000 },
    ],
    [
      '19 % in 9.99 is 1.595',
      [['a', 999]],
      [included('19')],
      ['9.99 × 19 ÷ (100 + 19) = 1.60 EUR'],
      { net: 839, tax: 160, due: 999 },
    ],
    [
      'two in one price',
      [['a', 11_498]],
      [included('5'), included('9.975')],
      ['114.98 × 5 ÷ (100 + 14.975) = 5.00 EUR', '114.98 × 9.975 ÷ (100 + 14.975) = 9.98 EUR'],
      { net: 10_000, tax: 1498, due: 11_498 },
    ],
    [
      'lines with different ones',
      [
        ['a', 11_900],
        ['b', 10_700],
      ],
      [included('19', ['a']), included('7', ['b'])],
      ['119.00 × 19 ÷ (100 + 19) = 19.00 EUR', '107.00 × 7 ÷ (100 + 7) = 7.00 EUR'],
      { net: 20_000, tax: 2600, due: 22_600 },
    ],
    [
      'one on all, one on some',
      [
        ['a', 11_000],
        ['b', 11_500],
        ['c', 0],
      ],
      [included('10'), included('5', ['b'])],
      [
        '110.00 × 10 ÷ (100 + 10) = 10.00 EUR',
        '115.00 × 10 ÷ (100 + 15) = 10.00 EUR',
        '115.00 × 5 ÷ (100 + 15) = 5.00 EUR',
      ],
      { net: 20_000, tax: 2500, due: 22_500 },
    ],
    [
      'one that is contained, one that is added to what is left without it',
      [['a', 12_000]],
      [included('20'), rate('3')],
      ['120.00 × 20 ÷ (100 + 20) = 20.00 EUR'],
      { net: 10_000, tax: 2300, due: 12_300 },
    ],
    [
      'an invoice in the customer’s favour',
      [['a', -12_000]],
      [included('20')],
      ['−120.00 × 20 ÷ (100 + 20) = −20.00 EUR'],
      { net: -10_000, tax: -2000, due: 0 },
    ],
    [
      'a line that none is in',
      [['a', 12_000]],
      [included('20', ['b'])],
      [],
      { net: 12_000, tax: 0, due: 12_000 },
    ],
  ])('%s', (_, charges, taxes, expected, figures) => {
    const settlement = settled(charges, taxes)
    expect(settlement.includedTax.map((line) => explainLine(line).formula)).toEqual(expected)
    expect(settlement).toMatchObject(figures)
    expect(settlement.includedTax.map(recomputeLine)).toEqual(
      settlement.includedTax.map((line) => line.amount.amount),
    )
  })

  test('what is added to some lines is on what is left of them', () => {
    const { lines } = settled(
      [
        ['a', 12_000],
        ['b', 6000],
      ],
      [included('20'), rate('10', { on: ['b'] })],
    )
    expect(lines.filter((line) => line.rule === 'tax').map((line) => explainLine(line).formula)).toEqual([
      '10 % × 50.00 = 5.00 EUR',
    ])
  })

  test('a discount is taken off the price, and the tax is of what is left', () => {
    const account = {
      discounts: [{ kind: 'percent', name: 'Partner', percent: '10' } as const],
      taxes: [included('20')],
      credits: [],
      carried: 0,
    }
    const quote = quoted(quoteFacts(exampleContract(), { account }), [add(3)])
    expect(formulas(quote)).toEqual([
      '3 × 89.00 × 12 × 100/365 days = 877.81 USD',
      '−10 % × 877.81 = −87.78 USD',
    ])
    expect(quote.dueToday).toMatchObject({ discount: 8778, net: 65_836, tax: 13_167, due: 79_003 })
  })

  test('net and contained tax are the price, whatever the rates', () => {
    const anyRate = fc.nat(30_000).map((n) => String(n / 1000))
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(anyRate, { maxLength: 3 }),
        (amount, rates) => {
          const { net, tax, includedTax } = settled(
            [['a', amount]],
            rates.map((percent) => included(percent)),
          )
          expect(net + tax).toBe(amount)
          expect(tax).toBe(includedTax.reduce((sum, line) => sum + line.amount.amount, 0))
        },
      ),
    )
  })
})

describe('D-27 every line of an invoice says what it is', () => {
  const most = Number.MAX_SAFE_INTEGER
  const account = (more: object) => ({ taxes: [], credits: [], carried: 0, ...more })

  test('what is carried, what is credited, what goes to the balance', () => {
    const credits = [{ id: 'c', grantedAt: 0 as Instant, remaining: 30 }]
    const subjects = (amount: number, more: object, minimumCharge = 0) => {
      const decision = settle([charge('a', amount)], account(more), { ...rules, minimumCharge })
      if (decision.kind !== 'grant') throw new Error(decision.reason)
      return decision.lines.map((line) => [line.rule, line.subject, line.amount.amount])
    }
    expect(subjects(100, { carried: 5, credits }, 80)).toEqual([
      ['adjustment', 'a', 100],
      ['carried-in', 'carried-in', 5],
      ['credit-applied', 'credit-applied', -30],
      ['carried-out', 'carried-out', -75],
    ])
    expect(subjects(-100, {})).toEqual([
      ['adjustment', 'a', -100],
      ['to-balance', 'to-balance', 100],
    ])
    const taxes = [rate('20', { name: 'VAT' }), included('7')]
    const discounts = [{ kind: 'amount', name: 'Voucher', amount: 10 }]
    expect(subjects(117, { taxes, discounts })).toMatchObject([
      ['adjustment', 'a', 117],
      ['discount', 'Voucher', -10],
      ['tax', 'VAT', 20],
    ])
  })

  test('what the prices contain is a tax, too', () => {
    expect(settled([['a', 12_000]], [included('20')]).includedTax).toMatchObject([
      { rule: 'tax', subject: 'VAT 20', kind: 'rate' },
    ])
  })

  test.each([
    ['charges', [charge('a', most), charge('b', most)], {}],
    ['charges and what was carried', [charge('a', most)], { carried: 1 }],
  ])('%s beyond the safe integers are refused', (_, lines, more) => {
    expect(settle(lines, account(more), rules)).toEqual({ kind: 'refuse', reason: 'amount-out-of-range' })
  })

  test.each<[string, Tax[]]>([
    ['a tax on such charges', [rate('1')]],
    ['one that they contain', [included('1')]],
    ['one on some of them', [rate('1', { on: ['a', 'b'] })]],
  ])('%s is no rate', (_, taxes) => {
    expect(settle([charge('a', most), charge('b', most)], account({ taxes }), rules)).toEqual({
      kind: 'refuse',
      reason: 'invalid-rate',
    })
  })

  test('rates of different length are added up as they are written', () => {
    const formulas = (...rates: string[]) =>
      settled(
        [['a', 10_000]],
        rates.map((percent) => included(percent)),
      ).includedTax.map((line) => explainLine(line).formula.split(' = ')[0])
    expect(formulas('5', '0.25', '9.975')).toEqual([
      '100.00 × 5 ÷ (100 + 15.225)',
      '100.00 × 0.25 ÷ (100 + 15.225)',
      '100.00 × 9.975 ÷ (100 + 15.225)',
    ])
    expect(formulas('0.05')).toEqual(['100.00 × 0.05 ÷ (100 + 0.05)'])
    expect(formulas('0.005', '7')).toEqual(['100.00 × 0.005 ÷ (100 + 7.005)', '100.00 × 7 ÷ (100 + 7.005)'])
  })

  test('on top of another means of those on the very same lines', () => {
    const taxes = [rate('10', { on: ['a', 'b'] }), rate('10', { on: ['a'], compound: true })]
    expect(
      settled(
        [
          ['a', 1000],
          ['b', 1000],
        ],
        taxes,
      ).tax,
    ).toBe(200 + 100)
    const same = [rate('10', { on: ['a', 'b'] }), rate('10', { on: ['b', 'a'], compound: true })]
    expect(
      settled(
        [
          ['a', 1000],
          ['b', 1000],
        ],
        same,
      ).tax,
    ).toBe(200 + 220)
  })

  test('D-28 wire is charged whatever it comes to', () => {
    const contract = exampleContract({ payment: 'wire', currency: 'KWD', interval: 'monthly', items: [] })
    expect(chargeable(contract, 50)).toEqual({ minimumCharge: 0 })
    expect(chargeable({ ...contract, payment: 'card' }, 50)).toEqual({ minimumCharge: 50, chargeStep: 10 })
  })
})

describe('taxes of an amount by itself', () => {
  const net = { amount: 10_000, currency: 'EUR' } as const

  test('whatever lines they are on', () => {
    expect(taxLines(net, [rate('19', { on: ['a'] }), included('7', ['b'])], 'half-up')).toMatchObject({
      total: 1776,
      includedTotal: 654,
    })
  })

  test('of a credit: rates are given back, a tax service’s amounts are not', () => {
    const taxes: Tax[] = [rate('19'), { kind: 'amount', name: 'T', amount: 5 }]
    expect(taxLines({ ...net, amount: -10_000 }, taxes, 'half-up')).toMatchObject({ total: -1900 })
  })

  test.each([
    ['below zero', rate('-1')],
    ['no number', rate('x')],
    ['contained, below zero', included('-1')],
    ['contained, no number', included('x')],
    ['contained, too long', included('9007199254740991')],
    ['an amount too large', { kind: 'amount', name: 'T', amount: Number.MAX_SAFE_INTEGER + 1 } as const],
    ['a rate too large', rate('9007199254740991')],
  ])('%s is refused', (_, tax) => {
    expect(taxLines(net, [tax], 'half-up')).toEqual({ kind: 'refuse', reason: 'invalid-rate' })
  })
})
