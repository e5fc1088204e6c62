import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleContract, quoteFacts, seats } from '../../test/contract.ts'
import { add, credits, formulas, noon, quoted } from '../../test/quote.ts'
import { day } from '../time/day.ts'
import { replayQuote } from './accept.ts'
import { type Discount, discountLines } from './discount.ts'
import { invoiceFor } from './invoice.ts'
import { explainLine, type FlatLine, recomputeLine } from './line.ts'
import { quoteChange } from './quote.ts'
import { settle } from './settle.ts'

const charge = (subject: string, amount: number): FlatLine => ({
  kind: 'flat',
  rule: 'adjustment',
  subject,
  amount: { amount, currency: 'EUR' },
})
const rules = { currency: 'EUR', rounding: 'half-up', minimumCharge: 0 } as const
const percent = (text: string, on?: string[]): Discount => ({
  kind: 'percent',
  name: 'Partner',
  percent: text,
  ...(on && { on }),
})
const off = (amount: number, on?: string[]): Discount => ({
  kind: 'amount',
  name: 'Voucher',
  amount,
  ...(on && { on }),
})

describe('BILL-09 discounts are lines of their own, taken off before tax', () => {
  test.each<[string, [string, number][], Discount[], number[], number[]]>([
    ['none', [['a', 1000]], [], [], [1000]],
    ['10 % off the whole', [['a', 1000]], [percent('10')], [-100], [900]],
    ['12.5 % of 9.99 is 1.24875', [['a', 999]], [percent('12.5')], [-125], [874]],
    ['all of it', [['a', 1000]], [percent('100')], [-1000], [0]],
    ['0 % says nothing', [['a', 1000]], [percent('0')], [], [1000]],
    ['an amount off the whole', [['a', 1000]], [off(300)], [-300], [700]],
    ['never more than is charged', [['a', 1000]], [off(1300)], [-1000], [0]],
    [
      'one after the other: 10 %, then 20 % of the rest',
      [['a', 1000]],
      [percent('10'), percent('20')],
      [-100, -180],
      [720],
    ],
    [
      'the order counts: an amount, then a percentage',
      [['a', 1000]],
      [off(300), percent('10')],
      [-300, -70],
      [630],
    ],
    ['and the other way round', [['a', 1000]], [percent('10'), off(300)], [-100, -300], [600]],
    [
      'on one line alone',
      [
        ['a', 1000],
        ['b', 500],
      ],
      [percent('10', ['b'])],
      [-50],
      [1000, 450],
    ],
    [
      'an amount on one line stops at it',
      [
        ['a', 1000],
        ['b', 500],
      ],
      [off(800, ['b'])],
      [-500],
      [1000, 0],
    ],
    ['on a line that is not there', [['a', 1000]], [percent('10', ['z']), off(5, ['z'])], [], [1000]],
    [
      'on two lines of a subject',
      [
        ['a', 1000],
        ['a', 500],
        ['b', 1],
      ],
      [percent('10', ['a'])],
      [-150],
      [900, 450, 1],
    ],
    [
      'spread by largest remainder',
      [
        ['a', 100],
        ['b', 100],
        ['c', 100],
      ],
      [off(100)],
      [-100],
      [66, 67, 67],
    ],
    [
      'a line, then the whole of what is left',
      [
        ['a', 1000],
        ['b', 1000],
      ],
      [percent('50', ['a']), off(300)],
      [-500, -300],
      [400, 800],
    ],
    [
      'an adjustment among charges takes no share',
      [
        ['a', 1000],
        ['b', -200],
      ],
      [percent('10')],
      [-80],
      [920, -200],
    ],
    [
      'a credit: the percentage is kept back, an amount is not',
      [['a', -1000]],
      [percent('10'), off(300)],
      [100],
      [-900],
    ],
    ['nothing at all', [], [percent('10'), off(300)], [], []],
  ])('%s', (_, charges, discounts, expected, parts) => {
    const decision = discountLines(
      charges.map(([subject, amount]) => charge(subject, amount)),
      discounts,
      rules,
    )
    if (decision.kind === 'refuse') throw new Error(decision.reason)
    expect(decision.lines.map((line) => line.amount.amount)).toEqual(expected)
    expect(decision.parts.map((part) => part.amount)).toEqual(parts)
    expect(decision.total).toBe(expected.reduce((sum, amount) => sum + amount, 0))
    expect(decision.lines.map(recomputeLine)).toEqual(expected)
  })

  test('half-even is followed', () => {
    const even = { ...rules, rounding: 'half-even' } as const
    expect(discountLines([charge('a', 5)], [percent('50')], even)).toMatchObject({ total: -2 })
    expect(discountLines([charge('a', 5)], [percent('50')], rules)).toMatchObject({ total: -3 })
  })

  test.each([
    ['a percentage below zero', percent('-1'), 'invalid-rate'],
    ['above a hundred', percent('100.01'), 'invalid-rate'],
    ['no number', percent('ten'), 'invalid-rate'],
    ['an amount below zero', off(-1), 'invalid-amount'],
    ['half a cent', off(0.5), 'invalid-amount'],
    ['no amount', off(NaN), 'invalid-amount'],
  ])('%s is refused', (_, discount, reason) => {
    expect(discountLines([charge('a', 1000)], [discount], rules)).toEqual({ kind: 'refuse', reason })
    const account = { discounts: [discount], taxes: [], credits: [], carried: 0 }
    expect(settle([charge('a', 1000)], account, rules)).toEqual({ kind: 'refuse', reason })
    expect(quoteChange(quoteFacts(exampleContract(), { account }), [add(1)], noon)).toEqual({
      kind: 'refuse',
      reason,
    })
  })

  test('sums beyond the safe integers are refused', () => {
    const most = Number.MAX_SAFE_INTEGER
    expect(discountLines([charge('a', most), charge('b', most)], [percent('1')], rules)).toEqual({
      kind: 'refuse',
      reason: 'amount-out-of-range',
    })
  })

  test('what is left of the lines is always what they were less the discounts', () => {
    const anyDiscount = fc.oneof(
      fc.nat(10_000).map((n) => percent(String(n / 100))),
      fc.nat(5000).map((n) => off(n)),
      fc.tuple(fc.nat(10_000), fc.constantFrom('a', 'b')).map(([n, on]) => percent(String(n / 100), [on])),
    )
    const anyCharge = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -500, max: 9000 }))
    fc.assert(
      fc.property(
        fc.array(anyCharge, { maxLength: 5 }),
        fc.array(anyDiscount, { maxLength: 4 }),
        (charges, given) => {
          const lines = charges.map(([subject, amount]) => charge(subject, amount))
          const decision = discountLines(lines, given, rules)
          if (decision.kind === 'refuse') throw new Error(decision.reason)
          const sum = (amounts: number[]) => amounts.reduce((a, b) => a + b, 0)
          expect(sum(decision.parts.map(({ amount }) => amount))).toBe(
            sum(charges.map(([, amount]) => amount)) + decision.total,
          )
        },
      ),
    )
  })
})

