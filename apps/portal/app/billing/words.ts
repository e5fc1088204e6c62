import { type Currency, DEFAULT_CATALOG, type TaxFallback } from '@seatkeeper/rules'
import { counted, moneyWords } from '@seatkeeper/wording'

/** What a page says of an amount, in the viewer's way of writing it. */
export type MoneyText = (amount: number) => string

export const moneyText =
  (currency: Currency, locale: string | undefined): MoneyText =>
  (amount) =>
    moneyWords(amount, currency, locale)

export const planName = (plan: string): string => DEFAULT_CATALOG.plans[plan]?.name ?? plan

/** Why the tax of a quote is by our own table although a tax service is used (BILL-02). */
export const taxNote: Readonly<Record<TaxFallback, string>> = {
  'no-address': 'No tax is reckoned, because there is no billing address yet.',
  'address-unusable':
    'The tax is by our own table of rates: the tax service can’t tell from the billing address where you are.',
  'service-unreachable': 'The tax is by our own table of rates: the tax service does not answer just now.',
}

const EVERY: Readonly<Record<string, string>> = {
  monthly: 'every month',
  quarterly: 'every three months',
  annual: 'every year',
}

/** `every month` */
export const everyText = (interval: string | { readonly months: number }): string =>
  typeof interval === 'string'
    ? (EVERY[interval] ?? interval)
    : interval.months === 1
      ? EVERY['monthly']!
      : `every ${interval.months} months`

/** PAY-06: `within 30 days` */
export const netTermsText = (netDays: number, locale: string | undefined): string =>
  netDays === 0 ? 'on the day it is issued' : `within ${counted(netDays, 'day', 'days', locale)}`

export { daySpanText as spanText, itemName } from '@seatkeeper/wording'

const BRANDS: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
}

export const brandName = (brand: string | null): string =>
  brand === null ? 'Card' : (BRANDS[brand] ?? `${brand.charAt(0).toUpperCase()}${brand.slice(1)}`)

/** What people read out to each other about a purchase: the random end of its id. */
export const referenceOf = (purchaseId: string): string => purchaseId.slice(-12).toUpperCase()
