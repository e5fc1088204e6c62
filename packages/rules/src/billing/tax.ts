import type { Decision } from '../decision.ts'
import type { Rounding } from '../money/exact.ts'
import { sumAmounts } from '../money/exact.ts'
import type { Money } from '../money/money.ts'
import { type FlatLine, type RateLine, rateLine } from './line.ts'

/** A tax on an invoice's net amount: by rate, or as the tax service reckoned it. */
export type Tax =
  | { readonly kind: 'rate'; readonly name: string; /** Decimal text. */ readonly percent: string }
  | { readonly kind: 'amount'; readonly name: string; readonly amount: number }

/**
 * The tax lines of a net amount, each rounded by itself (D-35); of a credit, those that are given back with it.
 * A tax service's amounts are for the charge that it was asked about and are not given back here. Refused: a rate
 * that is no decimal number of zero or more; an amount beyond the safe integers.
 */
export function taxLines(
  net: Money,
  taxes: readonly Tax[],
  rounding: Rounding,
): Decision<{ readonly lines: (RateLine | FlatLine)[]; readonly total: number }, 'invalid-rate'> {
  const lines: (RateLine | FlatLine)[] = []
  if (net.amount === 0) return { kind: 'grant', lines, total: 0 }
  for (const tax of taxes) {
    if (tax.kind === 'amount') {
      if (net.amount < 0) continue
      const amount = { amount: tax.amount, currency: net.currency }
      lines.push({ kind: 'flat', rule: 'tax', subject: tax.name, amount })
      continue
    }
    const line = rateLine({ rule: 'tax', subject: tax.name, of: net, percent: tax.percent, rounding })
    if (!line) return { kind: 'refuse', reason: 'invalid-rate' }
    lines.push(line)
  }
  const total = sumAmounts(lines.map((line) => line.amount.amount))
  return total === undefined ? { kind: 'refuse', reason: 'invalid-rate' } : { kind: 'grant', lines, total }
}
