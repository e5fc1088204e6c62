import { describe, expect, test } from 'vitest'
import { day } from '../time/day.ts'
import { adHocSeason } from './ad-hoc.ts'
import { seasonWindow } from './window.ts'

describe('CAL-05 D-05 ad hoc seasons', () => {
  test.each([
    ['30 Nov + 3 months ends before 28 Feb', '2026-11-30', 1, '2027-02-27'],
    ['… before 29 Feb in a leap year', '2027-11-30', 1, '2028-02-28'],
    ['+ 6 ends before 30 May: counted from the original day', '2026-11-30', 2, '2027-05-29'],
    ['a plain quarter', '2026-06-01', 1, '2026-08-31'],
    ['a year', '2026-06-15', 4, '2027-06-14'],
  ])('%s: %s, %i blocks, until %s', (_, firstDay, blocks, lastDay) => {
    const season = { firstDay: day(firstDay), lastDay: day(lastDay) }
    expect(adHocSeason(day(firstDay), blocks)).toEqual({
      kind: 'grant',
      ...season,
      window: seasonWindow(season),
    })
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 40_000])('%d blocks are refused', (blocks) => {
    expect(adHocSeason(day('2026-06-01'), blocks)).toEqual({ kind: 'refuse', reason: 'invalid-quantity' })
  })
})
