import { describe, expect, test } from 'vitest'
import { at, pool, production, season, seasonPool } from '../../test/facts.ts'
import { decideHold } from './hold.ts'
import { overAllocations } from './over-allocation.ts'
import { decideWaiting, type WaitingEntry } from './waiting.ts'

const now = at('2026-11-21T12:00Z')
const launch = season('Launch', '2026-11-16', '2026-12-01')
const spring = season('Spring', '2026-08-23', '2026-10-22')

const entry = (id: string, askedAt: string, more: Partial<WaitingEntry> = {}): WaitingEntry => ({
  id,
  wants: 'seat',
  askedAt: at(askedAt),
  offer: null,
  endedAt: null,
  ...more,
})
const line = [
  entry('cem', '2026-11-20T12:00Z'),
  entry('ana', '2026-11-18T12:00Z'),
  entry('bo', '2026-11-19T12:00Z'),
  entry('dina', '2026-11-17T12:00Z', { wants: 'news' }),
]
const decide = (assigned: number, entries = line, more: Parameters<typeof seasonPool>[3] = {}) =>
  decideWaiting({ pool: { ...seasonPool(launch, 5, assigned, more), season: launch }, entries }, now)

describe('SEAT-12 the waiting line', () => {
  test('a full season offers nothing', () => {
    expect(decide(5)).toEqual({ offer: [], tell: [], waiting: ['ana', 'bo', 'cem'], lapsed: [], spare: 0 })
  })

  test('free seats go to those who asked first, with a deadline', () => {
    const until = at('2026-11-22T12:00Z')
    expect(decide(3)).toEqual({
      offer: [
        { entryId: 'ana', until },
        { entryId: 'bo', until },
      ],
      tell: [],
      waiting: ['cem'],
      lapsed: [],
      spare: 0,
    })
  })

  test('who asked at the same instant is in a stable order', () => {
    const same = ['z', 'a', 'm'].map((id) => entry(id, '2026-11-18T12:00Z'))
    expect(decide(5, same).waiting).toEqual(['a', 'm', 'z'])
    expect(decide(5, same.toReversed()).waiting).toEqual(['a', 'm', 'z'])
  })

  test('who asked for news hears it once nobody waits for the seat', () => {
    expect(decide(2)).toMatchObject({ tell: [], spare: 0 })
    expect(decide(1)).toMatchObject({ tell: ['dina'], spare: 1 })
  })

  test('an offer holds its seat; when it runs out it goes to the next, and who let it pass is out', () => {
    const offered = (until: string) => [
      entry('ana', '2026-11-18T12:00Z', { offer: { at: at('2026-11-20T12:00Z'), until: at(until) } }),
      entry('bo', '2026-11-19T12:00Z'),
    ]
    const holding = (until: string) =>
      decide(4, offered(until), { held: 1, lapses: [{ at: at(until), seats: 1, of: 'held' }] })
    expect(holding('2026-11-21T12:00:00.001Z')).toMatchObject({ offer: [], waiting: ['bo'], lapsed: [] })
    expect(holding('2026-11-21T12:00Z')).toMatchObject({
      offer: [{ entryId: 'bo' }],
      waiting: [],
      lapsed: ['ana'],
    })
  })

  test('who took a seat, gave up or was told is out of the line', () => {
    const offer = { at: at('2026-11-19T00:00Z'), until: at('2026-11-20T00:00Z') }
    const entries = [
      entry('ana', '2026-11-18T12:00Z', { endedAt: at('2026-11-19T12:00Z') }),
      entry('bo', '2026-11-18T12:00Z', { endedAt: at('2026-11-19T12:00Z'), offer }),
      entry('dina', '2026-11-18T12:00Z', { wants: 'news', offer }),
    ]
    expect(decide(1, entries)).toEqual({ offer: [], tell: [], waiting: [], lapsed: [], spare: 4 })
  })

  test('the deadline is never beyond the closing, and can be set', () => {
    const late = at('2026-12-01T18:00Z')
    const facts = { pool: { ...seasonPool(launch, 5, 4), season: launch }, entries: [line[0]!] }
    expect(decideWaiting(facts, late).offer).toEqual([{ entryId: 'cem', until: at('2026-12-02T00:00Z') }])
    expect(decideWaiting({ ...facts, offerHours: 2 }, now).offer[0]!.until).toBe(at('2026-11-21T14:00Z'))
  })

  test('when the season has closed nobody waits', () => {
    const facts = { pool: { ...seasonPool(launch, 5, 4), season: launch }, entries: line }
    expect(decideWaiting(facts, at('2026-12-02T00:00Z'))).toEqual({
      offer: [],
      tell: [],
      waiting: [],
      lapsed: [],
      spare: 0,
    })
    expect(decideWaiting(facts, at('2026-12-01T23:59:59.999Z')).offer).toHaveLength(1)
  })

  test('without limit everybody is served', () => {
    expect(decide(99, line, { mode: 'unlimited' })).toMatchObject({
      waiting: [],
      tell: ['dina'],
      spare: null,
    })
  })
})

