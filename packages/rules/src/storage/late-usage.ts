import { calendarMonthAt } from '../time/calendar-month.ts'
import type { Day } from '../time/day.ts'
import { addMilliseconds, type Instant, MS_PER_DAY } from '../time/instant.ts'

/**
 * STOR-10: for which UTC month a usage fact counts, by the instant at which it was effective, and whether it still
 * enters that month's measure: it must arrive less than `lateDays` days after the month's end; else it is an
 * adjustment on a later invoice.
 */
export function usageMonth(
  { effectiveAt, receivedAt }: { readonly effectiveAt: Instant; readonly receivedAt: Instant },
  lateDays: number,
): { readonly month: Day; readonly counts: 'measured' | 'adjustment' } {
  const { firstDay, closesAt } = calendarMonthAt(effectiveAt)
  const settledAt = addMilliseconds(closesAt, lateDays * MS_PER_DAY)
  return { month: firstDay, counts: receivedAt < settledAt ? 'measured' : 'adjustment' }
}
