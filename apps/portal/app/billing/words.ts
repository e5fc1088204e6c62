import { type Currency, DEFAULT_CATALOG, type Money } from '@seatkeeper/rules'
import { formatDay, formatMoney } from '@seatkeeper/wording'

/** What a page says of an amount, in the viewer's way of writing it. */
export type MoneyText = (amount: number) => string

export const moneyText =
  (currency: Currency, locale: string | undefined): MoneyText =>
  (amount) =>
    formatMoney({ amount, currency } as Money, locale).replace(/^-/, '−')

const SEATS: Readonly<Record<string, string>> = {
  'full-time': 'Full-time seats',
  collaborator: 'Collaborator seats',
  staff: 'Staff seats',
}

/** An item of a contract as its lines and tables call it. */
export const itemName = (item: string): string => SEATS[item] ?? DEFAULT_CATALOG.addOns[item]?.name ?? item

export const planName = (plan: string): string => DEFAULT_CATALOG.plans[plan]?.name ?? plan

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

/** A span whose end is exclusive, as people say it: its last day included. */
export const spanText = (from: string, lastDay: string, locale: string | undefined): string =>
  from === lastDay
    ? formatDay(from as never, locale)
    : `${formatDay(from as never, locale)} – ${formatDay(lastDay as never, locale)}`

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
