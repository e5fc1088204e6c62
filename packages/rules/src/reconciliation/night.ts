import type { Day } from '../time/day.ts'
import { dayAt, type Instant, MS_PER_HOUR } from '../time/instant.ts'

/** Books are compared once a night, from this hour of the UTC day on: what fell due at midnight is done by then. */
const HOUR = 1

/** The day whose night's comparison is the last one due at an instant. */
export function lastNight(now: Instant): Day {
  return dayAt((now - HOUR * MS_PER_HOUR) as Instant)
}
