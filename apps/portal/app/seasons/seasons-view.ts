import type { RosterRow, SeasonLine } from '@seatkeeper/db'
import { civilOf, dayAt, type Instant, type Phase } from '@seatkeeper/rules'
import {
  accessName,
  counted,
  formatDay,
  formatDays,
  formatInstant,
  formatWindow,
  memberStatusName,
  phaseName,
  type TwoClocks,
  type Viewer,
} from '@seatkeeper/wording'
import type { Tone } from '~/components/badge.tsx'
import type { SeatView } from '~/components/seats.tsx'
import type { TimelineScale, TimelineSpan } from '~/components/timeline.tsx'
import { seatView } from '../users/seat-view.ts'
import { statusTone } from '../users/status-tone.ts'
import { pastTimelineOf, type Timeline, timelineOf } from '../users/timeline-scale.ts'

export interface SeasonRowView {
  readonly seasonId: string
  readonly name: string
  readonly phase: Phase
  readonly phaseLabel: string
  readonly span: TimelineSpan
  readonly dates: TwoClocks
  readonly seats: SeatView
  /** `14 people`, of this organization */
  readonly people: string
  /** `2 never signed up`; null: none. */
  readonly idle: string | null
  /** What the vendor has changed about it, and what it was before; null: nothing. */
  readonly changed: string | null
}

export interface SeasonGroupView {
  readonly id: string
  readonly title: string
  readonly scale: TimelineScale
  readonly rows: readonly SeasonRowView[]
}

export interface SeasonsView {
  /** What is open, then what comes: on one time axis, which begins or ends no later than today. */
  readonly current: readonly SeasonGroupView[]
  /** What is over, by the year in which it ended, the latest first, with an axis for each: years of seasons on one axis would be dots. */
  readonly past: readonly (SeasonGroupView & { readonly count: string })[]
}

/** All seasons: what is open first, then what comes, then what is over, the latest first. */
export function seasonsView(lines: readonly SeasonLine[], now: Instant, viewer: Viewer): SeasonsView {
  const { locale } = viewer
  const windowOf = ({ window }: SeasonLine) => window
  const over = lines.filter(({ phase }) => phase === 'closed')
  const others = lines.filter(({ phase }) => phase !== 'closed')
  const timeline = timelineOf(others.map(windowOf), now, locale)
  const rowsOf = (of: readonly SeasonLine[], { spanOf }: Timeline) =>
    of.map((line) => seasonRow(line, spanOf(line.window), viewer))
  const current = (['open', 'upcoming'] as const).map((phase) => ({
    id: phase,
    title: phase === 'open' ? 'Open now' : 'Coming',
    scale: timeline.scale,
    rows: rowsOf(
      others.filter((line) => line.phase === phase),
      timeline,
    ),
  }))
  const past = Map.groupBy(over.toReversed(), ({ season }) => civilOf(season.lastDay).year)
  return {
    current: current.filter(({ rows }) => rows.length > 0),
    past: [...past]
      .toSorted(([a], [b]) => b - a)
      .map(([year, ofYear]) => {
        const ofItsOwn = pastTimelineOf(ofYear.map(windowOf), now, locale)
        return {
          id: `past-${year}`,
          title: String(year),
          count: counted(ofYear.length, 'season', 'seasons', locale),
          scale: ofItsOwn.scale,
          rows: rowsOf(ofYear, ofItsOwn),
        }
      }),
  }
}

export function seasonRow(
  line: SeasonLine,
  span: Omit<TimelineSpan, 'phase'>,
  viewer: Viewer,
): SeasonRowView {
  const { locale } = viewer
  const { season, window, phase, availability, people, idle } = line
  return {
    seasonId: season.id,
    name: season.name,
    phase,
    phaseLabel: phaseName[phase],
    span: { ...span, phase },
    dates: formatWindow(window, viewer),
    seats: seatView(availability, locale),
    people: people === 0 ? 'Nobody' : counted(people, 'person', 'people', locale),
    idle: idle === 0 ? null : `${counted(idle, 'seat', 'seats', locale)} idle`,
    changed: changedText(line, viewer),
  }
}

/** D-24: who looks for a date that they remember finds it. */
function changedText({ season, availability, changed }: SeasonLine, viewer: Viewer): string | null {
  if (changed === null) return null
  const { locale } = viewer
  const { at, from } = changed
  const moved = from.firstDay !== season.firstDay || from.lastDay !== season.lastDay
  const counts = availability.mode !== 'unlimited' && availability.total !== from.seats
  const before = [
    ...(moved ? [formatDays(from, locale)] : []),
    ...(counts ? [counted(from.seats, 'seat', 'seats', locale)] : []),
  ]
  const when = formatDay(dayAt(at), locale)
  return `Changed by the vendor on ${when}${before.length === 0 ? '' : `, before: ${before.join(', ')}`}.`
}

export interface RosterLine {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly status: { readonly label: string; readonly tone: Tone }
  readonly idle: boolean
  readonly access: { readonly allowed: boolean; readonly label: string }
  readonly lastSignIn: TwoClocks | null
}

export function rosterLine(row: RosterRow, viewer: Viewer): RosterLine {
  const { memberId, name, email, status, idle, access, lastSignInAt } = row
  return {
    memberId,
    name,
    email,
    status: { label: memberStatusName[status], tone: statusTone[status] },
    idle,
    access: { allowed: access.kind === 'grant', label: accessName(access) },
    lastSignIn: lastSignInAt === null ? null : formatInstant(lastSignInAt, viewer),
  }
}
