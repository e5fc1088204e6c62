import { Temporal } from 'temporal-polyfill'
import { zoneAbbreviation } from './abbreviation.ts'
import type { Day } from './day.ts'
import type { Instant, Window } from './instant.ts'

/** One moment as a clock on the wall of a zone shows it. */
export interface ZonedMoment {
  readonly at: Instant
  readonly date: Day
  /** `HH:mm`, 00:00–23:59 */
  readonly time: string
  /** At that very instant: `-04:00` (D-01) */
  readonly offset: string
  /** At that very instant, as the tz database has it: `EDT`; without letters of its own, the offset: `-03` */
  readonly abbreviation: string
}

/** A window as the walls of a zone show it: each end with its own offset, for it may cross a change of clocks. */
export interface ZonedWindow {
  /** The IANA name */
  readonly zone: string
  readonly opens: ZonedMoment
  readonly closes: ZonedMoment
}

/** Does this runtime know the IANA zone? A fixed offset is none: it has no changes of clocks (CAL-02). */
export function isZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}

/** CAL-02: an instant in a viewer's zone. Throws where the zone is unknown. */
export function instantInZone(at: Instant, zone: string): ZonedMoment {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return {
    at,
    date: local.toPlainDate().toString() as Day,
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
    offset: local.offset,
    abbreviation: zoneAbbreviation(local.timeZoneId, at, local.offset),
  }
}

/**
 * The instant at which the walls of a zone show a day and `HH:mm`. A time that the clocks skip is read as if they had
 * not been moved yet, one that they show twice is the earlier; 00:00 is the first instant of the day in any case.
 */
export function instantAt(day: Day, time: string, zone: string): Instant {
  const date = Temporal.PlainDate.from(day)
  const local =
    time === '00:00' ? date.toZonedDateTime(zone) : date.toZonedDateTime({ timeZone: zone, plainTime: time })
  return local.epochMilliseconds as Instant
}

/** CAL-02: a window's two instants in a viewer's zone. Throws where the zone is unknown. */
export function windowInZone(window: Window, zone: string): ZonedWindow {
  return {
    zone,
    opens: instantInZone(window.opensAt, zone),
    closes: instantInZone(window.closesAt, zone),
  }
}
