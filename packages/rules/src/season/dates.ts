import type { Decision } from '../decision.ts'
import { type Day, isDay } from '../time/day.ts'
import type { Window } from '../time/instant.ts'
import { seasonWindow } from './window.ts'

/** The two dates of a season as somebody typed them. Refused: a date that does not exist; an end before the start. */
export function decideSeasonDates(input: {
  readonly firstDay: string
  readonly lastDay: string
}): Decision<
  { readonly firstDay: Day; readonly lastDay: Day; readonly window: Window },
  'invalid-day' | 'ends-before-start'
> {
  const { firstDay, lastDay } = input
  if (!isDay(firstDay) || !isDay(lastDay)) return { kind: 'refuse', reason: 'invalid-day' }
  if (lastDay < firstDay) return { kind: 'refuse', reason: 'ends-before-start' }
  return { kind: 'grant', firstDay, lastDay, window: seasonWindow({ firstDay, lastDay }) }
}
