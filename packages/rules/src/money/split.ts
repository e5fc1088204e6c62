import type { Decision } from '../decision.ts'
import type { Currency } from './currency.ts'
import { exactBigQuotient, type Rounding, roundExact } from './exact.ts'
import type { Money } from './money.ts'

/**
 * How leftover units are handed out. `largest-remainder` (D-35): to the parts with the largest remainders, the
 * earlier first among equals. `cumulative`: each part is what the rounded running total grows by, so that the part
 * of a stretch of time does not depend on how the stretches after it are cut.
 */
export type SplitMethod = 'largest-remainder' | 'cumulative'

export interface SplitOptions {
  readonly method?: SplitMethod
  /** Of the running total, under `cumulative` only. */
  readonly rounding?: Rounding
}

/**
 * A total in parts by weight that add up to it, to the last minor unit (BILL-09). A weight of zero gets nothing.
 * Refused: a weight that is negative or no safe integer; weights that are all zero, where there is a total to give.
 */
export function splitMoney<C extends Currency>(
  total: Money<C>,
  weights: readonly number[],
  options: SplitOptions = {},
): Decision<{ readonly parts: Money<C>[] }, 'invalid-weights'> {
  const parts = splitInteger(total.amount, weights, options)
  if (!parts) return { kind: 'refuse', reason: 'invalid-weights' }
  return { kind: 'grant', parts: parts.map((amount) => ({ amount, currency: total.currency })) }
}

/** The same for plain integers, bytes for one (D-07). Undefined for weights that cannot divide anything. */
export function splitInteger(
  total: number,
  weights: readonly number[],
  { method = 'largest-remainder', rounding = 'half-up' }: SplitOptions = {},
): number[] | undefined {
  if (!Number.isSafeInteger(total)) throw new RangeError(`Not an integer to split: ${total}`)
  if (!weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0)) return undefined
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n)
  if (sum === 0n) return total === 0 ? weights.map(() => 0) : undefined
  return method === 'cumulative'
    ? cumulative(total, weights, sum, rounding)
    : byLargestRemainder(total, weights, sum)
}

function byLargestRemainder(total: number, weights: readonly number[], sum: bigint): number[] {
  const sign = total < 0 ? -1 : 1
  const magnitude = BigInt(total < 0 ? -total : total)
  const parts: number[] = []
  const remainders: bigint[] = []
  let leftover = magnitude
  for (const weight of weights) {
    const share = magnitude * BigInt(weight)
    const floor = share / sum
    leftover -= floor
    parts.push(Number(floor))
    remainders.push(share % sum)
  }
  // The remainders add up to leftover × sum, each below sum: more of them are above zero than units are left.
  // The sort is stable: among equals the earlier stays first.
  const order = [...parts.keys()].sort((a, b) => Number(remainders[b]! - remainders[a]!))
  for (const index of order.slice(0, Number(leftover))) parts[index]! += 1
  return parts.map((part) => sign * part + 0)
}

function cumulative(
  total: number,
  weights: readonly number[],
  sum: bigint,
  rounding: Rounding,
): number[] | undefined {
  const parts: number[] = []
  let running = 0n
  let given = 0
  for (const weight of weights) {
    running += BigInt(weight)
    // The share itself always fits; its denominator does not where the weights add up beyond the safe integers.
    const upTo = exactBigQuotient(BigInt(total) * running, sum)
    if (!upTo) return undefined
    const rounded = roundExact(upTo, rounding)
    parts.push(rounded - given)
    given = rounded
  }
  return parts
}
