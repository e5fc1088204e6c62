import { describe, expect, test } from 'vitest'
import { at, season, seasonPool } from '../../test/facts.ts'
import { day } from '../time/day.ts'
import { decideSeasonChange, type SeasonChange } from './change.ts'
import { seasonWindow } from './window.ts'

const now = at('2026-11-21T12:00Z')
const launch = season('Launch', '2026-11-16', '2026-12-01')
const facts = {
  pool: { ...seasonPool(launch, 5, 3), season: launch },
  holders: ['ana', 'bo', 'cem'],
  contractEnd: day('2027-01-01'),
}
const change = (more: Partial<SeasonChange> = {}): SeasonChange => ({
  firstDay: '2026-11-16',
  lastDay: '2026-12-01',
  seats: 5,
  drops: [],
  ...more,
})

describe('REQ-03 D-24 the vendor changes a season', () => {
  test.each<[string, Partial<SeasonChange>, object]>([
    ['as many seats as are taken', { seats: 3 }, { kind: 'grant', seats: 3, dropped: [], loseAccessNow: [] }],
    [
      'fewer are refused',
      { seats: 2 },
      { kind: 'refuse', reason: 'below-assigned', item: 'Launch', requested: 2, assigned: 3 },
    ],
    [
      '… unless it is named whom that drops',
      { seats: 2, drops: ['bo', 'bo'] },
      { kind: 'grant', dropped: ['bo'], loseAccessNow: ['bo'] },
    ],
    [
      '… and enough of them',
      { seats: 1, drops: ['bo'] },
      { reason: 'below-assigned', requested: 1, assigned: 2 },
    ],
    [
      'somebody who holds no seat cannot be dropped',
      { drops: ['dina'] },
      { kind: 'refuse', reason: 'not-found' },
    ],
    [
      'moved to a time to come, everybody loses access now',
      { firstDay: '2026-11-22' },
      { kind: 'grant', loseAccessNow: ['ana', 'bo', 'cem'] },
    ],
    [
      'moved so that it has closed, too',
      { lastDay: '2026-11-20' },
      { kind: 'grant', loseAccessNow: ['ana', 'bo', 'cem'] },
    ],
    ['lengthened, nobody does', { lastDay: '2026-12-31' }, { kind: 'grant', loseAccessNow: [] }],
    [
      'not past the contract’s end',
      { lastDay: '2027-01-01' },
      { kind: 'refuse', reason: 'season-outside-contract', contractLastDay: '2026-12-31' },
    ],
    ['an end before the start', { lastDay: '2026-11-15' }, { kind: 'refuse', reason: 'ends-before-start' }],
    ['a date that is none', { firstDay: '2026-11-31' }, { kind: 'refuse', reason: 'invalid-day' }],
    ['half a seat', { seats: 4.5 }, { kind: 'refuse', reason: 'invalid-quantity' }],
    ['fewer than none', { seats: -1 }, { kind: 'refuse', reason: 'invalid-quantity' }],
  ])('%s', (_, more, expected) => {
    expect(decideSeasonChange(facts, change(more), now)).toMatchObject(expected)
  })

  test('an ad hoc season may outlast the contract', () => {
    const decision = decideSeasonChange(
      { ...facts, contractEnd: null },
      change({ lastDay: '2027-03-31' }),
      now,
    )
    expect(decision).toMatchObject({
      kind: 'grant',
      window: seasonWindow({ firstDay: launch.firstDay, lastDay: day('2027-03-31') }),
    })
  })

  test('seats that are held count as taken, those whose invitation ran out do not', () => {
    const held = { ...facts, pool: { ...facts.pool, held: 1 } }
    expect(decideSeasonChange(held, change({ seats: 3 }), now)).toMatchObject({ assigned: 4 })
    const lapsed = {
      ...facts,
      pool: { ...facts.pool, lapses: [{ at: now, seats: 1, of: 'assigned' as const }] },
    }
    expect(decideSeasonChange(lapsed, change({ seats: 2 }), now)).toMatchObject({ kind: 'grant' })
    const unlimited = { ...facts, pool: { ...facts.pool, mode: 'unlimited' as const } }
    expect(decideSeasonChange(unlimited, change({ seats: 0 }), now)).toMatchObject({ kind: 'grant' })
  })

  test('before it opens nobody loses access now', () => {
    const before = at('2026-11-15T23:59:59.999Z')
    expect(decideSeasonChange(facts, change({ drops: ['ana'] }), before)).toMatchObject({
      dropped: ['ana'],
      loseAccessNow: [],
    })
  })
})
