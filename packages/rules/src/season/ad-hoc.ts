import type { Decision } from '../decision.ts'
import { addDays, civilOf, type Day } from '../time/day.ts'
import type { Window } from '../time/instant.ts'
import { addMonths } from '../time/months.ts'
import { seasonWindow } from './window.ts'

/** CAL-05: ad hoc seasons run for whole multiples of this many months. */
export const AD_HOC_MONTHS = 3

/**
 * CAL-05, D-05: an ad hoc season of `blocks` times three months. Its exclusive end is counted from the original first
 * day and clamped to the month's end, so blocks bought together never drift: 30 Nov + 3 is 28 or 29 Feb, + 6 is 30 May; the
 * last day is the one before. Refused: a number of blocks that is not whole, is below one, or leads beyond the year 9999.
 */
export function adHocSeason(
  firstDay: Day,
  blocks: number,
): Decision<{ readonly firstDay: Day; readonly lastDay: Day; readonly window: Window }, 'invalid-quantity'> {
  const lastsUntilYear = civilOf(firstDay).year + Math.ceil((blocks * AD_HOC_MONTHS) / 12)
  if (!Number.isSafeInteger(blocks) || blocks < 1 || lastsUntilYear >= 9999) {
    return { kind: 'refuse', reason: 'invalid-quantity' }
  }
  const lastDay = addDays(addMonths(firstDay, blocks * AD_HOC_MONTHS), -1)
  return { kind: 'grant', firstDay, lastDay, window: seasonWindow({ firstDay, lastDay }) }
}
