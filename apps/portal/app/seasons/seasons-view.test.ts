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
    changed: null,
  }
}

test('USER-13 what is open comes first, then what comes, on one axis; then what is past, year by year, the latest first', () => {
  const { current, past } = seasonsView(
    [
      line('Advent', '2024-12-01', '2024-12-24'),
      line('Holiday', '2025-12-01', '2026-01-06'),
      line('Winter', '2026-01-01', '2026-01-31'),
      line('Spring', '2026-03-01', '2026-04-30'),
      line('June', '2026-06-01', '2026-06-30', 1, 1),
      line('Fall', '2026-09-01', '2026-09-30', 0),
    ],
    now,
    { zone: 'America/New_York' },
  )
  expect([...current, ...past].map(({ title, rows }) => [title, rows.map(({ name }) => name)])).toEqual([
    ['Open now', ['June']],
    ['Coming', ['Fall']],
    ['2026', ['Spring', 'Winter', 'Holiday']],
    ['2024', ['Advent']],
  ])
  const [open, coming] = current
  expect(open!.rows[0]).toMatchObject({
    people: '1 person',
    idle: '1 seat idle',
    seats: { left: '9 left', used: '1 of 10 used' },
    dates: { utc: '1 Jun 2026, 00:00 – 1 Jul 2026, 00:00 UTC' },
  })
  expect(coming!.rows[0]).toMatchObject({ people: 'Nobody', idle: null })
  const { span } = open!.rows[0]!
  const { scale } = open!
  expect(span.from < scale.now! && scale.now! < span.to).toBe(true)
  expect(scale).toBe(coming!.scale)
  expect(coming!.rows[0]!.span.to).toBe(1)
  const [latest, earlier] = past
  expect(latest).toMatchObject({ count: '3 seasons', scale: { now: null } })
  expect([latest!.rows[2]!.span.from, latest!.rows[0]!.span.to]).toEqual([0, 1])
  expect(latest!.scale.months.map(({ label }) => label)).toEqual([
    'Dec 2025',
    'Jan 2026',
    'Feb',
    'Mar',
    'Apr',
  ])
  expect(earlier).toMatchObject({ count: '1 season', scale: { months: [{ at: 0, label: 'Dec 2024' }] } })
})

test('D-24 a season that the vendor changed says when, and what it was before', () => {
  const from = { firstDay: '2026-06-01' as Day, lastDay: '2026-06-30' as Day, seats: 12 }
  const said = (more: Partial<SeasonLine>) => {
    const { current } = seasonsView([{ ...line('June', '2026-06-01', '2026-06-20'), ...more }], now, {
      zone: 'UTC',
    })
    return current[0]!.rows[0]!.changed
  }
  const at = now
  expect(said({ changed: { at, from } })).toMatch(
    /^Changed by the vendor on 10 Jun 2026, before: 1\s–\s30 Jun 2026, 12 seats\.$/,
  )
  expect(said({ changed: { at, from: { ...from, lastDay: '2026-06-20' as Day, seats: 10 } } })).toBe(
    'Changed by the vendor on 10 Jun 2026.',
  )
  expect(said({})).toBeNull()
})