describe('SEAT-11 a hold', () => {
  const facts = production(seasonPool(launch, 5, 4), pool('full-time', 5, 5))

  test('keeps what the change would take for two minutes', () => {
    const change = { kind: 'add', type: 'seasonal', seasons: ['launch'] } as const
    expect(decideHold(facts, change, now)).toMatchObject({
      kind: 'grant',
      hold: [{ poolId: 'launch' }],
      heldUntil: at('2026-11-21T12:02Z'),
    })
    expect(decideHold(facts, change, now, 5)).toMatchObject({ heldUntil: at('2026-11-21T12:05Z') })
  })

  test('is refused where the change would be', () => {
    expect(decideHold(facts, { kind: 'add', type: 'full-time', seasons: [] }, now)).toEqual({
      kind: 'refuse',
      reason: 'no-full-time-seat',
    })
  })
})

describe('more people than seats', () => {
  test('SEAT-04 names every way out and for how many it serves', () => {
    const facts = production(
      pool('full-time', 5, 8),
      pool('collaborator', 5, 3),
      seasonPool(spring, 1, 9),
      seasonPool(launch, 5, 4),
    )
    expect(overAllocations(facts, now)).toEqual([
      {
        poolId: 'full-time',
        kind: 'full-time',
        over: 3,
        waysOut: [
          { way: 'free-seats', seats: 3 },
          { way: 'add-seats', seats: 3, how: 'buy' },
          { way: 'move', seats: 2, poolId: 'collaborator', kind: 'collaborator' },
          { way: 'move', seats: 1, poolId: 'launch', kind: 'seasonal' },
        ],
      },
    ])
  })

  test.each([
    ['a full pool is not over', production(pool('full-time', 5, 5)), []],
    ['a closed season no longer matters', production(seasonPool(spring, 1, 9)), []],
    ['nor does an unlimited pool', production(pool('collaborator', 0, 9, { mode: 'unlimited' })), []],
    ['nor a sandbox', { ...production(pool('full-time', 1, 9)), organization: 'sandbox' as const }, []],
    ['an open season does', production(seasonPool(launch, 1, 9)), ['request']],
    ['SEAT-10 a ratio that fell does', production(pool('collaborator', 1, 2, { mode: 'tied' })), ['request']],
    ['D-22 too many staff do', production(pool('staff', 2, 3)), ['buy']],
  ])('%s', (_, facts, how) => {
    const ways = overAllocations(facts, now).map(({ waysOut }) =>
      waysOut.find((way) => way.way === 'add-seats'),
    )
    expect(ways.map((way) => way?.how)).toEqual(how)
  })

  test('people can move to an unlimited pool as many as there are', () => {
    const facts = production(pool('full-time', 5, 8), pool('collaborator', 0, 3, { mode: 'unlimited' }))
    expect(overAllocations(facts, now)[0]!.waysOut.at(-1)).toEqual({
      way: 'move',
      seats: 3,
      poolId: 'collaborator',
      kind: 'collaborator',
    })
  })
})
