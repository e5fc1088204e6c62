import {
  addDays,
  type Currency,
  type Day,
  DEFAULT_CATALOG,
  type InvoiceLine,
  type LineRule,
  type Money,
} from '@seatkeeper/rules'
import { formatDay } from './dates.ts'
import { formatMoney } from './money.ts'

/** An amount as pages and documents of money write it: with a real minus sign. */
export const moneyWords = (amount: number, currency: Currency, locale?: string): string =>
  formatMoney({ amount, currency } as Money, locale).replace(/^-/, '−')

const SEATS: Readonly<Record<string, string>> = {
  'full-time': 'Full-time seats',
  collaborator: 'Collaborator seats',
  staff: 'Staff seats',
}

/** An item of a contract as its lines and tables call it. */
export const itemName = (item: string): string => SEATS[item] ?? DEFAULT_CATALOG.addOns[item]?.name ?? item

/** Two days, both included: `1 Jun 2026 – 30 Jun 2026`, or the one day that it is. */
export const daySpanText = (firstDay: Day, lastDay: Day, locale?: string): string =>
  firstDay === lastDay
    ? formatDay(firstDay, locale)
    : `${formatDay(firstDay, locale)} – ${formatDay(lastDay, locale)}`

export interface LineWords {
  readonly locale?: string | undefined
  /** Names of the seasons that lines are about, by id. */
  readonly seasons?: Readonly<Record<string, string>>
  /** A quote's tax is an estimate until it is charged. */
  readonly estimated?: boolean
}

/** What a line of a quote or an invoice is for; page, document, mail and the processor's receipt say the same. */
export function lineText(
  line: InvoiceLine,
  { locale, seasons = {}, estimated = false }: LineWords = {},
): string {
  const { rule, subject } = line
  const name = seasons[subject] ?? itemName(subject)
  const units = line.kind === 'priced' ? `${line.quantity} × ` : ''
  switch (rule) {
    case 'period':
      return `${units}${name}`
    case 'added':
      return `${units}${name}, added`
    case 'used-again':
      return `${units}${name}, used again`
    case 'plan-difference':
      return `${units}${name}, difference to the new plan`
    case 'reduction-credit':
    case 'plan-credit':
      return `${units}${name}, credited`
    case 'season':
    case 'ad-hoc-season':
      return `${units}Season seats, ${name}`
    case 'season-more':
      return `${units}Season seats, ${name}, added`
    case 'season-longer':
      return `${units}Season seats, ${name}, for longer`
    case 'season-credit':
      return `${units}Season seats, ${name}, credited`
    case 'credited-before':
      return 'Given back earlier'
    case 'discount':
      return line.kind === 'rate' ? `Discount, ${line.percent} %` : 'Discount'
    case 'tax': {
      const tax =
        line.kind === 'rate'
          ? `${subject}, ${line.percent} % of ${moneyWords(line.of.amount, line.of.currency, locale)}`
          : subject
      // Nothing is estimated where there is nothing to pay, such as under reverse charge.
      return estimated && line.amount.amount !== 0 ? `${tax}, estimated` : tax
    }
    case 'credit-applied':
      return 'Credit from your balance'
    case 'to-balance':
      return 'Put into your credit balance'
    case 'carried-in':
      return 'Carried from an earlier invoice'
    case 'carried-out':
      return 'Carried to your next invoice'
    case 'storage-overage':
      return `${name}, beyond the allowance`
    case 'adjustment':
      return `${name}, adjustment`
  }
}

/** The days that a line is for; null where it is for none. */
export const linePeriodText = (line: InvoiceLine, locale?: string): string | null =>
  line.kind === 'priced' ? daySpanText(line.from, addDays(line.until, -1), locale) : null

/** Why a line is there (BILL-09). */
export const lineReason: Readonly<Record<LineRule, string>> = {
  period: 'Seats and add-ons are invoiced in advance for each period.',
  added:
    'What is added is charged for the days that are left of the period that is paid already, today included.',
  'used-again': 'Seats that were credited and are used again are charged for the days that are left.',
  'plan-difference': 'A higher plan costs the difference for the days that are left of the paid period.',
  'reduction-credit': 'What was paid for and is given up is credited for the days that are left.',
  'plan-credit': 'A lower plan is credited with the difference for the days that are left.',
  season:
    'A season of the contract is invoiced with the period in which it opens, for each month or part of one.',
  'ad-hoc-season': 'A season outside the contract is invoiced when its price is accepted.',
  'season-more':
    'Seats that are added to a season are charged for the days of it that are left, today included.',
  'season-longer': 'A season that lasts longer is charged for the months, or parts of one, that it has more.',
  'season-credit': 'What was paid for in a season and is given up is credited, as agreed.',
  'credited-before': 'Earlier credit notes have given back this part of the invoice already.',
  'storage-overage': 'Storage above what the plan includes.',
  adjustment: 'Agreed with you for this invoice.',
  discount: 'Taken off before tax.',
  tax: 'By the billing address; reckoned on the net after discounts, rounded once.',
  'credit-applied': 'Credit is used by itself, the oldest first, and comes off after tax.',
  'to-balance': 'An invoice in your favour is not paid out: your next invoices use it.',
  'carried-in': 'An earlier charge was below what a card can be charged.',
  'carried-out': 'This is below what a card can be charged, so it is charged with your next invoice.',
}
