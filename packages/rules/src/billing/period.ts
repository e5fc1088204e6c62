import { type BillingInterval, billingPeriodAt } from '../time/billing-period.ts'
import type { Day } from '../time/day.ts'
import { addMonths, monthsBetween } from '../time/months.ts'
import type { DaySpan } from './prorate.ts'

/** What settles a contract's billing periods. */
export interface PeriodFacts {
  readonly interval: BillingInterval
  /** Half-open: `term.end` is the day of renewal. */
  readonly term: DaySpan
  /** The day of month that terms and billing periods align to, where it is not the first day's of the term (CAL-04). */
  readonly anchorDay?: number
  /**
   * A day that billing periods are counted from, where they do not begin with the term: a year's contract from 15 March
   * that is billed from each 1 July has a leading and a trailing part. Goes before `anchorDay`.
   */
  readonly billingAnchor?: Day
}

/** A billing period of a contract. */
export interface ContractPeriod {
  /** From anchor to anchor: what a whole price is for. */
  readonly full: DaySpan
  /** The part of it that lies in the term: what is invoiced (CAL-04: leading and trailing parts). */
  readonly charged: DaySpan
}

/**
 * The billing period that contains a day of the term. In a contract of several years that is paid yearly it ends
 * with the paid year (D-12). Throws for a day outside the term.
 */
export function contractPeriodAt(
  { term, anchorDay, billingAnchor, interval }: PeriodFacts,
  day: Day,
): ContractPeriod {
  if (day < term.start || day >= term.end)
    throw new RangeError(`${day} is outside ${term.start} – ${term.end}`)
  const anchor =
    billingAnchor ?? (anchorDay === undefined ? term.start : { from: term.start, day: anchorDay })
  const { start, end } = billingPeriodAt(anchor, interval, day)
  return {
    full: { start, end },
    charged: { start: start < term.start ? term.start : start, end: end > term.end ? term.end : end },
  }
}

/** How many months, or begun months, lie between two days, the second exclusive. */
export function monthsBegun(start: Day, end: Day): number {
  const months = monthsBetween(start, end)
  return addMonths(start, months) < end ? months + 1 : months
}
