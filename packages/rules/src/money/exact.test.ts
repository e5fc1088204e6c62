import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  exactBigQuotient,
  exactProduct,
  exactQuotient,
  fractionOf,
  type Rounding,
  roundExact,
  sumAmounts,
  sumExact,
} from './exact.ts'

const ROUNDINGS: Rounding[] = ['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor']

/** Rounding written anew, on fractions of any size. */
function referenceRound(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const negative = numerator < 0n
  const magnitude = negative ? -numerator : numerator
  const down = magnitude / denominator
  const rest = magnitude % denominator
  const compared = 2n * rest - denominator
  const away =
    rest !== 0n &&
    {
      up: true,
      down: false,
      ceiling: !negative,
      floor: negative,
      'half-up': compared >= 0n,
      'half-down': compared > 0n,
      'half-even': compared > 0n || (compared === 0n && down % 2n === 1n),
    }[rounding]
  const rounded = away ? down + 1n : down
  return negative ? -rounded : rounded
}

describe('BILL-09 exact amounts', () => {
  test.each([
    ['2200 ÷ 29 = 75 + 25/29', 2200, 29, { whole: 75, numerator: 25, denominator: 29 }],
    ['in lowest terms: 10 ÷ 4 = 2 + 1/2', 10, 4, { whole: 2, numerator: 1, denominator: 2 }],
    ['without rest: 12 ÷ 4 = 3', 12, 4, { whole: 3, numerator: 0, denominator: 1 }],
    ['negative: −7 ÷ 2 = −3 − 1/2', -7, 2, { whole: -3, numerator: -1, denominator: 2 }],
    ['less than one: −1 ÷ 2 = 0 − 1/2', -1, 2, { whole: 0, numerator: -1, denominator: 2 }],
    ['nothing: 0 ÷ 7 = 0', 0, 7, { whole: 0, numerator: 0, denominator: 1 }],
  ])('%s', (_, dividend, divisor, exact) => {
    expect(exactQuotient(dividend, divisor)).toEqual(exact)
    expect(exactBigQuotient(BigInt(dividend), BigInt(divisor))).toEqual(exact)
  })

  test('a fraction is the same by floating point as by BigInt, up to the last safe integer', () => {
    const dividend = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
    fc.assert(
      fc.property(dividend, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (a, b) => {
        expect(exactQuotient(a, b)).toEqual(exactBigQuotient(BigInt(a), BigInt(b)))
      }),
    )
  })

  test('a product of millions of seats at millions, by the second, is exact', () => {
    const factor = fc.integer({ min: 0, max: 10_000_000 })
    fc.assert(
      fc.property(factor, factor, factor, fc.integer({ min: 1, max: 31_622_400 }), (a, b, c, whole) => {
        const exact = exactProduct({ amount: a, quantity: b, times: 12, per: 1, part: c, whole })
        const [top, bottom] = [BigInt(a) * BigInt(b) * 12n * BigInt(c), BigInt(whole)]
        const fits = top / bottom <= BigInt(Number.MAX_SAFE_INTEGER)
        expect(exact === undefined).toBe(!fits)
        const { numerator, denominator } = exact ? fractionOf(exact) : { numerator: top, denominator: bottom }
        expect(numerator * bottom).toBe(top * denominator)
      }),
    )
  })

  test('survives JSON', () => {
    const exact = exactQuotient(-2200, 29)
    expect(JSON.parse(JSON.stringify(exact))).toEqual(exact)
  })

  test('sums stay exact: 1/3 + 1/6 + 1/2 = 1', () => {
    const parts = [exactQuotient(1, 3), exactQuotient(1, 6), exactQuotient(1, 2)]
    expect(sumExact(parts)).toEqual({ whole: 1, numerator: 0, denominator: 1 })
    expect(sumExact([])).toEqual({ whole: 0, numerator: 0, denominator: 1 })
    expect(sumExact([exactQuotient(Number.MAX_SAFE_INTEGER, 1), exactQuotient(1, 1)])).toBeUndefined()
  })

  test('a sum of what is no integer has no answer', () => {
    expect(sumAmounts([1, Infinity])).toBeUndefined()
    expect(sumAmounts([1, NaN])).toBeUndefined()
  })
})

describe('D-35 rounding', () => {
  const halves = [-5, -3, -1, 1, 3, 5].map((n) => exactQuotient(n, 2))
  test.each([
    ['half-up', [-3, -2, -1, 1, 2, 3]],
    ['half-even', [-2, -2, 0, 0, 2, 2]],
    ['half-down', [-2, -1, 0, 0, 1, 2]],
    ['up', [-3, -2, -1, 1, 2, 3]],
    ['down', [-2, -1, 0, 0, 1, 2]],
    ['ceiling', [-2, -1, 0, 1, 2, 3]],
    ['floor', [-3, -2, -1, 0, 1, 2]],
  ] as const)('%s of −2.5, −1.5, −0.5, 0.5, 1.5, 2.5', (rounding, rounded) => {
    expect(halves.map((half) => roundExact(half, rounding) + 0)).toEqual(rounded)
  })

  test('every rounding is what its definition says, of every fraction', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom(...ROUNDINGS),
        (a, b, rounding) => {
          const rounded = roundExact(exactQuotient(a, b), rounding)
          expect(BigInt(rounded)).toBe(referenceRound(BigInt(a), BigInt(b), rounding))
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('a half is a half also where doubling it leaves the safe integers', () => {
    const denominator = Number.MAX_SAFE_INTEGER - 1
    const half = { whole: 0, numerator: denominator / 2, denominator }
    expect(roundExact(half, 'half-up')).toBe(1)
    expect(roundExact(half, 'half-even')).toBe(0)
    expect(roundExact({ ...half, numerator: denominator / 2 - 1 }, 'half-up')).toBe(0)
  })
})
