import type { Decision } from '../decision.ts'
import { type Currency, minorDigits } from './currency.ts'
import { type Rounding, roundExact } from './exact.ts'
import type { Money } from './money.ts'

const [MINUS, POINT, ZERO] = [45, 46, 48]

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/**
 * An amount as a person or a file writes it, a point before the decimals and no grouping: `1234.5`, `-0.005`.
 * Refused: other text, more decimals than the currency has (zeros beyond them do no harm) unless a rounding is named, beyond
 * the safe integers.
 */
export function readMoney<C extends Currency>(
  text: string,
  currency: C,
  rounding?: Rounding,
): Decision<{ readonly money: Money<C> }, 'invalid-amount' | 'amount-out-of-range'> {
  const match = DECIMAL.exec(text)
  const digits = minorDigits(currency)
  const decimals = match?.[3] ?? ''
  const beyond = decimals.slice(digits)
  const fits = !/[1-9]/.test(beyond)
  if (!match || !(fits || rounding)) return { kind: 'refuse', reason: 'invalid-amount' }
  const sign = match[1] === '-' ? -1 : 1
  const minor = Number(`${match[2]}${decimals.slice(0, digits).padEnd(digits, '0')}`)
  const amount = fits ? sign * minor : rounded(minor, beyond, rounding!, sign)
  if (!Number.isSafeInteger(amount)) return { kind: 'refuse', reason: 'amount-out-of-range' }
  return { kind: 'grant', money: { amount: amount + 0, currency } }
}

/** Minor units, and the decimals beyond them, as many as there are, rounded once. */
function rounded(minor: number, beyond: string, rounding: Rounding, sign: 1 | -1): number {
  // Only on which side of a half the rest lies counts: it is one, two or three quarters.
  const [half, rest] = [5n * 10n ** BigInt(beyond.length - 1), BigInt(beyond)]
  const quarters = rest < half ? 1 : rest === half ? 2 : 3
  return roundExact({ whole: sign * minor, numerator: sign * quarters, denominator: 4 }, rounding)
}

/** The amount in major units with all decimals of its currency: `1234.50`, `1234` (JPY), `1.234` (KWD). */
export function decimalOf({ amount, currency }: Money): string {
  const digits = minorDigits(currency)
  const sign = amount < 0 ? '-' : ''
  const text = `${amount < 0 ? -amount : amount}`.padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/**
 * A decimal text as a fraction of integers: `'8.875'` is 8875 over 1000. Rates and measures that people write are
 * read so, without a detour through binary fractions. Undefined where it is no decimal number or too long.
 */
export function fractionOfDecimal(text: string): { numerator: number; denominator: number } | undefined {
  const negative = text.charCodeAt(0) === MINUS
  let [numerator, denominator, zeros, digits, point] = [0, 1, 1, 0, false]
  // By character: every quote reads its tax rates here, and an expression takes ten times as long.
  for (let i = negative ? 1 : 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit + ZERO === POINT && !point && digits > 0) {
      point = true
      digits = 0
      continue
    }
    if (!(digit >= 0 && digit <= 9)) return undefined
    digits += 1
    // Zeros at the end of the decimals count only when something follows them.
    if (point) zeros *= 10
    if (point && digit === 0) continue
    numerator = numerator * (point ? zeros : 10) + digit
    if (point) denominator *= zeros
    zeros = 1
    if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator)) return undefined
  }
  return digits === 0 ? undefined : { numerator: negative ? 0 - numerator : numerator, denominator }
}
