import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CoverLayer } from './contract.ts'
import {
  coverOf,
  creditedOf,
  cutCover,
  fullCover,
  loweredCover,
  missingCover,
  raisedCover,
  takeBack,
} from './cover.ts'
import { type LineRule, pricedLine } from './line.ts'
import { day } from '../time/day.ts'

const layer = (quantity: number, unitPrice: number, paid = true): CoverLayer => ({
  quantity,
  unitPrice,
  paid,
})

describe('D-34 what is missing', () => {
  test.each([
    ['nothing, up to what is covered', [layer(10, 100)], 10, 100, []],
    ['nothing, below it', [layer(10, 100)], 5, 100, []],
    ['10 → 5 → 15 with the 5 not credited: 5', [layer(10, 100)], 15, 100, [{ quantity: 5, covered: null }]],
    ['10 → 5 → 15 with the 5 credited: 10', [layer(5, 100)], 15, 100, [{ quantity: 10, covered: null }]],
    ['a dearer plan: the difference for each', [layer(10, 100)], 10, 150, [{ quantity: 10, covered: 100 }]],
    [
      'both at once',
      [layer(10, 100)],
      12,
      150,
      [
        { quantity: 10, covered: 100 },
        { quantity: 2, covered: null },
      ],
    ],
    ['units that were dearer once cost nothing more', [layer(4, 200)], 4, 150, []],
    [
      'the dearest cover the first units',
      [layer(2, 100), layer(3, 150)],
      4,
      150,
      [{ quantity: 1, covered: 100 }],
    ],
  ])('%s', (_, cover, quantity, price, missing) => {
    expect(missingCover(cover, quantity, price)).toEqual(missing)
  })
})

describe('D-03 only what was paid is credited', () => {
  test('the paid units above the new quantity, at what was paid', () => {
    expect(cutCover([layer(10, 100)], 10, 7)).toEqual({
      credited: [{ quantity: 3, unitPrice: 100, kept: 0 }],
      cover: [layer(7, 100)],
    })
  })

  test('units on an open invoice are still owed', () => {
    const cover = [layer(6, 100), layer(4, 100, false)]
    expect(cutCover(cover, 10, 5)).toEqual({
      credited: [{ quantity: 1, unitPrice: 100, kept: 0 }],
      cover: [layer(5, 100), layer(4, 100, false)],
    })
  })

  test('units that were given up without credit stay covered', () => {
    expect(cutCover([layer(10, 100)], 7, 5)).toEqual({
      credited: [{ quantity: 2, unitPrice: 100, kept: 0 }],
      cover: [layer(8, 100)],
    })
  })

  test('a lower plan gives the difference back and keeps the rest covered', () => {
    expect(loweredCover([layer(10, 150)], 10, 100)).toEqual({
      credited: [{ quantity: 10, unitPrice: 150, kept: 100 }],
      cover: [layer(10, 100)],
    })
    expect(loweredCover([layer(10, 90)], 10, 100).credited).toEqual([])
  })

  test('running units without cover count as invoiced, not as paid', () => {
    expect(fullCover([], 3, 100)).toEqual([layer(3, 100, false)])
    expect(fullCover([layer(5, 100)], 3, 100)).toEqual([layer(5, 100)])
  })

  test('D-02 … and are given up first, where their purchase was taken back with its dearer plan', () => {
    const cover = fullCover([layer(5, 100)], 7, 150)
    expect(cover).toEqual([layer(5, 100), layer(2, 100, false)])
    expect(cutCover(cover, 7, 5).credited).toEqual([])
    expect(cutCover(cover, 7, 4).credited).toEqual([{ quantity: 1, unitPrice: 100, kept: 0 }])
  })
})

/** The same, unit by unit: what each of them is covered with, the dearest first. */
const units = (cover: readonly CoverLayer[]): number[] =>
  cover
    .flatMap(({ quantity, unitPrice }) => Array.from({ length: quantity }, () => unitPrice))
    .sort((a, b) => b - a)

const anyCover = fc.array(
  fc.record({
    quantity: fc.nat(6),
    unitPrice: fc.integer({ min: 1, max: 5 }),
    paid: fc.boolean(),
  }),
  { maxLength: 4 },
)

