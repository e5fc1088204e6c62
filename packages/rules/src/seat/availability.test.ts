import { describe, expect, test } from 'vitest'
import { at, pool, production, season, seasonPool } from '../../test/facts.ts'
import { hasFreeSeat, poolAvailability } from './availability.ts'
import type { Lapse, SeatHolder } from './facts.ts'
import { offeredSeasons, offeredTypes } from './offer.ts'

const now = at('2026-11-21T12:00Z')
const lapse = (iso: string, of: Lapse['of'], seats = 1): Lapse => ({ at: at(iso), seats, of })

const spring = season('Spring', '2026-08-23', '2026-10-22')
const current = season('Current', '2026-11-11', '2026-12-11')
const launch = season('Launch', '2026-11-16', '2026-12-01')
const holiday = season('Holiday', '2026-12-12', '2027-01-20')
const seasons = [
  seasonPool(holiday, 30, 3),
  seasonPool(launch, 5, 5),
  seasonPool(spring, 10, 8),
  seasonPool(current, 20, 14),
]

describe('the availability of a pool', () => {
  test.each([
    ['20 seats, 14 assigned: 6 remain', 20, 14, 0, 6, 0],
    ['20 seats, 14 assigned, 2 held: 4 remain', 20, 14, 2, 4, 0],
    ['as many assigned as there are: none remains', 5, 5, 0, 0, 0],
    ['over-allocated: none remains, 2 too many', 5, 6, 1, 0, 2],
    ['no seats at all', 0, 0, 0, 0, 0],
  ])('SEAT-02 %s', (_, total, assigned, held, remaining, over) => {
    expect(poolAvailability(pool('full-time', total, assigned, { held }), now)).toEqual({
      mode: 'counted',
      total,
      assigned,
      held,
      remaining,
      over,
    })
  })

  test.each([
    ['a millisecond before it runs out, an invitation holds its seat', '2026-11-21T12:00:00.001Z', 5],
    ['as it runs out, the seat is free, without any job', '2026-11-21T12:00:00.000Z', 4],
    ['long after, too', '2026-01-01T00:00Z', 4],
  ])('D-13 CAL-03 %s', (_, runsOut, assigned) => {
    const { total, ...rest } = pool('full-time', 5, 5, { lapses: [lapse(runsOut, 'assigned')] })
    const availability = poolAvailability({ total, ...rest }, now)
    expect(availability).toMatchObject({ assigned, remaining: total - assigned })
  })

  test('SEAT-11 a hold counts as taken until it lapses by itself', () => {
    const held = pool('full-time', 5, 2, {
      held: 3,
      lapses: [lapse('2026-11-21T12:02Z', 'held', 1), lapse('2026-11-21T11:59Z', 'held', 2)],
    })
    expect(poolAvailability(held, now)).toMatchObject({ assigned: 2, held: 1, remaining: 2 })
  })

  test('SEAT-10 D-19 a tied pool says so; an unlimited one has no total and is never full', () => {
    expect(poolAvailability(pool('collaborator', 5, 2, { mode: 'tied' }), now)).toMatchObject({
      mode: 'tied',
      remaining: 3,
    })
    const unlimited = poolAvailability(pool('collaborator', 0, 70, { mode: 'unlimited' }), now)
    expect(unlimited).toEqual({ mode: 'unlimited', assigned: 70, held: 0 })
    expect(hasFreeSeat(unlimited)).toBe(true)
    expect(hasFreeSeat(poolAvailability(pool('collaborator', 2, 2), now))).toBe(false)
    expect(hasFreeSeat(poolAvailability(pool('collaborator', 2, 1), now))).toBe(true)
  })
})

