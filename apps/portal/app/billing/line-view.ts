import { addDays, explainLine, type InvoiceLine, type LineRule } from '@seatkeeper/rules'
import { itemName, type MoneyText, spanText } from './words.ts'

/** A line of a quote or an invoice, and how it came about (BILL-09). */
export interface LineView {
  readonly text: string
  readonly period: string | null
  readonly amount: string
  readonly formula: string
  readonly rule: string
  readonly requirement: string
}

export interface LineWording {
  readonly money: MoneyText
  readonly locale: string | undefined
  /** Names of the seasons that lines are about, by id. */
  readonly seasons?: Readonly<Record<string, string>>
  /** A quote's tax is an estimate until it is charged. */
  readonly estimated?: boolean
}

export const lineViews = (lines: readonly InvoiceLine[], wording: LineWording): LineView[] =>
  lines.map((line) => {
    const { formula, rule, requirement } = explainLine(line)
    return {
      text: textOf(line, wording),
      period: line.kind === 'priced' ? periodOf(line.from, line.until, wording) : null,
      amount: wording.money(line.amount.amount),
      formula,
      rule: WHY[rule],
      requirement,
    }
  })

const periodOf = (from: string, until: string, { locale }: LineWording): string =>
  spanText(from, addDays(until as never, -1), locale)

function textOf(line: InvoiceLine, { seasons = {}, estimated = false, money }: LineWording): string {
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
    case 'discount':
      return line.kind === 'rate' ? `Discount, ${line.percent} %` : 'Discount'
    case 'tax': {
      const tax = line.kind === 'rate' ? `${subject}, ${line.percent} % of ${money(line.of.amount)}` : subject
      return estimated ? `${tax}, estimated` : tax
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
    case 'adjustment':
      return name
  }
}

const WHY: Readonly<Record<LineRule, string>> = {
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
  'storage-overage': 'Storage above what the plan includes.',
  adjustment: 'Agreed with you for this invoice.',
  discount: 'Taken off before tax.',
  tax: 'By the billing address; reckoned on the net after discounts, rounded once.',
  'credit-applied': 'Credit is used by itself, the oldest first, and comes off after tax.',
  'to-balance': 'An invoice in your favour is not paid out: your next invoices use it.',
  'carried-in': 'An earlier charge was below what a card can be charged.',
  'carried-out': 'This is below what a card can be charged, so it is charged with your next invoice.',
}
