import type { RosterRow, SeasonLine } from '@seatkeeper/db'
import type { Instant, Phase } from '@seatkeeper/rules'
import {
  accessName,
  counted,
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
import { timelineOf } from '../users/timeline-scale.ts'

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
}

export interface SeasonGroupView {
  readonly phase: Phase
  readonly title: string
  readonly rows: readonly SeasonRowView[]
}

const titles: Record<Phase, string> = { open: 'Open now', upcoming: 'Coming', closed: 'Past' }

/** All seasons on one time axis: what is open first, then what comes, then what is over, the latest first. */
export function seasonsView(
  lines: readonly SeasonLine[],
  now: Instant,
  viewer: Viewer,
): { readonly scale: TimelineScale; readonly groups: readonly SeasonGroupView[] } {
  const timeline = timelineOf(
    lines.map(({ window }) => window),
    now,
    viewer.locale,
  )
  const rows = lines.map((line) => seasonRow(line, timeline.spanOf(line.window), viewer))
  const groups = (['open', 'upcoming', 'closed'] as const).map((phase) => {
    const ofPhase = rows.filter((row) => row.phase === phase)
    return { phase, title: titles[phase], rows: phase === 'closed' ? ofPhase.toReversed() : ofPhase }
  })
  return { scale: timeline.scale, groups: groups.filter((group) => group.rows.length > 0) }
}

export function seasonRow(
  { season, window, phase, availability, people, idle }: SeasonLine,
  span: Omit<TimelineSpan, 'phase'>,
  viewer: Viewer,
): SeasonRowView {
  const { locale } = viewer
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
  }
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
