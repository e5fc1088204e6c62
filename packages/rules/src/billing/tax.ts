import type { Decision } from '../decision.ts'
import type { Currency } from '../money/currency.ts'
import { fractionOfDecimal } from '../money/decimal.ts'
import { type Rounding, sumAmounts } from '../money/exact.ts'
import type { Money } from '../money/money.ts'
import { amountOn, type ChargePart, spread } from './discount.ts'
import { type FlatLine, type RateLine, rateLine } from './line.ts'

/**
 * A tax on an invoice, after discounts: by rate, or as the tax service reckoned it. `on` names the subjects of the lines
 * that it is on, where rates differ; without it, it is on the whole.
 */
export type Tax = TaxByRate | TaxByService

export interface TaxByService {
  readonly kind: 'amount'
  readonly name: string
  readonly amount: number
  /** What it reckoned for what the same change gives back; 0 or more. */
  readonly credited?: number
}

export interface TaxByRate {
  readonly kind: 'rate'
  readonly name: string
  /** Decimal text. */
  readonly percent: string
  readonly on?: readonly string[]
  /** The prices contain it: nothing is added, the invoice says how much of them it is. */
  readonly included?: boolean
  /** Reckoned on the taxes before it, too, that are added to the same lines. */
  readonly compound?: boolean
}

export interface Taxes {
  /** What is added, in the given order. */
  readonly lines: readonly (RateLine | FlatLine)[]
  readonly total: number
  /** What the prices contain; not to be added. */
  readonly included: readonly RateLine[]
  readonly includedTotal: number
}

/**
 * The taxes of an amount, each rounded by itself (D-35); of a credit, those that are given back with it. Included ones
 * come first, what is added is reckoned without them. A tax service's amounts are for the charge that it was asked
 * about; what it gives back it was asked for, too. Refused: a rate that is no decimal number of zero or more; an amount beyond the
 * safe integers. `on` is not looked at: the amount is what all of them are on.
 */
export function taxLines(
  net: Money,
  taxes: readonly Tax[],
  rounding: Rounding,
): Decision<Taxes, 'invalid-rate'> {
  const all = taxes.map((tax): Tax => {
    if (tax.kind === 'amount') return tax
    const { on: _, ...everywhere } = tax
    return everywhere
  })
  return taxesOn([{ subject: '', amount: net.amount }], all, { currency: net.currency, rounding })
}

/** The same on charges of different rates, discounts taken off. */
export function taxesOn(
  parts: readonly ChargePart[],
  taxes: readonly Tax[],
  { currency, rounding }: { readonly currency: Currency; readonly rounding: Rounding },
): Decision<Taxes, 'invalid-rate'> {
  const contained = includedTaxes(parts, taxes, currency, rounding)
  if (!contained) return { kind: 'refuse', reason: 'invalid-rate' }
  const lines: (RateLine | FlatLine)[] = []
  const added: { readonly on: TaxByRate['on']; readonly amount: number }[] = []
  for (const tax of taxes) {
    if (isIncluded(tax)) continue
    const base = amountOn(tax.kind === 'rate' ? tax.on : undefined, contained.parts)
    if (base === undefined) return { kind: 'refuse', reason: 'invalid-rate' }
    if (base === 0) continue
    if (tax.kind === 'amount') {
      if (base < 0 && !tax.credited) continue
      const amount = { amount: base < 0 ? 0 - tax.credited! : tax.amount, currency }
      lines.push({ kind: 'flat', rule: 'tax', subject: tax.name, amount })
      continue
    }
    const before = tax.compound ? added.filter((one) => sameSubjects(one.on, tax.on)) : []
    const of = { amount: before.reduce((sum, { amount }) => sum + amount, base), currency }
    const line = rateLine({ rule: 'tax', subject: tax.name, of, percent: tax.percent, rounding })
    if (!line) return { kind: 'refuse', reason: 'invalid-rate' }
    lines.push(line)
    added.push({ on: tax.on, amount: line.amount.amount })
  }
  const total = sumAmounts(lines.map((line) => line.amount.amount))
  if (total === undefined) return { kind: 'refuse', reason: 'invalid-rate' }
  const includedTotal = contained.lines.reduce((sum, line) => sum + line.amount.amount, 0)
  return { kind: 'grant', lines, total, included: contained.lines, includedTotal }
}

function sameSubjects(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((subject) => b.includes(subject))
}

function isIncluded(tax: Tax): tax is TaxByRate & { readonly included: true } {
  return tax.kind === 'rate' && tax.included === true
}

/**
 * What prices contain of each tax, for every group of lines that contain the same ones, and the parts without it.
 * Undefined where a rate is none.
 */
function includedTaxes(
  parts: readonly ChargePart[],
  all: readonly Tax[],
  currency: Currency,
  rounding: Rounding,
): { readonly parts: readonly ChargePart[]; readonly lines: readonly RateLine[] } | undefined {
  const taxes = all.filter(isIncluded)
  if (taxes.length === 0) return { parts, lines: [] }
  const lines: RateLine[] = []
  let left = parts
  for (const subjects of groupsOf(parts, taxes)) {
    const within = taxes.filter((tax) => !tax.on || tax.on.includes(subjects[0]!))
    const rates = sumOfDecimals(within.map((tax) => tax.percent))
    const amount = amountOn(subjects, parts)
    if (rates === undefined || amount === undefined) return undefined
    if (amount === 0) continue
    for (const { name, percent } of within) {
      const of = { amount, currency }
      const line = rateLine({ rule: 'tax', subject: name, of, percent, within: rates, rounding })
      if (!line) return undefined
      lines.push(line)
      left = spread(0 - line.amount.amount, subjects, left)
    }
  }
  return { parts: left, lines }
}

/** The subjects of the charges, those together that the same taxes are on; in the order of the charges. */
function groupsOf(parts: readonly ChargePart[], taxes: readonly TaxByRate[]): string[][] {
  const groups = new Map<string, string[]>()
  for (const subject of new Set(parts.map((part) => part.subject))) {
    const key = taxes.map((tax) => !tax.on || tax.on.includes(subject)).join()
    groups.set(key, [...(groups.get(key) ?? []), subject])
  }
  return [...groups.values()]
}

/** Decimal texts added up as one; undefined where one is none. */
function sumOfDecimals(texts: readonly string[]): string | undefined {
  const fractions = texts.map(fractionOfDecimal)
  let [sum, scale] = [0, 1]
  for (const fraction of fractions) {
    if (!fraction) return undefined
    const wider = Math.max(scale, fraction.denominator)
    sum = sum * (wider / scale) + fraction.numerator * (wider / fraction.denominator)
    scale = wider
  }
  if (!Number.isSafeInteger(sum)) return undefined
  const digits = String(scale).length - 1
  const text = String(sum).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
