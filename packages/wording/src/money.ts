import { decimalOf, type Money } from '@seatkeeper/rules/money'
import { DEFAULT_LOCALE } from './viewer.ts'

const currencyFormats = new Map<string, Intl.NumberFormat>()

/** With all decimals of its currency: `US$1,234.50`, `¥1,234`. Never through a binary fraction. */
export function formatMoney(money: Money, locale: string = DEFAULT_LOCALE): string {
  const key = `${locale} ${money.currency}`
  let format = currencyFormats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency })
    currencyFormats.set(key, format)
  }
  const decimal = decimalOf(money) as `${number}`
  const digits = decimal.length - decimal.indexOf('.') - 1
  // ICU and the ledger need not agree on a currency's decimals; the ledger is right.
  const own = decimal.includes('.') ? digits : 0
  return format.resolvedOptions().maximumFractionDigits === own
    ? format.format(decimal)
    : `${money.currency} ${decimal}`
}
