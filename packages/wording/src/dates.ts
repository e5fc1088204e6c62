import {
  type Day,
  type Instant,
  instantInZone,
  type SeasonDates,
  startOfDay,
  type Window,
  type ZonedMoment,
} from '@seatkeeper/rules'
import { DEFAULT_LOCALE, UTC_VIEWER, type Viewer } from './viewer.ts'

/**
 * CAL-02: the same moment twice, UTC first. `local` is null where the viewer's clock shows the same as UTC's, so
 * that nobody reads one thing twice.
 */
export interface TwoClocks {
  readonly utc: string
  readonly local: string | null
}

interface LocaleFormats {
  readonly date: Intl.DateTimeFormat
  readonly time: Intl.DateTimeFormat
}

const formatsByLocale = new Map<string, LocaleFormats>()

// Dates and wall times arrive here as UTC midnights and minutes after them, so the formats run on UTC.
function formatsOf(locale: string = DEFAULT_LOCALE): LocaleFormats {
  let formats = formatsByLocale.get(locale)
  if (!formats) {
    formats = {
      date: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }),
      time: new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }),
    }
    formatsByLocale.set(locale, formats)
  }
  return formats
}

/** `1 Jun 2026` */
export function formatDay(day: Day, locale?: string): string {
  return formatsOf(locale).date.format(startOfDay(day))
}

/** A season's two dates as contracted, both inclusive: `1–30 Jun 2026`, `1 Jun 2026` */
export function formatDays({ firstDay, lastDay }: SeasonDates, locale?: string): string {
  return formatsOf(locale).date.formatRange(startOfDay(firstDay), startOfDay(lastDay))
}

function wallText(moment: ZonedMoment, locale?: string): string {
  const minutes = Number(moment.time.slice(0, 2)) * 60 + Number(moment.time.slice(3))
  const wall = startOfDay(moment.date) + minutes * 60_000
  return `${formatDay(moment.date, locale)}, ${formatsOf(locale).time.format(wall)}`
}

/** `EDT`; where a zone has no letters of its own, `UTC-03:00` */
const zoneText = ({ abbreviation, offset }: ZonedMoment): string =>
  /^[+-]/.test(abbreviation) ? `UTC${offset}` : abbreviation

const momentText = (moment: ZonedMoment, locale?: string): string =>
  `${wallText(moment, locale)} ${zoneText(moment)}`

const showsUtc = (moment: ZonedMoment): boolean => moment.offset === '+00:00'

/** `1 Jun 2026, 00:00 UTC` and `31 May 2026, 20:00 EDT` */
export function formatInstant(at: Instant, viewer: Viewer = UTC_VIEWER): TwoClocks {
  const local = instantInZone(at, viewer.zone)
  return {
    utc: momentText(instantInZone(at, 'UTC'), viewer.locale),
    local: showsUtc(local) ? null : momentText(local, viewer.locale),
  }
}

/**
 * `1 Jun 2026, 00:00 – 1 Jul 2026, 00:00 UTC` and `31 May 2026, 20:00 – 30 Jun 2026, 20:00 EDT`; a window that crosses
 * a change of clocks names both: `… 20:00 EDT – … 19:00 EST` (D-01).
 */
export function formatWindow(window: Window, viewer: Viewer = UTC_VIEWER): TwoClocks {
  const key = `${window.opensAt} ${window.closesAt} ${viewer.zone} ${viewer.locale ?? ''}`
  let text = windowTexts.get(key)
  if (text === undefined) {
    if (windowTexts.size >= MOST_WINDOW_TEXTS) windowTexts.clear()
    text = windowText(window, viewer)
    windowTexts.set(key, text)
  }
  return text
}

/** The same few windows are shown to the same few viewers all day, and one costs a dozen calls of Intl and Temporal. */
const windowTexts = new Map<string, TwoClocks>()
const MOST_WINDOW_TEXTS = 2_000

function windowText(window: Window, viewer: Viewer): TwoClocks {
  const opens = instantInZone(window.opensAt, viewer.zone)
  const closes = instantInZone(window.closesAt, viewer.zone)
  return {
    utc: spanText(instantInZone(window.opensAt, 'UTC'), instantInZone(window.closesAt, 'UTC'), viewer.locale),
    local: showsUtc(opens) && showsUtc(closes) ? null : spanText(opens, closes, viewer.locale),
  }
}

function spanText(opens: ZonedMoment, closes: ZonedMoment, locale?: string): string {
  const start = zoneText(opens) === zoneText(closes) ? wallText(opens, locale) : momentText(opens, locale)
  return `${start} – ${momentText(closes, locale)}`
}

/** Both clocks in one line, for a sentence: `1 Jun 2026, 00:00 UTC (31 May 2026, 20:00 EDT)` */
export function inOneLine({ utc, local }: TwoClocks): string {
  return local === null ? utc : `${utc} (${local})`
}
