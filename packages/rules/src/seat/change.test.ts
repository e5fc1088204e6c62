import { describe, expect, test } from 'vitest'
import { at, pool, production, season, seasonPool } from '../../test/facts.ts'
import { seasonWindow } from '../season/window.ts'
import { decideSeatChange, type SeatChange, type SeatOutcome } from './change.ts'
import type { SeatFacts, SeatHolder, UserType } from './facts.ts'
import { invitationExpiry } from './invitation.ts'

const now = at('2026-11-21T12:00Z')
const DAYS_14 = at('2026-12-05T12:00Z')

const spring = season('Spring', '2026-08-23', '2026-10-22')
const current = season('Current', '2026-11-11', '2026-12-11')
const launch = season('Launch', '2026-11-16', '2026-12-01')
const holiday = season('Holiday', '2026-12-12', '2027-01-20')
const facts = production(
  pool('full-time', 25, 22),
  pool('collaborator', 5, 5),
  seasonPool(spring, 10, 8),
  seasonPool(current, 20, 14),
  seasonPool(launch, 5, 5),
  seasonPool(holiday, 30, 3),
)
const sandbox: SeatFacts = { ...facts, organization: 'sandbox' }

const holder = (type: UserType, poolIds: string[] = [], more: Partial<SeatHolder> = {}): SeatHolder => ({
  type,
  poolIds,
  ...more,
})
const ids = (seats: readonly { poolId: string }[]): string => seats.map(({ poolId }) => poolId).join(' ')

/** The decision in one line: what is taken, freed and kept, or the refusal. */
function said(change: SeatChange, of: SeatFacts = facts): string {
  const decision = decideSeatChange(of, change, now)
  if (decision.kind === 'refuse') return `no: ${decision.reason}`
  const free = decision.free.map(({ poolId, holder }) =>
    holder === 'member' ? poolId : `${holder}’s ${poolId}`,
  )
  return [
    ['take', ids(decision.take)],
    ['free', free.join(' ')],
    ['keep', ids(decision.keep)],
  ]
    .filter(([, seats]) => seats)
    .map((words) => words.join(' '))
    .join(', ')
}

function granted(change: SeatChange, of: SeatFacts = facts): SeatOutcome {
  const decision = decideSeatChange(of, change, now)
  if (decision.kind === 'refuse') throw new Error(decision.reason)
  return decision
}