describe('SEAT-03 the seasons offered', () => {
  test('are those not yet closed, in the order of their windows; D-37 a full one with its reason', () => {
    const offered = offeredSeasons(production(pool('full-time', 25, 22), ...seasons), [], now)
    expect(
      offered.map(({ season, poolId, phase, held, choosable, reason }) => [
        season.name,
        poolId,
        phase,
        held,
        choosable,
        reason,
      ]),
    ).toEqual([
      ['Current', 'current', 'open', false, true, undefined],
      ['Launch', 'launch', 'open', false, false, 'season-full'],
      ['Holiday', 'holiday', 'upcoming', false, true, undefined],
    ])
    expect(offered[0]).toMatchObject({
      window: { opensAt: at('2026-11-11T00:00Z'), closesAt: at('2026-12-12T00:00Z') },
      availability: { total: 20, assigned: 14, remaining: 6 },
    })
    expect('reason' in offered[0]!).toBe(false)
  })

  test('on an edit the seasons held stay choosable, full and closed ones too', () => {
    const offered = offeredSeasons(production(...seasons), ['launch', 'spring'], now)
    expect(
      offered.map(({ season, phase, held, choosable }) => [season.name, phase, held, choosable]),
    ).toEqual([
      ['Spring', 'closed', true, true],
      ['Current', 'open', false, true],
      ['Launch', 'open', true, true],
      ['Holiday', 'upcoming', false, true],
    ])
  })

  test('SEAT-01 in a sandbox no season is full', () => {
    const offered = offeredSeasons({ organization: 'sandbox', pools: seasons }, [], now)
    expect(offered.map(({ choosable }) => choosable)).toEqual([true, true, true])
  })

  test('CAL-03 a season is offered until the instant it closes', () => {
    const names = (iso: string) =>
      offeredSeasons(production(seasonPool(spring, 10, 8)), [], at(iso)).map(({ season }) => season.name)
    expect(names('2026-10-22T23:59:59.999Z')).toEqual(['Spring'])
    expect(names('2026-10-23T00:00:00.000Z')).toEqual([])
  })
})

describe('SEAT-04 the user types offered', () => {
  const full = production(pool('full-time', 2, 2), pool('collaborator', 2, 2), seasonPool(launch, 5, 5))
  const roomy = production(pool('full-time', 3, 2), pool('collaborator', 3, 2), seasonPool(launch, 6, 5))
  const holder = (type: SeatHolder['type'], ...poolIds: string[]): SeatHolder => ({ type, poolIds })

  test.each([
    ['with a free seat in each', roomy, null, ['full-time', 'collaborator', 'seasonal'], []],
    [
      'with none, each with its reason',
      full,
      null,
      [],
      ['no-full-time-seat', 'no-collaborator-seat', 'season-full'],
    ],
    ['without pools', production(), null, [], ['no-full-time-seat', 'no-collaborator-seat', 'no-season']],
    [
      'when every season is closed',
      production(pool('full-time', 3, 2), seasonPool(spring, 10, 0)),
      null,
      ['full-time'],
      ['no-collaborator-seat', 'no-season'],
    ],
    [
      'when one of two seasons is full',
      production(seasonPool(launch, 5, 5), seasonPool(holiday, 5, 4)),
      null,
      ['seasonal'],
      ['no-full-time-seat', 'no-collaborator-seat'],
    ],
    [
      'a holder keeps their own type',
      full,
      holder('full-time', 'full-time'),
      ['full-time'],
      ['no-collaborator-seat', 'season-full'],
    ],
    [
      'a holder of a full season keeps it',
      full,
      holder('seasonal', 'launch'),
      ['seasonal'],
      ['no-full-time-seat', 'no-collaborator-seat'],
    ],
    [
      'D-14 somebody whose seasons are over stays seasonal',
      full,
      holder('seasonal'),
      ['seasonal'],
      ['no-full-time-seat', 'no-collaborator-seat'],
    ],
    [
      'somebody deactivated holds nothing to keep',
      full,
      { ...holder('seasonal'), dormant: true },
      [],
      ['no-full-time-seat', 'no-collaborator-seat', 'season-full'],
    ],
    [
      'nor does a full-time member without a seat',
      full,
      holder('full-time'),
      [],
      ['no-full-time-seat', 'no-collaborator-seat', 'season-full'],
    ],
    ['under the classic policy there is staff alone', production(pool('staff', 3, 2)), null, ['staff'], []],
    ['… with its reason', production(pool('staff', 2, 2)), null, [], ['no-staff-seat']],
    [
      'SEAT-10 an unlimited pool always has one',
      production(pool('collaborator', 0, 9, { mode: 'unlimited' })),
      null,
      ['collaborator'],
      ['no-full-time-seat', 'no-season'],
    ],
    [
      'SEAT-01 in a sandbox nobody takes a seat',
      { ...full, organization: 'sandbox' as const },
      holder('full-time'),
      ['full-time', 'collaborator', 'seasonal'],
      [],
    ],
    [
      'D-13 an invitation that ran out frees its type',
      production(pool('full-time', 2, 2, { lapses: [lapse('2026-11-21T12:00Z', 'assigned')] })),
      null,
      ['full-time'],
      ['no-collaborator-seat', 'no-season'],
    ],
  ])('%s', (_, facts, member, choosable, reasons) => {
    const offered = offeredTypes(facts, member, now)
    expect(offered.filter((type) => type.choosable).map(({ type }) => type)).toEqual(choosable)
    expect(offered.flatMap(({ reason }) => (reason ? [reason] : []))).toEqual(reasons)
    for (const { choosable, reason } of offered) expect(choosable).toBe(reason === undefined)
  })
})