test('D-34 raising the cover costs exactly what each unit lacks, and once', () => {
  fc.assert(
    fc.property(anyCover, fc.nat(20), fc.integer({ min: 1, max: 6 }), (cover, quantity, price) => {
      const before = units(cover)
      const lacking = Array.from({ length: quantity }, (_, i) => Math.max(price - (before[i] ?? 0), 0))
      const cost = missingCover(cover, quantity, price).reduce(
        (sum, step) => sum + step.quantity * (price - (step.covered ?? 0)),
        0,
      )
      expect(cost).toBe(lacking.reduce((sum, each) => sum + each, 0))

      const raised = raisedCover(cover, quantity, price, { paid: true, onlyAdded: false })
      expect(missingCover(raised, quantity, price)).toEqual([])
      expect(units(raised).reduce((a, b) => a + b, 0)).toBe(before.reduce((a, b) => a + b, 0) + cost)
    }),
  )
})

test('D-34 with the price unchanged only units without cover are added', () => {
  fc.assert(
    fc.property(anyCover, fc.nat(20), fc.integer({ min: 1, max: 6 }), (cover, quantity, price) => {
      const before = units(cover)
      const raised = units(raisedCover(cover, quantity, price, { paid: true, onlyAdded: true }))
      const added = Array.from({ length: Math.max(quantity - before.length, 0) }, () => price)
      expect(raised).toEqual([...before, ...added].sort((a, b) => b - a))
    }),
  )
})

test('D-03 a cut credits paid units alone, and what it credits is no longer covered', () => {
  fc.assert(
    fc.property(anyCover, fc.nat(20), fc.nat(20), (cover, a, b) => {
      const [to, from] = [Math.min(a, b), Math.max(a, b)]
      const { credited, cover: left } = cutCover(cover, from, to)
      const sum = (layers: readonly { quantity: number; unitPrice: number }[]) =>
        layers.reduce((total, each) => total + each.quantity * each.unitPrice, 0)
      expect(sum(left) + sum(credited)).toBe(sum(cover))
      const paid = (layers: readonly CoverLayer[]) => layers.filter((each) => each.paid)
      expect(sum(paid(left)) + sum(credited)).toBe(sum(paid(cover)))
    }),
  )
})

describe('D-34 units that were credited and are used again', () => {
  const units = (quantity: number, unitPrice: number) => ({ quantity, unitPrice })

  test.each([
    [
      'the dearest first',
      [units(2, 100), units(3, 150)],
      4,
      200,
      [units(3, 150), units(1, 100)],
      [units(1, 100)],
    ],
    ['no more than were credited', [units(2, 100)], 5, 100, [units(2, 100)], []],
    ['none', [units(2, 100)], 0, 100, [], [units(2, 100)]],
    ['never more than such a unit costs now', [units(2, 100)], 1, 60, [units(1, 60)], [units(1, 100)]],
  ])('%s', (_, credited, quantity, price, taken, left) => {
    expect(takeBack(credited, quantity, price)).toEqual({ taken, left })
  })
})