describe('BILL-02 D-27 a purchase and an invoice with discounts', () => {
  const account = {
    discounts: [percent('10')],
    taxes: [{ kind: 'rate', name: 'VAT', percent: '20' } as const],
    credits: [],
    carried: 0,
  }

  test('the quote: cost, discount, tax on what is left', () => {
    const quote = quoted(quoteFacts(exampleContract(), { account }), [add(3)])
    expect(formulas(quote)).toEqual([
      '3 × 89.00 × 12 × 100/365 days = 877.81 USD',
      '−10 % × 877.81 = −87.78 USD',
      '20 % × 790.03 = 158.01 USD',
    ])
    expect(quote.dueToday).toMatchObject({ discount: 8778, net: 79_003, tax: 15_801, due: 94_804 })
    expect(replayQuote(quote)).toEqual({ due: 94_804, creditGranted: 0 })
    expect(explainLine(quote.dueToday.lines[1]!)).toMatchObject({ rule: 'discount', requirement: 'BILL-09' })
  })

  test('D-03 a credit gives back what was really paid: less the percentage, with the tax', () => {
    const facts = quoteFacts(exampleContract(), { account, by: 'vendor' })
    const quote = quoted(facts, [{ ...add(-2), effective: 'now' } as never])
    expect(credits(quote)).toEqual([
      '−2 × 89.00 × 12 × 100/365 days = −585.21 USD',
      '−10 % × −585.21 = 58.52 USD',
      '20 % × −526.69 = −105.34 USD',
    ])
    expect(quote.creditGranted.amount).toBe(63_203)
  })

  test('D-02 a reduction now whose credit has a rate that is none is refused, not thrown', () => {
    const change = [{ ...add(-2), effective: 'now' } as never]
    const refusal = (more: object) =>
      quoteChange(
        quoteFacts(exampleContract(), { account: { ...account, ...more }, by: 'vendor' }),
        change,
        noon,
      )
    expect(refusal({ discounts: [percent('101')] })).toEqual({ kind: 'refuse', reason: 'invalid-rate' })
    expect(refusal({ taxes: [{ kind: 'rate', name: 'VAT', percent: 'x' }] })).toEqual({
      kind: 'refuse',
      reason: 'invalid-rate',
    })
  })

  test('an amount of nothing takes nothing off and is no line', () => {
    expect(discountLines([charge('a', 1000)], [off(0)], rules)).toEqual({
      kind: 'grant',
      lines: [],
      total: 0,
      parts: [{ subject: 'a', amount: 1000 }],
    })
    expect(discountLines([charge('a', 1000)], [off(1)], rules)).toMatchObject({
      lines: [{ kind: 'flat', rule: 'discount', subject: 'Voucher' }],
    })
  })

  test('BILL-06 the invoice in advance: one item has a discount of its own', () => {
    const contract = exampleContract({
      interval: 'monthly',
      items: [seats('full-time', 10, 10_700), seats('collaborator', 5, 1800)],
    })
    const invoice = invoiceFor(
      { contract, account: { ...account, discounts: [off(1000, ['collaborator'])] }, minimumCharge: 50 },
      day('2026-06-01'),
    )
    expect(invoice).toMatchObject({ discount: 1000, net: 115_000, tax: 23_000, due: 138_000 })
  })
})
