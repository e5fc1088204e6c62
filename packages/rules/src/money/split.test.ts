import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { money } from './money.ts'
import { splitInteger, splitMoney } from './split.ts'

describe('D-35 splits by largest remainder', () => {
  test.each([
    ['$1.00 in three: 34 + 33 + 33', 100, [1, 1, 1], [34, 33, 33]],
    ['$0.05 by 3 : 7 = 1.5 : 3.5, the earlier of equals first', 5, [3, 7], [2, 3]],
    ['1000 by 1 : 2 : 4 = 142.86 : 285.71 : 571.43', 1000, [1, 2, 4], [143, 286, 571]],
    ['a weight of nothing gets nothing', 10, [0, 1, 0, 2], [0, 3, 0, 7]],
    ['a credit splits like a charge', -100, [1, 1, 1], [-34, -33, -33]],
    ['less than there are parts', 2, [1, 1, 1], [1, 1, 0]],
    ['nothing', 0, [1, 2], [0, 0]],
    ['nothing by no weights', 0, [0, 0], [0, 0]],
  ])('%s', (_, total, weights, parts) => {
    expect(splitInteger(total, weights)).toEqual(parts)
  })

  test.each([
    ['a negative weight', [1, -1]],
    ['a fraction', [0.5, 0.5]],
    ['weights of nothing', [0, 0]],
    ['no weights', []],
  ])('refused: %s', (_, weights) => {
    expect(splitMoney(money(1, 'USD'), weights)).toEqual({ kind: 'refuse', reason: 'invalid-weights' })
  })

  test('what is no integer is a programmer’s mistake', () => {
    expect(() => splitInteger(0.5, [1])).toThrow(RangeError)
  })
})

describe('BILL-09 cumulative splits', () => {
  test.each([
    ['$1.00 in three: 33.33, 66.67, 100 → 33 + 34 + 33', 100, [1, 1, 1], [33, 34, 33]],
    ['$0.01 in two: 0.5 rounds up → 1 + 0', 1, [1, 1], [1, 0]],
    ['a credit', -100, [1, 1, 1], [-33, -34, -33]],
  ])('%s', (_, total, weights, parts) => {
    expect(splitInteger(total, weights, { method: 'cumulative' })).toEqual(parts)
  })

  test('the rounding is of the running total', () => {
    expect(splitInteger(1, [1, 1], { method: 'cumulative', rounding: 'down' })).toEqual([0, 1])
    expect(splitInteger(5, [1, 1], { method: 'cumulative', rounding: 'half-even' })).toEqual([2, 3])
  })

  test('what came before does not depend on how the rest is cut', () => {
    const parts = splitInteger(10_000, [7, 11, 13], { method: 'cumulative' })!
    expect(splitInteger(10_000, [7, 5, 6, 13], { method: 'cumulative' })![0]).toBe(parts[0])
  })
})

const weights = fc.array(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), {
  minLength: 1,
  maxLength: 12,
})
const total = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })

test.each(['largest-remainder', 'cumulative'] as const)(
  'BILL-09 %s: the parts add up to the whole and none is a unit or more from its share',
  (method) => {
    fc.assert(
      fc.property(total, weights, (whole, parts) => {
        const split = splitInteger(whole, parts, { method })
        fc.pre(split !== undefined)
        const sum = parts.reduce((all, weight) => all + BigInt(weight), 0n)
        expect(split.reduce((all, part) => all + BigInt(part), 0n)).toBe(BigInt(whole))
        const distances = split.map((part, i) => BigInt(part) * sum - BigInt(whole) * BigInt(parts[i]!))
        // The difference of two rounded running totals can be a whole unit off, never more.
        const most = method === 'cumulative' ? sum : sum - 1n
        expect(distances.every((distance) => distance <= most && -distance <= most)).toBe(true)
      }),
    )
  },
)

test('BILL-09 splits keep their currency', () => {
  expect(splitMoney(money(3, 'KWD'), [1, 1])).toEqual({
    kind: 'grant',
    parts: [money(2, 'KWD'), money(1, 'KWD')],
  })
})

describe('BILL-09 D-35 splits at the edges', () => {
  test.each([
    ['the largest remainders, wherever they stand', 10, [1, 7, 2, 9], [0, 4, 1, 5]],
    ['ascending remainders', 1, [1, 2, 3], [0, 0, 1]],
    ['in the customer’s favour, without a negative zero', -1, [1, 1], [-1, 0]],
    ['nothing to split', 0, [3, 1], [0, 0]],
  ])('%s', (_, total, weights, parts) => {
    expect(splitInteger(total, weights)).toEqual(parts)
  })

  test('one weight that is none spoils all', () => {
    expect(splitInteger(5, [1, -1, 3])).toBeUndefined()
    expect(splitInteger(5, [1, 0.5])).toBeUndefined()
  })

  test('a total beyond the safe integers is a programmer’s mistake', () => {
    expect(() => splitInteger(2 ** 53, [1])).toThrow(RangeError)
    expect(() => splitInteger(0.5, [1])).toThrow('Not an integer to split: 0.5')
  })
})
