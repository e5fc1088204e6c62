import { type Day, dayOfEpochDay, epochDayOf } from './day.ts'

/** A moment: milliseconds since 1970-01-01T00:00:00.000Z. */
export type Instant = number & { readonly __instant: true }

/** Half-open: `opensAt` belongs to the window, `closesAt` does not (CAL-01). */
export interface Window {
  readonly opensAt: Instant
  readonly closesAt: Instant
}

export const MS_PER_SECOND = 1000
export const MS_PER_MINUTE = 60_000
export const MS_PER_HOUR = 3_600_000
export const MS_PER_DAY = 86_400_000

/** Epoch milliseconds as an instant. Throws where they are not a whole number. */
export function instant(epochMilliseconds: number): Instant {
  if (!Number.isSafeInteger(epochMilliseconds)) throw new RangeError(`Not an instant: ${epochMilliseconds}`)
  return epochMilliseconds as Instant
}

/** 00:00 UTC of a day (CAL-01). */
export function startOfDay(day: Day): Instant {
  return (epochDayOf(day) * MS_PER_DAY) as Instant
}

/** The UTC day in which an instant lies. */
export function dayAt(at: Instant): Day {
  return dayOfEpochDay(Math.floor(at / MS_PER_DAY))
}

/** So many milliseconds later. Throws where they are not a whole number. */
export function addMilliseconds(at: Instant, milliseconds: number): Instant {
  return instant(at + milliseconds)
}

const ISO = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})$/

/**
 * An ISO 8601 instant with its offset, to the millisecond: `2026-06-01T00:00Z`, `2026-05-31T20:00:00.000-04:00`.
 * Throws where the text is not one.
 */
export function instantFromIso(text: string): Instant {
  const match = ISO.exec(text)
  const [, day, hour, minute, second = '0', fraction = '', zone] = match ?? []
  if (!day || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw new RangeError(`Not an ISO 8601 instant: ${text}`)
  }
  return instant(
    startOfDay(day as Day) +
      Number(hour) * MS_PER_HOUR +
      Number(minute) * MS_PER_MINUTE +
      Number(second) * MS_PER_SECOND +
      Number(fraction.padEnd(3, '0')) -
      offsetMilliseconds(zone ?? 'Z'),
  )
}

function offsetMilliseconds(zone: string): number {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))
  return (zone.startsWith('-') ? -minutes : minutes) * MS_PER_MINUTE
}

/** `2026-06-01T00:00:00.000Z`: always UTC, always with milliseconds. */
export function isoFromInstant(at: Instant): string {
  const sinceMidnight = at - Math.floor(at / MS_PER_DAY) * MS_PER_DAY
  const part = (divisor: number, modulus: number, width: number): string =>
    String(Math.floor(sinceMidnight / divisor) % modulus).padStart(width, '0')
  return `${dayAt(at)}T${part(MS_PER_HOUR, 24, 2)}:${part(MS_PER_MINUTE, 60, 2)}:${part(MS_PER_SECOND, 60, 2)}.${part(1, 1000, 3)}Z`
}
