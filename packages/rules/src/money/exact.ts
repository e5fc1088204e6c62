/**
 * An exact number of minor units (or bytes) as a mixed number: `whole + numerator / denominator`, in lowest terms.
 * All three are safe integers, so that it survives JSON; whole and numerator have the same sign and the denominator
 * is positive. 2200 ÷ 29 is `{ whole: 75, numerator: 25, denominator: 29 }` (BILL-09).
 */
export interface ExactAmount {
  readonly whole: number
  readonly numerator: number
  readonly denominator: number
}

/**
 * How an exact amount becomes an integer, once. D-35: `half-up` is half away from zero; `half-even` is the switch.
 * The directed ones serve contracts that say so, and bytes: `down` is towards zero, `floor` towards minus infinity.
 */
export type Rounding = 'half-up' | 'half-even' | 'half-down' | 'up' | 'down' | 'ceiling' | 'floor'

/** A product of integers over a product of integers: what every priced line and every share comes down to. */
export interface Product {
  /** Minor units of one unit. */
  readonly amount: number
  readonly quantity: number
  /** How often the unit price is due in a whole period: 12 for a monthly price in a year. */
  readonly times: number
  /** How many units the price buys: 1000 for a price per thousand. */
  readonly per: number
  readonly part: number
  readonly whole: number
}

/**
 * `amount × quantity × times × part ÷ (per × whole)`, exactly. Undefined where the result does not fit the safe
 * integers, which callers refuse as `amount-out-of-range`. Given are safe integers, `per` and `whole` positive.
 * Floating-point numbers do the work while every product stays below 2⁵³, where they are exact; BigInt beyond.
 */
export function exactProduct(product: Product): ExactAmount | undefined {
  const { amount, quantity, times, per, part, whole } = product
  const dividend = amount * quantity * times * part
  const divisor = per * whole
  if (Number.isSafeInteger(dividend) && Number.isSafeInteger(divisor)) return exactQuotient(dividend, divisor)
  return exactBigQuotient(
    BigInt(amount) * BigInt(quantity) * BigInt(times) * BigInt(part),
    BigInt(per) * BigInt(whole),
  )
}

/** `dividend ÷ divisor` of safe integers; the divisor is positive. */
export function exactQuotient(dividend: number, divisor: number): ExactAmount {
  const rest = dividend % divisor
  // Without its rest the dividend divides evenly, so this division is exact.
  const whole = (dividend - rest) / divisor
  if (rest === 0) return { whole, numerator: 0, denominator: 1 }
  const common = greatestCommonDivisor(rest < 0 ? -rest : rest, divisor)
  return { whole, numerator: rest / common, denominator: divisor / common }
}

/** The same for integers of any size; undefined where the result does not fit the safe integers. */
export function exactBigQuotient(dividend: bigint, divisor: bigint): ExactAmount | undefined {
  let [a, b] = [dividend < 0n ? -dividend : dividend, divisor]
  while (b !== 0n) [a, b] = [b, a % b]
  const [top, bottom] = [dividend / a, divisor / a]
  const whole = Number(top / bottom)
  const denominator = Number(bottom)
  if (!Number.isSafeInteger(whole) || !Number.isSafeInteger(denominator)) return undefined
  return { whole, numerator: Number(top % bottom), denominator }
}

/** The exact value as one fraction, for those who go on reckoning. */
export function fractionOf(exact: ExactAmount): { readonly numerator: bigint; readonly denominator: bigint } {
  const denominator = BigInt(exact.denominator)
  return { numerator: BigInt(exact.whole) * denominator + BigInt(exact.numerator), denominator }
}

/** The sum of exact amounts; undefined where it does not fit the safe integers. */
export function sumExact(amounts: readonly ExactAmount[]): ExactAmount | undefined {
  let numerator = 0n
  let denominator = 1n
  for (const amount of amounts) {
    const next = fractionOf(amount)
    numerator = numerator * next.denominator + next.numerator * denominator
    denominator *= next.denominator
  }
  return exactBigQuotient(numerator, denominator)
}

/** The one named rounding of an exact amount (D-35). */
export function roundExact(exact: ExactAmount, rounding: Rounding): number {
  const { whole, numerator, denominator } = exact
  if (numerator === 0) return whole
  const away = whole + (numerator > 0 ? 1 : -1)
  const rest = numerator > 0 ? numerator : -numerator
  // Compared without doubling, which could leave the safe integers.
  const half = rest - (denominator - rest)
  switch (rounding) {
    case 'half-up':
      return half >= 0 ? away : whole
    case 'half-even':
      return half > 0 || (half === 0 && whole % 2 !== 0) ? away : whole
    case 'half-down':
      return half > 0 ? away : whole
    case 'up':
      return away
    case 'down':
      return whole
    case 'ceiling':
      return numerator > 0 ? away : whole
    case 'floor':
      return numerator < 0 ? away : whole
  }
}

/** The sum of safe integers; undefined where it is none. Exact on the way, whatever the order. */
export function sumAmounts(amounts: readonly number[]): number | undefined {
  let sum = 0
  for (const amount of amounts) {
    sum += amount
    if (!Number.isSafeInteger(sum)) {
      if (!amounts.every(Number.isSafeInteger)) return undefined
      const exact = Number(amounts.reduce((total, next) => total + BigInt(next), 0n))
      return Number.isSafeInteger(exact) ? exact : undefined
    }
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  if (b <= MAX_INT32) return commonDivisorOfInt32(a | 0, b | 0)
  while (b !== 0) {
    const rest = a % b
    a = b
    b = rest
  }
  return a
}

const MAX_INT32 = 0x7fff_ffff

/** The same on 32-bit integers, whose remainder costs a tenth of a double's: days and seconds of a period. */
function commonDivisorOfInt32(a: number, b: number): number {
  while (b !== 0) {
    const rest = (a % b) | 0
    a = b
    b = rest
  }
  return a
}
