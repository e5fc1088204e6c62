import type { Decision } from '../decision.ts'
import type { Currency } from '../money/currency.ts'
import { type Rounding, sumAmounts } from '../money/exact.ts'
import { splitInteger } from '../money/split.ts'
import { type FlatLine, type InvoiceLine, type RateLine, rateLine } from './line.ts'

/**
 * What is taken off an invoice before tax: a percentage, or an amount that is never more than what it is taken off.
 * `on` names the subjects of the lines that it is for (`full-time`, a season); without it, it is for the whole.
 */
export type Discount =
  | {
      readonly kind: 'percent'
      readonly name: string
      /** Decimal text, 0 to 100. */
      readonly percent: string
      readonly on?: readonly string[]
    }
  | {
      readonly kind: 'amount'
      readonly name: string
      /** Minor units, off the invoice as a whole, not off every unit. */
      readonly amount: number
      readonly on?: readonly string[]
    }

/** What is left of a charge, minor units: what the next discount, and then tax, is reckoned on. */
export interface ChargePart {
  readonly subject: string
  readonly amount: number
}

export interface Discounts {
  /** One for each discount that takes something off, in the given order. */
  readonly lines: readonly (RateLine | FlatLine)[]
  /** Negative where something is taken off. */
  readonly total: number
  readonly parts: readonly ChargePart[]
}

/**
 * Discounts in the given order, each on what those before it have left, rounded by itself (D-35). Of a credit, the
 * percentages are taken too, because it gives back what was really paid; amounts are not. Refused: a percentage that is no
 * decimal number from 0 to 100; an amount below zero; sums beyond the safe integers.
 */
export function discountLines(
  charges: readonly InvoiceLine[],
  discounts: readonly Discount[],
  { currency, rounding }: { readonly currency: Currency; readonly rounding: Rounding },
): Decision<Discounts, 'invalid-rate' | 'invalid-amount' | 'amount-out-of-range'> {
  let parts: readonly ChargePart[] = charges.map(({ subject, amount }) => ({
    subject,
    amount: amount.amount,
  }))
  const lines: (RateLine | FlatLine)[] = []
  for (const discount of discounts) {
    const base = amountOn(discount.on, parts)
    if (base === undefined) return { kind: 'refuse', reason: 'amount-out-of-range' }
    const line =
      discount.kind === 'percent'
        ? percentOff(discount, base, currency, rounding)
        : amountOff(discount, base, currency)
    if (line.kind === 'refuse') return line
    if (line.line.amount.amount === 0) continue
    lines.push(line.line)
    parts = spread(line.line.amount.amount, discount.on, parts)
  }
  const total = lines.reduce((sum, line) => sum + line.amount.amount, 0)
  return { kind: 'grant', lines, total, parts }
}

/** The sum of the parts that something is for; undefined beyond the safe integers. */
export function amountOn(
  on: readonly string[] | undefined,
  parts: readonly ChargePart[],
): number | undefined {
  if (parts.length === 1 && !on) return parts[0]!.amount
  const meant = on ? parts.filter(({ subject }) => on.includes(subject)) : parts
  return sumAmounts(meant.map(({ amount }) => amount))
}

/** An amount divided among the parts that it is for, by what is left of each (BILL-09: it adds up). */
export function spread(
  amount: number,
  on: readonly string[] | undefined,
  parts: readonly ChargePart[],
): ChargePart[] {
  // Parts in the other direction (an adjustment among charges) take no share.
  const direction = Math.sign(amountOn(on, parts) ?? 0)
  const weights = parts.map((part) =>
    on && !on.includes(part.subject) ? 0 : Math.max(part.amount * direction, 0),
  )
  const shares = splitInteger(amount, weights) ?? []
  return parts.map((part, i) => ({ ...part, amount: part.amount + (shares[i] ?? 0) }))
}

type Line = Decision<{ readonly line: RateLine | FlatLine }, 'invalid-rate' | 'invalid-amount'>

function percentOff(
  { name, percent }: Extract<Discount, { kind: 'percent' }>,
  base: number,
  currency: Currency,
  rounding: Rounding,
): Line {
  const of = { amount: base, currency }
  const line = rateLine({ rule: 'discount', subject: name, sign: -1, of, percent, rounding })
  if (!line || Number(percent) > 100) return { kind: 'refuse', reason: 'invalid-rate' }
  return { kind: 'grant', line }
}

function amountOff(
  { name, amount }: Extract<Discount, { kind: 'amount' }>,
  base: number,
  currency: Currency,
): Line {
  if (!Number.isSafeInteger(amount) || amount < 0) return { kind: 'refuse', reason: 'invalid-amount' }
  const off = Math.min(amount, Math.max(base, 0))
  return {
    kind: 'grant',
    line: { kind: 'flat', rule: 'discount', subject: name, amount: { amount: 0 - off, currency } },
  }
}
