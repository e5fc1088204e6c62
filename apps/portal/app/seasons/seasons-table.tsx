/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role -- See users-table.tsx: narrow screens turn rows into cards. */
import { Link } from '@remix-run/react'
import { Badge } from '~/components/badge.tsx'
import { DateText } from '~/components/date-text.tsx'
import { phaseTone } from '~/components/seasonal-limits.tsx'
import { SeatRow } from '~/components/seats.tsx'
import { SeasonTimeline, TimelineAxis, type TimelineScale } from '~/components/timeline.tsx'
import type { SeasonGroupView, SeasonRowView, SeasonsView } from './seasons-view.ts'

/** What is open or coming. */
export function CurrentSeasons({ group }: { group: SeasonGroupView }) {
  return (
    <section aria-labelledby={`seasons-${group.id}`} className="stack">
      <h2 id={`seasons-${group.id}`}>{group.title}</h2>
      <SeasonsTable group={group} />
    </section>
  )
}

/** What is over, year by year: the latest is open, the others open on request, so that the page stays short. On paper all are. */
export function PastSeasons({ years }: { years: SeasonsView['past'] }) {
  return (
    <section aria-labelledby="seasons-past" className="stack">
      <h2 id="seasons-past">Past</h2>
      {years.map((year, nth) => (
        <details key={year.id} className="past-year" open={nth === 0}>
          <summary>
            <h3 id={`seasons-${year.id}`}>{year.title}</h3> <span className="soft">{year.count}</span>
          </summary>
          <SeasonsTable group={year} />
        </details>
      ))}
    </section>
  )
}

/** Each season a line of the timeline and a row of a table at once: what the picture shows stands beside it in words and figures. */
function SeasonsTable({ group: { id, scale, rows } }: { group: SeasonGroupView }) {
  return (
    <div className="table-box seasons">
      <table className="table" role="table" aria-labelledby={`seasons-${id}`}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Season
            </th>
            <th scope="col" role="columnheader" className="seasons-axis">
              <span className="visually-hidden">Opens and closes</span>
              <TimelineAxis scale={scale} />
            </th>
            <th scope="col" role="columnheader">
              Seats
            </th>
            <th scope="col" role="columnheader">
              Your people
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((season) => (
            <SeasonRow key={season.seasonId} season={season} scale={scale} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SeasonRow({ season, scale }: { season: SeasonRowView; scale: TimelineScale }) {
  const { seasonId, name, phase, phaseLabel, span, dates, seats, people, idle, changed } = season
  return (
    <tr role="row" data-phase={phase}>
      <th scope="row" role="rowheader">
        <Link to={`/settings/seasons/${seasonId}`} className="user-name">
          {name}
        </Link>
        <Badge tone={phaseTone[phase]}>{phaseLabel}</Badge>
      </th>
      <td role="cell" data-label="Window">
        <div className="season-line">
          <SeasonTimeline scale={scale} span={span} />
          <DateText when={dates} />
          {changed !== null && <span className="soft small">{changed}</span>}
        </div>
      </td>
      <td role="cell" data-label="Seats">
        <div className="season-fill">
          <strong>{phase === 'closed' ? seats.used : seats.left}</strong>
          {phase !== 'closed' && <span className="soft small">{seats.used}</span>}
          <SeatRow {...seats} />
        </div>
      </td>
      <td role="cell" data-label="Your people">
        <span>
          {people}
          {idle !== null && (
            <Link to={`/settings/seasons/${seasonId}?idle=yes`} className="season-idle">
              {idle}
              <span className="visually-hidden"> in {name}</span>
            </Link>
          )}
        </span>
      </td>
    </tr>
  )
}
