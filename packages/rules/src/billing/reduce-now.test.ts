import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleContract, quoteFacts, seats } from '../../test/contract.ts'
import { credits, noon, quantityOf } from '../../test/quote.ts'
import { day } from '../time/day.ts'
import type { ContractFacts } from './contract.ts'
import { quoteReduction, type ReductionWish } from './reduce-now.ts'

const contract = exampleContract({ items: [seats('full-time', 10, 8_900)] })
const reduce = (wish: Partial<ReductionWish>, of: ContractFacts = contract) =>
  quoteReduction(quoteFacts(of), { quantities: {}, releases: {}, ...wish }, noon)
const granted = (...given: Parameters<typeof reduce>) => {
  const quote = reduce(...given)
  if (quote.kind === 'refuse') throw new Error(quote.reason)
  return quote
}
const scheduled = (...steps: readonly (readonly [from: number, to: number, on: string])[]) =>
  exampleContract({
    items: contract.items,
    scheduled: steps.map(([from, to, on]) => ({
      kind: 'quantity' as const,
      item: 'full-time',
      from,
      to,
      effectiveOn: day(on),
    })),
  })

describe('D-02 the vendor grants a reduction at once', () => {
  test('D-34 D-36 what was paid for the rest of the period, today included, is credited', () => {
    const quote = granted({ quantities: { 'full-time': 8 } })
    expect(credits(quote)).toEqual(['−2 × 89.00 × 12 × 100/365 days = −585.21 USD'])
    expect([quote.creditGranted.amount, quote.dueToday.due, quantityOf(quote.contract, 'full-time')]).toEqual(
      [58_521, 0, 8],
    )
  })

  test('BILL-05 a lower plan and fewer seats together', () => {
    const quote = granted({ quantities: { 'full-time': 8 }, plan: 'business' })
    expect(quote.contract.plan).toBe('business')
    expect(credits(quote)).toHaveLength(2)
  })

  test('what is not paid is not credited, and what is carried waits', () => {
    const unpaid = exampleContract({
      items: contract.items.map((item) => ({
        ...item,
        cover: item.cover.map((one) => ({ ...one, paid: false })),
      })),
    })
    expect(granted({ quantities: { 'full-time': 8 } }, unpaid).creditGranted.amount).toBe(0)
    const facts = quoteFacts(contract, { account: { taxes: [], credits: [], carried: 40 } })
    const quote = quoteReduction(facts, { quantities: { 'full-time': 8 }, releases: {} }, noon)
    expect(quote).toMatchObject({ dueToday: { lines: [], carriedIn: 0 } })
  })

  test('D-23 nobody loses a seat who was not named', () => {
    const full = exampleContract({ items: [seats('full-time', 10, 8_900, { inUse: 9 })] })
    expect(reduce({ quantities: { 'full-time': 7 } }, full)).toMatchObject({
      reason: 'below-assigned',
      assigned: 9,
    })
    const releases = { 'full-time': ['ada', 'bo', 'bo'] }
    expect(reduce({ quantities: { 'full-time': 7 }, releases }, full)).toMatchObject({ kind: 'grant' })
    expect(reduce({ quantities: { 'full-time': 6 }, releases }, full)).toMatchObject({
      reason: 'below-assigned',
    })
  })

  test.each<[string, Partial<ReductionWish>, string]>([
    ['more seats', { quantities: { 'full-time': 11 } }, 'invalid-quantity'],
    ['as many as there are', { quantities: { 'full-time': 10 } }, 'nothing-to-change'],
    ['fewer than none', { quantities: { 'full-time': -1 } }, 'invalid-quantity'],
    ['a higher plan', { plan: 'ultimate' }, 'nothing-to-change'],
    ['no such plan', { plan: 'royal' }, 'unknown-plan'],
    ['nothing', {}, 'nothing-to-change'],
  ])('refused: %s', (_, wish, reason) => {
    expect(reduce(wish)).toMatchObject({ kind: 'refuse', reason })
  })

  test.each<[string, ContractFacts, number, readonly object[]]>([
    ['keeps its number', scheduled([10, 5, '2027-01-01']), 8, [{ from: 8, to: 5 }]],
    ['is dropped where it is reached', scheduled([10, 7, '2027-01-01']), 7, []],
    ['is dropped where less is left already', scheduled([10, 7, '2027-01-01']), 6, []],
    [
      'goes on from what is dropped before it',
      scheduled([10, 8, '2026-12-01'], [8, 5, '2027-01-01']),
      7,
      [{ from: 7, to: 5 }],
    ],
    ['that adds keeps its number, too', scheduled([10, 12, '2027-01-01']), 8, [{ from: 8, to: 12 }]],
  ])('what is scheduled %s', (_, of, to, expected) => {
    const quote = granted({ quantities: { 'full-time': to } }, of)
    expect(quote.contract.scheduled).toMatchObject(expected)
    expect(quote.contract.scheduled).toHaveLength(expected.length)
  })

  test('D-34 reduced step by step gives back what one step does, and never more than the rest that was paid', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 4 }), (targets) => {
        const steps = [...new Set(targets)].toSorted((a, b) => b - a).filter((to) => to < 10)
        if (steps.length === 0) return
        let of = contract
        let given = 0
        for (const to of steps) {
          const quote = granted({ quantities: { 'full-time': to } }, of)
          given += quote.creditGranted.amount
          of = quote.contract
        }
        const once = granted({ quantities: { 'full-time': steps.at(-1)! } }).creditGranted.amount
        expect(Math.abs(given - once)).toBeLessThanOrEqual(steps.length)
        expect(given).toBeLessThanOrEqual(10 * 8_900 * 12)
      }),
    )
  })
})
