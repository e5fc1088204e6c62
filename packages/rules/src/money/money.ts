import type { Decision } from '../decision.ts'
import type { Currency } from './currency.ts'
import { sumAmounts } from './exact.ts'

/** An amount in integer minor units with its currency (BILL-09): 1 USD is `{ amount: 100, currency: 'USD' }`. */
export interface Money<C extends Currency = Currency> {
  readonly amount: number
  readonly currency: C
}

type Arithmetic<T extends object> = Decision<T, 'currency-mismatch' | 'amount-out-of-range'>

/** Money that code wrote. Throws for what is no safe integer; amounts that people type enter by `readMoney`. */
export function money<C extends Currency>(amount: number, currency: C): Money<C> {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Not an amount in minor units: ${amount}`)
  return { amount: amount + 0, currency }
}

/**
 * The sum in the given currency; of nothing, zero. Two literal currencies that differ do not compile. Refused, for
 * currencies known only at run time: an amount of another currency; a sum beyond the safe integers.
 */
export function sumMoney<C extends Currency>(
  currency: C,
  amounts: readonly Money<NoInfer<C>>[],
): Arithmetic<{ readonly money: Money<C> }> {
  for (const each of amounts) {
    if (each.currency !== currency) return mismatch(currency, each.currency)
  }
  const amount = sumAmounts(amounts.map((each) => each.amount))
  if (amount === undefined) return { kind: 'refuse', reason: 'amount-out-of-range' }
  return { kind: 'grant', money: { amount, currency } }
}

/** `a + b` (BILL-09). Refused: as {@link sumMoney}. */
export function addMoney<C extends Currency>(
  a: Money<C>,
  b: Money<NoInfer<C>>,
): Arithmetic<{ readonly money: Money<C> }> {
  return sumMoney(a.currency, [a, b])
}

/** `a − b` (BILL-09). Refused: as {@link sumMoney}. */
export function subtractMoney<C extends Currency>(
  a: Money<C>,
  b: Money<NoInfer<C>>,
): Arithmetic<{ readonly money: Money<C> }> {
  return sumMoney(a.currency, [a, negateMoney(b)])
}

/** `−a`; of zero, zero. */
export function negateMoney<C extends Currency>(a: Money<C>): Money<C> {
  return { amount: 0 - a.amount, currency: a.currency }
}

/** Negative where `a` is less than `b`, 0 where they are equal. */
export function compareMoney<C extends Currency>(
  a: Money<C>,
  b: Money<NoInfer<C>>,
): Decision<{ readonly order: -1 | 0 | 1 }, 'currency-mismatch'> {
  if (a.currency !== b.currency) return mismatch(a.currency, b.currency)
  return { kind: 'grant', order: a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0 }
}

export function mismatch(expected: Currency, given: Currency) {
  return { kind: 'refuse', reason: 'currency-mismatch', expected, given } as const
}
