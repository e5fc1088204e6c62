import type { Currency } from '../money/currency.ts'
import { type ExactAmount, exactProduct, type Rounding, roundExact } from '../money/exact.ts'
import { decimalOf, fractionOfDecimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import type { Day } from '../time/day.ts'
import { reckonPortion } from './prorate.ts'

/** Why a line is there; each has its requirement in {@link REQUIREMENT_OF}. */
export type LineRule =
  | 'period'
  | 'added'
  | 'used-again'
  | 'plan-difference'
  | 'reduction-credit'
  | 'plan-credit'
  | 'season'
  | 'season-more'
  | 'season-longer'
  | 'season-credit'
  | 'ad-hoc-season'
  | 'credited-before'
  | 'storage-overage'
  | 'adjustment'
  | 'discount'
  | 'tax'
  | 'credit-applied'
  | 'to-balance'
  | 'carried-in'
  | 'carried-out'

export const REQUIREMENT_OF: Readonly<Record<LineRule, string>> = {
  period: 'BILL-06',
  added: 'BILL-03',
  'used-again': 'D-34',
  'plan-difference': 'BILL-05',
  'reduction-credit': 'D-02',
  'plan-credit': 'BILL-05',
  season: 'BILL-06',
  'season-more': 'D-24',
  'season-longer': 'D-24',
  'season-credit': 'D-02',
  'ad-hoc-season': 'BILL-06',
  'credited-before': 'D-34',
  'storage-overage': 'STOR-08',
  adjustment: 'STOR-10',
  discount: 'BILL-09',
  tax: 'D-27',
  'credit-applied': 'BILL-05',
  'to-balance': 'BILL-05',
  'carried-in': 'BILL-12',
  'carried-out': 'BILL-12',
}

interface LineOf<C extends Currency> {
  readonly rule: LineRule
  /** The contract's item, the season, the tax or the credit that the line is about. */
  readonly subject: string
  /** Negative where it is in the customer's favour. */
  readonly amount: Money<C>
}

/** `±quantity × (unit price − unit price before) × times ÷ per × part ÷ whole`, rounded once. */
export interface PricedLine<C extends Currency = Currency> extends LineOf<C> {
  readonly kind: 'priced'
  readonly sign: 1 | -1
  readonly quantity: number
  readonly unitPrice: Money<C>
  /** A plan's difference: what was invoiced for the same units already. */
  readonly unitPriceBefore?: Money<C>
  readonly times: number
  readonly per: number
  readonly from: Day
  /** Exclusive. */
  readonly until: Day
  readonly part: number
  readonly whole: number
  readonly unit: 'day' | 'second' | 'month'
  readonly rounding: Rounding
  readonly exact: ExactAmount
}

/**
 * A percentage of an amount: tax (D-27), net and tax rounded as separate lines (D-35); a discount, which takes off. Where
 * the amount contains the tax already, it is the tax's part of it: `of × percent ÷ (100 + within)`.
 */
export interface RateLine<C extends Currency = Currency> extends LineOf<C> {
  readonly kind: 'rate'
  readonly sign?: -1
  readonly of: Money<C>
  /** Decimal text: `'8.875'`. */
  readonly percent: string
  /** Decimal text: all the rates that `of` contains, added up; this one is among them. */
  readonly within?: string
  readonly rounding: Rounding
  readonly exact: ExactAmount
}

/** An amount that was agreed or follows from other lines. */
export interface FlatLine<C extends Currency = Currency> extends LineOf<C> {
  readonly kind: 'flat'
}

/** One charge or credit that carries all that it was reckoned from (BILL-09). JSON-safe. */
export type InvoiceLine<C extends Currency = Currency> = PricedLine<C> | RateLine<C> | FlatLine<C>

/** The terms of a priced line, before it is reckoned. */
export type LineTerms<C extends Currency = Currency> = Omit<PricedLine<C>, 'kind' | 'amount' | 'exact'>

/** Reckons a priced line from its terms: undefined where the amount does not fit the safe integers. */
export function pricedLine<C extends Currency>(terms: LineTerms<C>): PricedLine<C> | undefined {
  const { sign, unitPrice, unitPriceBefore } = terms
  const portion = reckonPortion(terms, unitPrice.amount - (unitPriceBefore?.amount ?? 0), terms)
  if (portion === 'amount-out-of-range') return undefined
  if (typeof portion === 'string') {
    throw new RangeError(`A line with impossible terms (${portion}): ${terms.subject}`)
  }
  const { exact } = portion
  // Field by field: a copy that grows afterwards takes ten times as long.
  const line = {
    kind: 'priced',
    rule: terms.rule,
    subject: terms.subject,
    sign,
    quantity: terms.quantity,
    unitPrice,
    times: terms.times,
    per: terms.per,
    from: terms.from,
    until: terms.until,
    part: terms.part,
    whole: terms.whole,
    unit: terms.unit,
    rounding: terms.rounding,
    amount: { amount: sign * portion.amount + 0, currency: unitPrice.currency },
    exact: sign > 0 ? exact : negated(exact),
  } as const
  return unitPriceBefore ? { ...line, unitPriceBefore } : line
}

function negated({ whole, numerator, denominator }: ExactAmount): ExactAmount {
  return { whole: 0 - whole, numerator: 0 - numerator, denominator }
}

/** All of the lines, or undefined where one of them has no amount. */
export function allLines(lines: readonly (PricedLine | undefined)[]): readonly PricedLine[] | undefined {
  return lines.includes(undefined) ? undefined : (lines as readonly PricedLine[])
}

const NOTHING = { numerator: 0, denominator: 1 }

/**
 * A percentage of an amount. Undefined where a rate is no decimal text of zero or more, or an amount too large.
 */
export function rateLine<C extends Currency>(
  terms: Omit<RateLine<C>, 'kind' | 'amount' | 'exact'>,
): RateLine<C> | undefined {
  const { of, percent, within, sign = 1, rounding } = terms
  const rate = fractionOfDecimal(percent)
  const contained = within === undefined ? NOTHING : fractionOfDecimal(within)
  if (!rate || rate.numerator < 0 || !contained || contained.numerator < 0) return undefined
  const hundred = 100 * contained.denominator + contained.numerator
  if (!Number.isSafeInteger(hundred)) return undefined
  const exact = exactProduct({
    amount: sign * of.amount,
    quantity: rate.numerator,
    times: contained.denominator,
    per: hundred,
    part: 1,
    whole: rate.denominator,
  })
  if (!exact) return undefined
  const line = {
    kind: 'rate',
    rule: terms.rule,
    subject: terms.subject,
    of,
    percent,
    rounding,
    amount: { amount: roundExact(exact, rounding), currency: of.currency },
    exact,
  } as const
  if (within !== undefined) return { ...line, within }
  return terms.sign === undefined ? line : { ...line, sign: terms.sign }
}

/** The amount of a line reckoned anew from what is stored on it (BILL-09); undefined where it cannot be. */
export function recomputeLine(line: InvoiceLine): number | undefined {
  if (line.kind === 'flat') return line.amount.amount
  return (line.kind === 'priced' ? pricedLine(line) : rateLine(line))?.amount.amount
}

export interface LineExplanation {
  /** `3 × 89.00 × 12 × 100/365 days = 877.81 USD` */
  readonly formula: string
  readonly rule: LineRule
  readonly requirement: string
}

/** BILL-09: how a line's amount came about, as a formula that anybody can check, the rule and its requirement. */
export function explainLine(line: InvoiceLine): LineExplanation {
  return {
    formula: `${termsOf(line)}${decimalOf(line.amount)} ${line.amount.currency}`.replaceAll('-', '−'),
    rule: line.rule,
    requirement: REQUIREMENT_OF[line.rule],
  }
}

function termsOf(line: InvoiceLine): string {
  if (line.kind === 'flat') return ''
  if (line.kind === 'rate') {
    const of = decimalOf(line.of)
    if (line.within) return `${of} × ${line.percent} ÷ (100 + ${line.within}) = `
    return `${line.sign === -1 ? '-' : ''}${line.percent} % × ${of} = `
  }
  const { sign, quantity, unitPrice, unitPriceBefore, times, per, part, whole, unit } = line
  const price = decimalOf(unitPrice)
  const factors = [
    `${quantity}`,
    unitPriceBefore ? `(${price} - ${decimalOf(unitPriceBefore)})` : price,
    ...(times === 1 ? [] : [`${times}`]),
    ...(part === whole ? [] : [`${part}/${whole} ${unit}s`]),
  ]
  return `${sign < 0 ? '-' : ''}${factors.join(' × ')}${per === 1 ? '' : ` ÷ ${per}`} = `
}
