import type { Decision } from '../decision.ts'
import { type Currency, minorDigits } from './currency.ts'
import type { Money } from './money.ts'

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/**
 * An amount as a person or a file writes it, a point before the decimals and no grouping: `1234.5`, `-0.005`.
 * Refused: other text, more decimals than the currency has (zeros beyond them do no harm), beyond the safe integers.
 */
export function readMoney<C extends Currency>(
  text: string,
  currency: C,
): Decision<{ readonly money: Money<C> }, 'invalid-amount' | 'amount-out-of-range'> {
  const match = DECIMAL.exec(text)
  const digits = minorDigits(currency)
  const decimals = match?.[3] ?? ''
  if (!match || /[1-9]/.test(decimals.slice(digits))) return { kind: 'refuse', reason: 'invalid-amount' }
  const minor = Number(`${match[2]}${decimals.slice(0, digits).padEnd(digits, '0')}`)
  if (!Number.isSafeInteger(minor)) return { kind: 'refuse', reason: 'amount-out-of-range' }
  return { kind: 'grant', money: { amount: match[1] === '-' ? 0 - minor : minor, currency } }
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
  const match = DECIMAL.exec(text)
  if (!match) return undefined
  const decimals = (match[3] ?? '').replace(/0+$/, '')
  const magnitude = Number(`${match[2]}${decimals}`)
  const denominator = 10 ** decimals.length
  if (!Number.isSafeInteger(magnitude) || !Number.isSafeInteger(denominator)) return undefined
  return { numerator: match[1] === '-' ? 0 - magnitude : magnitude, denominator }
}
