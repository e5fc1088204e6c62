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
/** How near to 'Today' or to the right end, as a fraction of the axis, a month's name would collide. */
const tooNearToday = 0.085
const tooNearEnd = 0.95

export interface Timeline {
  readonly scale: TimelineScale
  /** The part of the axis that a window covers. */
  readonly spanOf: (window: Window) => Omit<TimelineSpan, 'phase'>
}

/** One time axis (UTC) for several windows and the present: it begins with the first of them and ends with the last. */
export function timelineOf(windows: readonly Window[], now: Instant, locale = 'en-GB'): Timeline {
  const from = Math.min(now, ...windows.map(({ opensAt }) => opensAt)) as Instant
  const to = Math.max(now, ...windows.map(({ closesAt }) => closesAt)) as Instant
  const length = Math.max(1, to - from)
  const at = (instant: Instant) => (instant - from) / length
  const today = at(now)
  const fits = (fraction: number) => fraction < tooNearEnd && Math.abs(fraction - today) > tooNearToday
  return {
    scale: {
      months: thinned(monthsBetween(from, to, locale, at).filter((month) => fits(month.at))),
      now: today,
    },
    spanOf: ({ opensAt, closesAt }) => ({ from: at(opensAt), to: at(closesAt) }),
  }
}

function monthsBetween(from: Instant, to: Instant, locale: string, at: (instant: Instant) => number) {
  const name = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
  const { year, month } = civilOf(dayAt(from))
  const first = dayOfCivil(year, month, 1)
  const months: { at: number; label: string }[] = []
  for (let n = 0; ; n++) {
    const start = startOfDay(addMonths(first, n))
    if (start >= to) return months
    if (start >= from) months.push({ at: at(start), label: name.format(start) })
  }
}

/** Every second, third, … label, when there are more than fit. */
function thinned<T>(labels: readonly T[]): readonly T[] {
  const step = Math.ceil(labels.length / mostLabels)
  return labels.filter((_, index) => index % Math.max(1, step) === 0)
}
