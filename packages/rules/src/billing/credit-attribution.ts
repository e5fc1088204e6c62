import type { Day } from '../time/day.ts'
import type { InvoiceLine, LineRule, PricedLine } from './line.ts'

/** What these rules charge for, and what a credit for it can take back. */
const CHARGES: ReadonlySet<LineRule> = new Set([
  'period',
  'added',
  'used-again',
  'plan-difference',
  'season',
  'season-more',
  'season-longer',
  'ad-hoc-season',
])
const CREDITS: ReadonlySet<LineRule> = new Set(['reduction-credit', 'plan-credit', 'season-credit'])

/** A charge of an invoice that was not taken back, and what no credit has taken of it. */
export interface OpenCharge {
  readonly invoiceId: string
  readonly subject: string
  readonly from: Day
  readonly until: Day
  left: number
}

export function chargesOf(invoiceId: string, lines: readonly InvoiceLine[]): OpenCharge[] {
  return lines.flatMap((line) => {
    if (line.kind !== 'priced' || !CHARGES.has(line.rule) || line.amount.amount <= 0) return []
    const { subject, from, until, amount } = line
    return [{ invoiceId, subject, from, until, left: amount.amount }]
  })
}

export const isCredit = (line: InvoiceLine): line is PricedLine =>
  line.kind === 'priced' && CREDITS.has(line.rule)

/**
 * How much of a credit's line is of which invoice; `rest`: of none that is known. A credit names its item and its days, not its invoice: it is
 * of the latest paid charges for them, and of no charge beyond its amount, so that all credits together are never more than was paid.
 * What it takes is taken off the charges.
 */
export function takeCredit(
  line: PricedLine,
  open: readonly OpenCharge[],
  isPaid: (invoiceId: string) => boolean,
): { readonly taken: ReadonlyMap<string, number>; readonly rest: number } {
  const taken = new Map<string, number>()
  let left = 0 - line.amount.amount
  for (const charge of open.toReversed()) {
    const same = charge.subject === line.subject && charge.from < line.until && line.from < charge.until
    if (!same || !isPaid(charge.invoiceId)) continue
    const part = Math.min(left, charge.left)
    charge.left -= part
    left -= part
    taken.set(charge.invoiceId, (taken.get(charge.invoiceId) ?? 0) + part)
  }
  return { taken, rest: left }
}
