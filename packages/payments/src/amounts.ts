import { type Currency, minorDigits, type Money } from '@seatkeeper/rules'

/** Currencies that the processor counts in hundredths although nobody else does: it kept them so for old integrations. */
const COUNTED_IN_HUNDREDTHS: ReadonlySet<Currency> = new Set(['ISK', 'UGX'])

/**
 * Our minor units → the processor's. Throws for what it cannot charge: currencies with three decimals are charged in
 * whole tens of their minor unit (`chargeStep` in the rules carries the rest to the next invoice).
 */
export function toProcessor({ amount, currency }: Money): number {
  if (COUNTED_IN_HUNDREDTHS.has(currency)) return amount * 100
  return amount
}

export function fromProcessor(amount: number, currency: Currency): Money {
  if (COUNTED_IN_HUNDREDTHS.has(currency)) {
    if (amount % 100 !== 0) throw new RangeError(`${amount} is no whole amount of ${currency}`)
    return { amount: amount / 100, currency }
  }
  return { amount, currency }
}

/** May a card be charged this? Nothing is ever rounded here. */
export function chargeable({ amount, currency }: Money): boolean {
  return Number.isSafeInteger(amount) && amount > 0 && (minorDigits(currency) < 3 || amount % 10 === 0)
}
