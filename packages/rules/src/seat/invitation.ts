import { seasonWindow, type SeasonDates } from '../season/window.ts'
import { type Instant, MS_PER_DAY } from '../time/instant.ts'
import type { UserType } from './facts.ts'

/** D-13 */
export const INVITATION_DAYS = 14

/**
 * D-13: when an invitation runs out, and with it the seat that it holds. A seasonal one lasts until the last of
 * its seasons closes; any other, and one without a season, `days` times 24 hours from when it was sent.
 */
export function invitationExpiry(
  type: UserType,
  seasons: readonly SeasonDates[],
  sentAt: Instant,
  days: number = INVITATION_DAYS,
): Instant {
  if (type === 'seasonal' && seasons.length > 0) {
    let last = -Infinity
    for (const season of seasons) last = Math.max(last, seasonWindow(season).closesAt)
    return last as Instant
  }
  return (sentAt + days * MS_PER_DAY) as Instant
}
