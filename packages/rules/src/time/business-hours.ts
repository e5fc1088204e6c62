import { addDays, type Day, weekdayOf } from './day.ts'
import { type Instant, MS_PER_HOUR, type Window } from './instant.ts'
import { mergeWindows } from './window.ts'
import { instantAt, instantInZone } from './zone.ts'

/** ISO: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** Wall time from, inclusive, to, exclusive: `HH:mm`, up to `24:00`. Hours over midnight belong to two days. */
export interface OpenHours {
  readonly from: string
  readonly to: string
}

/** When the vendor works (D-04). A weekday that is left out is free, and so is a holiday. */
export interface BusinessCalendar {
  /** The vendor's IANA zone: its days and wall times are meant. */
  readonly zone: string
  readonly week: { readonly [W in Weekday]?: readonly OpenHours[] }
  readonly holidays: readonly Day[]
}

/** One set of hours for several days of the week. */
export function workingWeek(
  days: readonly Weekday[],
  hours: readonly OpenHours[] = [{ from: '00:00', to: '24:00' }],
): BusinessCalendar['week'] {
  return Object.fromEntries(days.map((weekday) => [weekday, hours]))
}

/** D-04: Monday to Friday, all 24 hours, so that 48 business hours are two business days. */
export const WHOLE_BUSINESS_DAYS: BusinessCalendar['week'] = workingWeek([1, 2, 3, 4, 5])

export interface DeadlineFacts {
  readonly filedAt: Instant
  /** Business hours granted; fractions are possible. */
  readonly hours: number
  readonly calendar: BusinessCalendar
  /** While the request waited for the customer, in any order; for one that still does, `closesAt` is now. */
  readonly pauses?: readonly Window[]
}

/**
 * CAL-06, D-04: the first instant by which `hours` of business time have passed since the filing: hours that really
 * pass, on business days in the vendor's zone (where the clocks change, a day has 23 or 25), pauses not counted. Filed outside
 * business time, it begins to run with the next. Throws for hours below zero, a week without working time, and
 * hours that end before they begin.
 */
export function businessDeadline({ filedAt, hours, calendar, pauses = [] }: DeadlineFacts): Instant {
  if (!(hours >= 0)) throw new RangeError(`Not a number of business hours: ${hours}`)
  if (!Object.values(calendar.week).some((open) => open.length > 0)) {
    throw new RangeError('A business week without working time never ends')
  }
  let left = Math.ceil(hours * MS_PER_HOUR)
  if (left === 0) return filedAt
  const holidays = new Set(calendar.holidays)
  const stops = mergeWindows(pauses)
  for (let day = instantInZone(filedAt, calendar.zone).date; ; day = addDays(day, 1)) {
    if (holidays.has(day)) continue
    for (const span of workingSpans(calendar, day, filedAt, stops)) {
      const length = span.closesAt - span.opensAt
      if (left <= length) return (span.opensAt + left) as Instant
      left -= length
    }
  }
}

/** The spans of a day in which the clock runs: its open hours since the filing, without the pauses. */
function workingSpans(
  { zone, week }: BusinessCalendar,
  day: Day,
  filedAt: Instant,
  pauses: readonly Window[],
): Window[] {
  const open = week[weekdayOf(day) as Weekday] ?? []
  const spans = open.map(({ from, to }) => {
    if (to <= from) throw new RangeError(`Hours do not end after they begin: ${from} – ${to}`)
    return {
      opensAt: Math.max(wallInstant(day, from, zone), filedAt) as Instant,
      closesAt: wallInstant(day, to, zone),
    }
  })
  return mergeWindows(spans).flatMap((span) => without(span, pauses))
}

function wallInstant(day: Day, time: string, zone: string): Instant {
  return time === '24:00' ? instantAt(addDays(day, 1), '00:00', zone) : instantAt(day, time, zone)
}

/** What is left of a span when disjoint, ascending windows are cut out of it. */
function without(span: Window, cuts: readonly Window[]): Window[] {
  const left: Window[] = []
  let opensAt = span.opensAt
  for (const cut of cuts) {
    if (cut.closesAt <= opensAt || cut.opensAt >= span.closesAt) continue
    if (cut.opensAt > opensAt) left.push({ opensAt, closesAt: cut.opensAt })
    opensAt = cut.closesAt
  }
  if (opensAt < span.closesAt) left.push({ opensAt, closesAt: span.closesAt })
  return left
}