describe('adding somebody', () => {
  test.each<[string, UserType, string[], string]>([
    ['full-time takes one full-time seat', 'full-time', [], 'take full-time'],
    ['seasonal takes one seat in each season', 'seasonal', ['holiday', 'current'], 'take current holiday'],
    ['SEAT-06 a season chosen twice is taken once', 'seasonal', ['current', 'current'], 'take current'],
    ['a full pool refuses', 'collaborator', [], 'no: no-collaborator-seat'],
    ['a pool that the contract lacks refuses', 'staff', [], 'no: no-staff-seat'],
    ['a full season refuses', 'seasonal', ['launch'], 'no: season-full'],
    ['one full season among several refuses all', 'seasonal', ['current', 'launch'], 'no: season-full'],
    ['a closed season refuses', 'seasonal', ['spring'], 'no: season-closed'],
    ['D-14 seasonal needs a season', 'seasonal', [], 'no: season-required'],
    ['a season that nobody knows is not found', 'seasonal', ['summer'], 'no: not-found'],
    ['a pool that is no season’s is not found', 'seasonal', ['full-time'], 'no: not-found'],
    ['seasons go with seasonal alone', 'full-time', ['current'], 'no: wrong-type-for-season'],
  ])('SEAT-03 %s', (_, type, seasons, expected) => {
    expect(said({ kind: 'add', type, seasons })).toBe(expected)
  })

  test('SEAT-08 a refusal carries what its sentence needs', () => {
    expect(decideSeatChange(facts, { kind: 'add', type: 'seasonal', seasons: ['launch'] }, now)).toEqual({
      kind: 'refuse',
      reason: 'season-full',
      seasonId: 'launch',
      season: 'Launch',
    })
    expect(decideSeatChange(facts, { kind: 'add', type: 'staff', seasons: ['launch'] }, now)).toEqual({
      kind: 'refuse',
      reason: 'wrong-type-for-season',
      type: 'staff',
    })
  })

  test('a claim of a season carries it with its window and phase; another carries neither', () => {
    expect(granted({ kind: 'add', type: 'seasonal', seasons: ['holiday'] }).take).toEqual([
      {
        poolId: 'holiday',
        kind: 'seasonal',
        season: holiday,
        window: seasonWindow(holiday),
        phase: 'upcoming',
      },
    ])
    expect(granted({ kind: 'add', type: 'full-time', seasons: [] }).take).toEqual([
      { poolId: 'full-time', kind: 'full-time' },
    ])
  })

  test('SEAT-09 D-13 the invitation holds the seat for 14 days, a switch; a seasonal one until the last season closes', () => {
    expect(granted({ kind: 'add', type: 'full-time', seasons: [] }).lapsesAt).toBe(DAYS_14)
    const threeDays = { ...facts, invitationDays: 3 }
    expect(granted({ kind: 'add', type: 'full-time', seasons: [] }, threeDays).lapsesAt).toBe(
      at('2026-11-24T12:00Z'),
    )
    expect(granted({ kind: 'add', type: 'seasonal', seasons: ['current', 'holiday'] }).lapsesAt).toBe(
      at('2027-01-21T00:00Z'),
    )
    expect(invitationExpiry('seasonal', [], now)).toBe(DAYS_14)
    expect(invitationExpiry('collaborator', [holiday], now)).toBe(DAYS_14)
  })

  test('D-15 overlapping seasons warn that two seats are used; D-16 back-to-back ones do not', () => {
    const roomy = production(
      seasonPool(current, 20, 14),
      seasonPool(launch, 9, 5),
      seasonPool(holiday, 30, 3),
    )
    const warnings = (...seasons: string[]) =>
      granted({ kind: 'add', type: 'seasonal', seasons }, roomy).warnings
    expect(warnings('current', 'launch')).toEqual(['overlapping-seasons'])
    expect(warnings('holiday', 'current', 'launch')).toEqual(['overlapping-seasons'])
    expect(warnings('current', 'holiday')).toEqual([])
    expect(warnings('launch', 'holiday')).toEqual([])
  })

  test('D-15 seasons that overlapped and are over warn of nothing', () => {
    const early = season('Early', '2026-08-01', '2026-09-30')
    const over = production(seasonPool(spring, 10, 8), seasonPool(early, 10, 8))
    const member = holder('seasonal', ['spring', 'early'])
    const kept = granted({ kind: 'edit', member, type: 'seasonal', seasons: ['spring', 'early'] }, over)
    expect(kept).toMatchObject({ keep: [{ poolId: 'spring' }, { poolId: 'early' }], warnings: [] })
  })

  test('D-14 a deactivated seasonal user is edited without a season', () => {
    const member = holder('seasonal', [], { dormant: true })
    expect(decideSeatChange(facts, { kind: 'edit', member, type: 'seasonal', seasons: [] }, now)).toEqual({
      kind: 'grant',
      type: 'seasonal',
      take: [],
      free: [],
      keep: [],
      seasons: [],
      lapsesAt: null,
      freshInvitation: false,
      warnings: [],
    })
  })

  test('SEAT-11 a seat that is held for this very change is sure', () => {
    const holding = { kind: 'add', type: 'collaborator', seasons: [], holding: ['collaborator'] } as const
    expect(said(holding)).toBe('take collaborator')
    expect(said({ kind: 'add', type: 'seasonal', seasons: ['launch'], holding: ['launch'] })).toBe(
      'take launch',
    )
    expect(said({ kind: 'add', type: 'seasonal', seasons: ['spring'], holding: ['spring'] })).toBe(
      'no: season-closed',
    )
  })

  test('SEAT-10 D-19 an unlimited pool never refuses, a tied one does when its number is reached', () => {
    const unlimited = production(pool('collaborator', 0, 99, { mode: 'unlimited' }))
    expect(said({ kind: 'add', type: 'collaborator', seasons: [] }, unlimited)).toBe('take collaborator')
    const tied = (assigned: number) => production(pool('collaborator', 5, assigned, { mode: 'tied' }))
    expect(said({ kind: 'add', type: 'collaborator', seasons: [] }, tied(4))).toBe('take collaborator')
    expect(said({ kind: 'add', type: 'collaborator', seasons: [] }, tied(5))).toBe('no: no-collaborator-seat')
  })

  test('D-13 a seat whose invitation ran out is taken over at once', () => {
    const lapsed = production(pool('full-time', 5, 5, { lapses: [{ at: now, seats: 1, of: 'assigned' }] }))
    expect(said({ kind: 'add', type: 'full-time', seasons: [] }, lapsed)).toBe('take full-time')
  })

  test('SEAT-01 in a sandbox nobody takes a seat, and nothing is full', () => {
    expect(said({ kind: 'add', type: 'collaborator', seasons: [] }, sandbox)).toBe('')
    expect(said({ kind: 'add', type: 'staff', seasons: [] }, sandbox)).toBe('')
    expect(said({ kind: 'add', type: 'seasonal', seasons: ['launch'] }, sandbox)).toBe('')
    expect(said({ kind: 'add', type: 'seasonal', seasons: ['spring'] }, sandbox)).toBe('no: season-closed')
  })

  test.each<[string, SeatChange, string]>([
    ['chosen when added, full or not', { kind: 'add', type: 'seasonal', seasons: ['launch'] }, 'launch'],
    [
      'kept, given up and chosen on an edit',
      {
        kind: 'edit',
        member: holder('seasonal', ['spring', 'current']),
        type: 'seasonal',
        seasons: ['spring', 'holiday'],
      },
      'spring holiday',
    ],
    [
      'given up with the type',
      { kind: 'edit', member: holder('seasonal', ['current']), type: 'collaborator', seasons: [] },
      '',
    ],
    [
      'kept by somebody who is away',
      {
        kind: 'edit',
        member: holder('seasonal', ['spring'], { dormant: true }),
        type: 'seasonal',
        seasons: ['spring'],
      },
      'spring',
    ],
    ['given up by who leaves', { kind: 'release', member: holder('seasonal', ['current']) }, ''],
    [
      'handed on when swapped, closed ones not',
      { kind: 'swap', outgoing: holder('seasonal', ['spring', 'launch']), member: null },
      'launch',
    ],
  ])('SEAT-01 in a sandbox seasons are %s, and no seat moves', (_, change, seasons) => {
    const outcome = granted(change, sandbox)
    expect(outcome).toMatchObject({ take: [], free: [], keep: [] })
    expect(ids(outcome.seasons)).toBe(seasons)
  })

  test('SEAT-01, D-13 in a sandbox, too, a seasonal invitation lasts until the last season closes', () => {
    const outcome = granted({ kind: 'add', type: 'seasonal', seasons: ['current', 'holiday'] }, sandbox)
    expect(outcome.lapsesAt).toBe(seasonWindow(holiday).closesAt)
    expect(
      granted({ kind: 'add', type: 'seasonal', seasons: ['current', 'launch'] }, sandbox).warnings,
    ).toEqual([])
  })

  test('SEAT-01 in production the seasons are those of the seats kept and taken', () => {
    const member = holder('seasonal', ['spring', 'current'])
    const edit = { kind: 'edit', member, type: 'seasonal', seasons: ['spring', 'holiday'] } as const
    expect(ids(granted(edit).seasons)).toBe('spring holiday')
    expect(granted({ kind: 'edit', member, type: 'full-time', seasons: [] }).seasons).toEqual([])
  })
})

