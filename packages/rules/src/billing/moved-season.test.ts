import { describe, expect, test } from 'vitest'
import { exampleContract } from '../../test/contract.ts'
import { day } from '../time/day.ts'
import type { ContractSeason } from './contract.ts'
import { periodLines } from './invoice.ts'
import { movedSeasonBilledOn } from './moved-season.ts'

const BILLED_UNTIL = day('2026-07-01')

describe('D-24 BILL-06 a season that is moved is invoiced once', () => {
  test.each([
    [
      'not invoiced, still to come: with the period in which it opens',
      '2026-08-10',
      null,
      '2026-09-01',
      null,
    ],
    [
      'not invoiced, into an invoiced period: with the next one',
      '2026-08-10',
      null,
      '2026-06-20',
      '2026-07-01',
    ],
    ['… and back: with its own again', '2026-06-20', '2026-07-01', '2026-08-10', null],
    ['invoiced, moved later: not again', '2026-06-10', null, '2026-09-01', '2026-06-10'],
    ['… and moved once more: not again', '2026-09-01', '2026-06-10', '2026-10-01', '2026-06-10'],
    ['… and back', '2026-09-01', '2026-06-10', '2026-06-10', null],
    ['invoiced, with the same first day', '2026-06-10', null, '2026-06-10', null],
    ['to the first day that is not invoiced', '2026-08-10', null, '2026-07-01', null],
  ])('%s', (_, firstDay, billedOn, movedTo, expected) => {
    const season = { firstDay: day(firstDay), billedOn: billedOn === null ? null : day(billedOn) }
    expect(movedSeasonBilledOn(season, day(movedTo), BILLED_UNTIL)).toBe(expected)
  })

  test('an invoice goes by that day', () => {
    const moved: ContractSeason = {
      id: 's',
      name: 'Fair',
      source: 'contract',
      firstDay: day('2026-09-10'),
      lastDay: day('2026-09-20'),
      seats: 2,
      unitPrice: 1000,
    }
    const subjects = (season: ContractSeason, on: string) =>
      periodLines(exampleContract({ interval: 'monthly', seasons: [season] }), day(on))!.map(
        ({ subject }) => subject,
      )
    expect(subjects(moved, '2026-09-01')).toContain('s')
    const invoicedInJune = { ...moved, billedOn: day('2026-06-10') }
    expect(subjects(invoicedInJune, '2026-09-01')).not.toContain('s')
    expect(subjects(invoicedInJune, '2026-06-01')).toContain('s')
  })
})
