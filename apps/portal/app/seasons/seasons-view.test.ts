import type { SeasonLine } from '@seatkeeper/db'
import { type Day, type Instant, seasonPhase, seasonWindow } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { seasonsView } from './seasons-view.ts'

const now = Date.UTC(2026, 5, 10, 8) as Instant

function line(name: string, firstDay: string, lastDay: string, people = 3, idle = 0): SeasonLine {
  const season = { id: name, name, firstDay: firstDay as Day, lastDay: lastDay as Day }
  const window = seasonWindow(season)
  return {
    season,
    poolId: name,
    window,
    phase: seasonPhase(window, now),
    adHoc: false,
    availability: { mode: 'counted', total: 10, assigned: people, held: 0, remaining: 10 - people, over: 0 },
    people,
    idle,
  }
}

test('USER-13 what is open comes first, then what comes, then what is past, the latest first, all on one axis', () => {
  const { scale, groups } = seasonsView(
    [
      line('Winter', '2026-01-01', '2026-01-31'),
      line('Spring', '2026-03-01', '2026-04-30'),
      line('June', '2026-06-01', '2026-06-30', 1, 1),
      line('Fall', '2026-09-01', '2026-09-30', 0),
    ],
    now,
    { zone: 'America/New_York' },
  )
  expect(groups.map(({ title, rows }) => [title, rows.map(({ name }) => name)])).toEqual([
    ['Open now', ['June']],
    ['Coming', ['Fall']],
    ['Past', ['Spring', 'Winter']],
  ])
  expect(groups[0]!.rows[0]).toMatchObject({
    people: '1 person',
    idle: '1 seat idle',
    seats: { left: '9 left', used: '1 of 10 used' },
    dates: { utc: '1 Jun 2026, 00:00 – 1 Jul 2026, 00:00 UTC' },
  })
  expect(groups[1]!.rows[0]).toMatchObject({ people: 'Nobody', idle: null })
  const { span } = groups[0]!.rows[0]!
  expect(span.from < scale.now && scale.now < span.to).toBe(true)
  expect(groups[2]!.rows[1]!.span.from).toBe(0)
  expect(groups[1]!.rows[0]!.span.to).toBe(1)
})