describe('editing somebody', () => {
  const edit = (member: SeatHolder, type: UserType, seasons: string[] = []): string =>
    said({ kind: 'edit', member, type, seasons })

  test.each<[string, SeatHolder, UserType, string[], string]>([
    [
      'SEAT-06 a season removed is freed, another is taken, the third kept',
      holder('seasonal', ['current', 'launch']),
      'seasonal',
      ['launch', 'holiday'],
      'take holiday, free current, keep launch',
    ],
    [
      'SEAT-06 the last season can go: D-14 the user stays without one',
      holder('seasonal', ['current']),
      'seasonal',
      [],
      'free current',
    ],
    [
      'SEAT-03 a full season that is held stays',
      holder('seasonal', ['launch']),
      'seasonal',
      ['launch'],
      'keep launch',
    ],
    [
      'SEAT-03 a closed season that is held stays',
      holder('seasonal', ['spring', 'current']),
      'seasonal',
      ['spring', 'current'],
      'keep spring current',
    ],
    [
      'SEAT-05 seasonal to full-time frees every season and takes one seat',
      holder('seasonal', ['spring', 'current', 'holiday']),
      'full-time',
      [],
      'take full-time, free spring current holiday',
    ],
    [
      'SEAT-05 and the other way round',
      holder('full-time', ['full-time']),
      'seasonal',
      ['current', 'holiday'],
      'take current holiday, free full-time',
    ],
    [
      'SEAT-05 full-time to collaborator, where none is free',
      holder('full-time', ['full-time']),
      'collaborator',
      [],
      'no: no-collaborator-seat',
    ],
    [
      'switching to seasonal needs a season',
      holder('full-time', ['full-time']),
      'seasonal',
      [],
      'no: season-required',
    ],
    [
      'the same type keeps its seat, in a full pool too',
      holder('collaborator', ['collaborator']),
      'collaborator',
      [],
      'keep collaborator',
    ],
    ['a name alone takes no seat for who holds none', holder('full-time'), 'full-time', [], ''],
    [
      'D-14 a seasonal user without a season gets one',
      holder('seasonal'),
      'seasonal',
      ['current'],
      'take current',
    ],
    [
      'somebody deactivated changes type without a seat, be the pool full',
      holder('full-time', [], { dormant: true }),
      'collaborator',
      [],
      '',
    ],
    [
      'D-13 seasons that are over, held under an invitation that ran out with them, go with the type',
      holder('seasonal', ['spring'], { dormant: true }),
      'full-time',
      [],
      'free spring',
    ],
    [
      'of seasons that are over, those that are unticked are freed',
      holder('seasonal', ['spring'], { dormant: true }),
      'seasonal',
      [],
      'free spring',
    ],
    [
      'of seasons that are over, those that stay ticked are kept',
      holder('seasonal', ['spring'], { dormant: true }),
      'seasonal',
      ['spring'],
      'keep spring',
    ],
    [
      'somebody deactivated is given no season: it would come to nothing',
      holder('seasonal', [], { dormant: true }),
      'seasonal',
      ['holiday'],
      'no: no-seat-while-away',
    ],
    [
      'nor with another type',
      holder('full-time', [], { dormant: true }),
      'seasonal',
      ['holiday'],
      'no: no-seat-while-away',
    ],
    [
      'somebody deactivated cannot be given what is not there',
      holder('seasonal', [], { dormant: true }),
      'seasonal',
      ['summer'],
      'no: not-found',
    ],
  ])('%s', (_, member, type, seasons, expected) => {
    expect(edit(member, type, seasons)).toBe(expected)
  })

  test('of a type with two pools, the one that is held is kept and no second seat is taken', () => {
    const twoPools = production(pool('full-time', 5, 1), { ...pool('full-time', 5, 1), id: 'second' })
    const change = { type: 'full-time', seasons: [] } as const
    const member = holder('full-time', ['second'])
    expect(said({ kind: 'edit', member, ...change }, twoPools)).toBe('keep second')
    expect(said({ kind: 'add', ...change }, twoPools)).toBe('take full-time')
  })

  test('D-13 an invitation keeps its date on an edit, and is sent afresh when the type changes', () => {
    const invitedAt = at('2026-11-15T00:00Z')
    const lapsesAt = (change: SeatChange) => granted(change).lapsesAt
    const invited = holder('full-time', ['full-time'], { invitedAt })
    expect(lapsesAt({ kind: 'edit', member: invited, type: 'full-time', seasons: [] })).toBe(
      at('2026-11-29T00:00Z'),
    )
    const seasonal = holder('seasonal', ['current'], { invitedAt })
    expect(lapsesAt({ kind: 'edit', member: seasonal, type: 'full-time', seasons: [] })).toBe(DAYS_14)
    expect(lapsesAt({ kind: 'edit', member: seasonal, type: 'seasonal', seasons: ['holiday'] })).toBe(
      at('2027-01-21T00:00Z'),
    )
    const signedUp = holder('full-time', ['full-time'])
    expect(lapsesAt({ kind: 'edit', member: signedUp, type: 'full-time', seasons: [] })).toBeNull()
  })

  test('D-13 an invitation is sent afresh exactly where its date is: a new type or a seat anew, for who has not signed up', () => {
    const fresh = (kind: 'edit' | 'reactivate', member: SeatHolder, type: UserType) =>
      granted({ kind, member, type, seasons: type === 'seasonal' ? ['current'] : [] }).freshInvitation
    const invited = holder('full-time', ['full-time'], { invitedAt: at('2026-11-15T00:00Z') })
    const signedUp = holder('full-time', ['full-time'])
    expect(fresh('edit', invited, 'full-time')).toBe(false)
    expect(fresh('edit', invited, 'seasonal')).toBe(true)
    expect(fresh('reactivate', invited, 'full-time')).toBe(true)
    expect(fresh('edit', signedUp, 'seasonal')).toBe(false)
    expect(fresh('reactivate', signedUp, 'full-time')).toBe(false)
    expect(fresh('edit', { ...invited, poolIds: [], dormant: true }, 'collaborator')).toBe(false)
    expect(granted({ kind: 'release', member: invited }).freshInvitation).toBe(false)
    expect(granted({ kind: 'add', type: 'full-time', seasons: [] }).freshInvitation).toBe(true)
  })
})

