import type { ProposedSeason } from '@seatkeeper/db'
import type { DaySpan } from '@seatkeeper/rules'
import { counted } from '@seatkeeper/wording'
import type { MoneyText } from './words.ts'

/** BILL-11: what would be on the invoice of a period if it were agreed by then; null where nothing is left out of it. */
export function notAgreedText(
  seasons: readonly (Pick<ProposedSeason, 'firstDay' | 'state'> & { readonly cost: number })[],
  { start, end }: DaySpan,
  { money, locale }: { readonly money: MoneyText; readonly locale: string | undefined },
): string | null {
  const left = seasons.filter(
    ({ state, firstDay }) => state === 'proposed' && start <= firstDay && firstDay < end,
  )
  if (left.length === 0) return null
  const cost = money(left.reduce((sum, season) => sum + season.cost, 0))
  return `Without the ${counted(left.length, 'season that is', 'seasons that are', locale)} not agreed yet (${cost} before tax).`
}