describe('D-34 the cover from the lines that were issued', () => {
  const line = (rule: LineRule, quantity: number, price: number, before?: number, subject = 'full-time') =>
    pricedLine({
      rule,
      subject,
      sign: rule.endsWith('credit') ? -1 : 1,
      quantity,
      unitPrice: { amount: price, currency: 'USD' },
      ...(before !== undefined && { unitPriceBefore: { amount: before, currency: 'USD' } }),
      times: 1,
      per: 1,
      from: day('2026-01-01'),
      until: day('2026-02-01'),
      part: 1,
      whole: 1,
      unit: 'day',
      rounding: 'half-up',
    })!
  const issued = (lines: ReturnType<typeof line>[], paid = true) =>
    lines.map((each) => ({ line: each, paid }))

  test.each<[string, ReturnType<typeof line>[], CoverLayer[]]>([
    ['the period and what was added', [line('period', 10, 100), line('added', 2, 100)], [layer(12, 100)]],
    [
      'another item’s lines say nothing',
      [line('period', 10, 100), line('period', 5, 50, undefined, 'collaborator')],
      [layer(10, 100)],
    ],
    [
      'a dearer plan for some of them',
      [line('period', 10, 100), line('plan-difference', 4, 150, 100)],
      [layer(4, 150), layer(6, 100)],
    ],
    [
      'a credit for some of them',
      [line('period', 10, 100), line('reduction-credit', 3, 100)],
      [layer(7, 100)],
    ],
    ['a cheaper plan', [line('period', 10, 150), line('plan-credit', 10, 150, 100)], [layer(10, 100)]],
    [
      'those at the credited price alone',
      [line('period', 5, 150), line('added', 5, 100), line('reduction-credit', 2, 100)],
      [layer(5, 150), layer(3, 100)],
    ],
    [
      'used again',
      [line('period', 10, 100), line('reduction-credit', 5, 100), line('used-again', 2, 80)],
      [layer(5, 100), layer(2, 80)],
    ],
    ['a season is no cover', [line('period', 10, 100), line('season', 3, 100)], [layer(10, 100)]],
  ])('%s', (_, lines, cover) => {
    expect(coverOf('full-time', issued(lines))).toEqual(cover)
  })

  test('is paid as far as its invoices are; a difference that is not paid leaves it unpaid, and so does the other way round', () => {
    const period = { line: line('period', 10, 100), paid: true }
    const more = { line: line('plan-difference', 4, 150, 100), paid: false }
    expect(coverOf('full-time', [period, more])).toEqual([layer(4, 150, false), layer(6, 100)])
    const open = { ...period, paid: false }
    expect(coverOf('full-time', [open, { ...more, paid: true }])).toEqual([
      layer(4, 150, false),
      layer(6, 100, false),
    ])
  })

  test('a line that is no priced one says nothing', () => {
    const flat = {
      kind: 'flat',
      rule: 'adjustment',
      subject: 'full-time',
      amount: { amount: 5, currency: 'USD' },
    } as const
    expect(coverOf('full-time', [{ line: flat, paid: true }])).toEqual([])
    expect(creditedOf('full-time', [{ line: flat, paid: true }])).toEqual([])
  })

  test('what was credited and is not used again, of this item', () => {
    const lines = [
      line('period', 10, 100),
      line('reduction-credit', 5, 100),
      line('reduction-credit', 3, 50, undefined, 'collaborator'),
      line('used-again', 2, 100),
      line('used-again', 1, 50, undefined, 'collaborator'),
      line('added', 1, 100),
    ]
    expect(creditedOf('full-time', issued(lines))).toEqual([{ quantity: 3, unitPrice: 100 }])
    expect(creditedOf('collaborator', issued(lines))).toEqual([{ quantity: 2, unitPrice: 50 }])
  })

  test('raised where some are paid and others are not: paid as far as both are', () => {
    const raise = (paid: boolean, cover: CoverLayer[]) =>
      raisedCover(cover, 4, 150, { paid, onlyAdded: false })
    expect(raise(true, [layer(4, 100)])).toEqual([layer(4, 150)])
    expect(raise(false, [layer(4, 100)])).toEqual([layer(4, 150, false)])
    expect(raise(true, [layer(4, 100, false)])).toEqual([layer(4, 150, false)])
    expect(raise(false, [layer(4, 150)])).toEqual([layer(4, 150)])
  })

  test('paid units come before unpaid ones of the same price, whatever their order', () => {
    for (const cover of [
      [layer(2, 100), layer(2, 100, false)],
      [layer(2, 100, false), layer(2, 100)],
    ]) {
      expect(cutCover(cover, 4, 1)).toEqual({
        credited: [{ quantity: 1, unitPrice: 100, kept: 0 }],
        cover: [layer(1, 100), layer(2, 100, false)],
      })
    }
  })

  test('a cut across several prices takes from the cheapest end', () => {
    expect(cutCover([layer(2, 300), layer(2, 200), layer(2, 100)], 6, 3)).toEqual({
      credited: [
        { quantity: 1, unitPrice: 200, kept: 0 },
        { quantity: 2, unitPrice: 100, kept: 0 },
      ],
      cover: [layer(2, 300), layer(1, 200)],
    })
  })
})