describe('reactivating, releasing, swapping', () => {
  test.each<[string, SeatHolder, UserType, string[], string]>([
    ['takes a seat anew', holder('full-time', [], { dormant: true }), 'full-time', [], 'take full-time'],
    [
      'needs a seat',
      holder('collaborator', [], { dormant: true }),
      'collaborator',
      [],
      'no: no-collaborator-seat',
    ],
    [
      'seasonal needs a season that is not closed',
      holder('seasonal', [], { dormant: true }),
      'seasonal',
      [],
      'no: season-required',
    ],
    [
      'can be to another type',
      holder('collaborator', [], { dormant: true }),
      'seasonal',
      ['current'],
      'take current',
    ],
  ])('USER-04 reactivating %s', (_, member, type, seasons, expected) => {
    expect(said({ kind: 'reactivate', member, type, seasons })).toBe(expected)
  })

  test('D-13 an invitation that ran out is sent afresh', () => {
    const member = holder('full-time', [], { dormant: true, invitedAt: at('2026-01-01T00:00Z') })
    expect(granted({ kind: 'reactivate', member, type: 'full-time', seasons: [] }).lapsesAt).toBe(DAYS_14)
  })

  test('SEAT-02 releasing frees every seat', () => {
    const member = holder('seasonal', ['spring', 'current', 'holiday'])
    expect(said({ kind: 'release', member })).toBe('free spring current holiday')
    expect(said({ kind: 'release', member: holder('full-time') })).toBe('')
    expect(
      granted({ kind: 'release', member: holder('full-time', ['full-time'], { invitedAt: now }) }),
    ).toMatchObject({
      kind: 'grant',
      type: 'full-time',
      lapsesAt: null,
      warnings: [],
    })
  })

  test.each<[string, SeatHolder, SeatHolder | null, string]>([
    [
      'the newcomer takes the seat in a full pool',
      holder('collaborator', ['collaborator']),
      null,
      'take collaborator, free outgoing’s collaborator',
    ],
    [
      'open and coming seasons are handed on, closed ones only freed',
      holder('seasonal', ['spring', 'launch', 'holiday']),
      null,
      'take launch holiday, free outgoing’s spring outgoing’s launch outgoing’s holiday',
    ],
    [
      'whoever comes from another type gives up its seat',
      holder('collaborator', ['collaborator']),
      holder('full-time', ['full-time']),
      'take collaborator, free outgoing’s collaborator full-time',
    ],
    [
      'a season that both hold is kept and freed once',
      holder('seasonal', ['launch', 'holiday']),
      holder('seasonal', ['launch', 'current']),
      'take holiday, free outgoing’s launch outgoing’s holiday, keep current launch',
    ],
    [
      'somebody whose seasons are closed has nothing to hand on',
      holder('seasonal', ['spring']),
      null,
      'no: season-closed',
    ],
    ['nor has a seasonal user without one', holder('seasonal'), null, 'no: season-required'],
    ['nor a full-time one without a seat', holder('full-time'), null, 'no: no-full-time-seat'],
  ])('SEAT-05 swapping: %s', (_, outgoing, member, expected) => {
    expect(said({ kind: 'swap', outgoing, member })).toBe(expected)
  })

  test('SEAT-05 a swap needs no free seat, not even where too many are taken', () => {
    const over = production(pool('full-time', 2, 5))
    const outgoing = holder('full-time', ['full-time'])
    expect(said({ kind: 'swap', outgoing, member: null }, over)).toBe(
      'take full-time, free outgoing’s full-time',
    )
    const swapped = granted({ kind: 'swap', outgoing, member: null }, over)
    expect(swapped).toMatchObject({ type: 'full-time', lapsesAt: DAYS_14 })
    const signedUp = granted({ kind: 'swap', outgoing, member: holder('seasonal') }, over)
    expect(signedUp.lapsesAt).toBeNull()
    expect(
      said(
        { kind: 'swap', outgoing: holder('full-time'), member: null },
        { ...over, organization: 'sandbox' },
      ),
    ).toBe('')
    // Where no seat is needed, a seasonal user still needs a season to hand on.
    expect(said({ kind: 'swap', outgoing: holder('seasonal'), member: null }, sandbox)).toBe(
      'no: season-required',
    )
  })
})
