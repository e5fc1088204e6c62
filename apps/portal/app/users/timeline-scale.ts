import {
  addMonths,
  civilOf,
  dayAt,
  dayOfCivil,
  type Instant,
  startOfDay,
  type Window,
} from '@seatkeeper/rules'
import type { TimelineScale, TimelineSpan } from '~/components/timeline.tsx'

/** The most month names that fit above a bar on a narrow screen. */
const mostLabels = 7
/** How wide words above the axis are, as a fraction of a narrow one: 'Sept', 'Sept 2026', and half of 'Today'. */
const monthWidth = 0.085
const monthAndYearWidth = 0.15
const halfToday = 0.05

export interface Timeline {
  readonly scale: TimelineScale
  /** The part of the axis that a window covers. */
  readonly spanOf: (window: Window) => Omit<TimelineSpan, 'phase'>
}

/** One time axis (UTC) for several windows and the present: it begins with the first of them and ends with the last. */
export function timelineOf(windows: readonly Window[], now: Instant, locale = 'en-GB'): Timeline {
  const from = Math.min(now, ...windows.map(({ opensAt }) => opensAt)) as Instant
  const to = Math.max(now, ...windows.map(({ closesAt }) => closesAt)) as Instant
  return axis(from, to, now, now, locale)
}

/** The axis of windows that are over: the present does not lie on it. */
export function pastTimelineOf(windows: readonly Window[], now: Instant, locale = 'en-GB'): Timeline {
  const from = Math.min(...windows.map(({ opensAt }) => opensAt)) as Instant
  const to = Math.max(...windows.map(({ closesAt }) => closesAt)) as Instant
  return axis(from, to, null, now, locale)
}

function axis(from: Instant, to: Instant, today: Instant | null, now: Instant, locale: string): Timeline {
  const length = Math.max(1, to - from)
  const at = (instant: Instant) => (instant - from) / length
  const todayAt = today === null ? null : at(today)
  const months = named(thinned(monthsBetween(from, to)), now, locale).map(({ start, label, width }) => {
    return { at: at(start), label, width }
  })
  const besideToday = ({ at, width }: (typeof months)[number]) =>
    todayAt === null || at > todayAt + halfToday || at + width < todayAt - halfToday
  const placed: typeof months = []
  for (const month of months) {
    const before = placed.at(-1)
    const beyond = month.at + month.width > 1.03
    if (!beyond && besideToday(month) && (!before || before.at + before.width <= month.at)) placed.push(month)
  }
  return {
    scale: { months: placed.map(({ at, label }) => ({ at, label })), now: todayAt },
    spanOf: ({ opensAt, closesAt }) => ({ from: at(opensAt), to: at(closesAt) }),
  }
}

function monthsBetween(from: Instant, to: Instant): Instant[] {
  const { year, month } = civilOf(dayAt(from))
  const first = dayOfCivil(year, month, 1)
  const months: Instant[] = []
  for (let n = 0; ; n++) {
    const start = startOfDay(addMonths(first, n))
    if (start >= to) return months
    if (start >= from) months.push(start)
  }
}

/** Months by name, with the year wherever it is another one than that of the month before, or of today. */
function named(months: readonly Instant[], now: Instant, locale: string) {
  const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
  const monthAndYear = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  let current = civilOf(dayAt(now)).year
  return months.map((start) => {
    const { year } = civilOf(dayAt(start))
    const other = year !== current
    current = year
    const label = (other ? monthAndYear : month).format(start)
    return { start, label, width: other ? monthAndYearWidth : monthWidth }
  })
}

/** Every second, third, … label, when there are more than fit. */
function thinned<T>(labels: readonly T[]): readonly T[] {
  const step = Math.ceil(labels.length / mostLabels)
  return labels.filter((_, index) => index % Math.max(1, step) === 0)
}
