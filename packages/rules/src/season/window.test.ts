import { describe, expect, test } from 'vitest'
import { at } from '../../test/facts.ts'
import { type Day, day } from '../time/day.ts'
import { decideSeasonDates } from './dates.ts'
import { seasonPhase, seasonWindow } from './window.ts'

const june = { firstDay: day('2026-06-01'), lastDay: day('2026-06-30') }

describe('a season', () => {
  test('CAL-01 opens at 00:00 UTC of its first day and closes at 00:00 UTC of the day after its last', () => {
    expect(seasonWindow(june)).toEqual({
      opensAt: at('2026-06-01T00:00Z'),
      closesAt: at('2026-07-01T00:00Z'),
    })
  })

  test.each([
    ['of one day', '2026-06-01', '2026-06-01', '2026-06-02'],
    ['until a leap day', '2028-02-01', '2028-02-29', '2028-03-01'],
    ['over the turn of the year', '2026-12-31', '2026-12-31', '2027-01-01'],
    ['before 1970', '1969-12-30', '1969-12-30', '1969-12-31'],
  ])('CAL-01 a season %s: %s – %s closes on %s', (_, first, last, closes) => {
    expect(seasonWindow({ firstDay: day(first), lastDay: day(last) })).toEqual({
      opensAt: at(`${first}T00:00Z`),
      closesAt: at(`${closes}T00:00Z`),
    })
  })

  test.each([
    ['the millisecond before it opens', '2026-05-31T23:59:59.999Z', 'upcoming'],
    ['as it opens', '2026-06-01T00:00:00.000Z', 'open'],
    ['its last millisecond', '2026-06-30T23:59:59.999Z', 'open'],
    ['as it closes', '2026-07-01T00:00:00.000Z', 'closed'],
  ])('CAL-03 its phase follows from dates and instant: %s', (_, now, phase) => {
    expect(seasonPhase(june, at(now))).toBe(phase)
    expect(seasonPhase(seasonWindow(june), at(now))).toBe(phase)
  })

  test('dates that somebody typed are refused, dates that code mixed up are thrown', () => {
    expect(decideSeasonDates({ firstDay: '2026-06-01', lastDay: '2026-06-30' })).toEqual({
      kind: 'grant',
      ...june,
      window: seasonWindow(june),
    })
    const oneDay = decideSeasonDates({ firstDay: '2026-06-01', lastDay: '2026-06-01' })
    expect(oneDay.kind).toBe('grant')
    expect(decideSeasonDates({ firstDay: '2026-06-30', lastDay: '2026-06-01' })).toEqual({
      kind: 'refuse',
      reason: 'ends-before-start',
    })
    for (const [firstDay, lastDay] of [
      ['2026-06-31', '2026-07-01'],
      ['2026-06-01', 'June'],
    ] as const) {
      expect(decideSeasonDates({ firstDay, lastDay })).toEqual({ kind: 'refuse', reason: 'invalid-day' })
    }
    expect(() => seasonWindow({ firstDay: day('2026-06-02'), lastDay: day('2026-06-01') })).toThrow(
      'A season ends before it starts: 2026-06-02 – 2026-06-01',
    )
    expect(() => seasonWindow({ firstDay: 'x' as Day, lastDay: day('2026-06-01') })).toThrow(RangeError)
  })
})
