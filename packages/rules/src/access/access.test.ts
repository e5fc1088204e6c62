import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyInstant, at, crowdedSeasons, season } from '../../test/facts.ts'
import { seasonWindow } from '../season/window.ts'
import { type Instant, MS_PER_DAY } from '../time/instant.ts'
import { isOpenAt } from '../time/window.ts'
import { decideAccess, mayEnter } from './access.ts'
import { type MemberFacts, memberStatus } from './member.ts'
import type { AccountFacts } from './standing.ts'

const summer = season('Summer', '2026-06-01', '2026-06-30')
const july = season('July', '2026-07-01', '2026-07-31')
const winter = season('Winter', '2026-12-01', '2026-12-31')
const joined = at('2026-05-20T09:00Z')

const member = (facts: Partial<MemberFacts> = {}): MemberFacts => ({
  type: 'seasonal',
  seasons: [summer, winter],
  invitedAt: at('2026-05-01T09:00Z'),
  joinedAt: joined,
  deactivatedAt: null,
  removedAt: null,
  ...facts,
})
const decide = (facts: Partial<MemberFacts>, now: string, account: AccountFacts = {}) =>
  decideAccess({ member: member(facts), account }, at(now))
/** Reason (or `yes`) and next change. */
const said = (facts: Partial<MemberFacts>, now: string, account: AccountFacts = {}) => {
  const decision = decide(facts, now, account)
  const next = decision.nextChange === null ? 'never' : new Date(decision.nextChange).toISOString()
  return `${decision.kind === 'grant' ? 'yes' : decision.reason}, next ${next.replace(/T00:00:00.000Z$/, '')}`
}

describe('may a member sign in', () => {
  test.each<[string, Partial<MemberFacts>, string, string]>([
    ['before their first season', {}, '2026-05-31T23:59:59.999Z', 'not-yet-open, next 2026-06-01'],
    ['at its first millisecond', {}, '2026-06-01T00:00Z', 'yes, next 2026-07-01'],
    ['at its last', {}, '2026-06-30T23:59:59.999Z', 'yes, next 2026-07-01'],
    ['between two seasons', {}, '2026-07-01T00:00Z', 'not-yet-open, next 2026-12-01'],
    ['after the last', {}, '2027-01-01T00:00Z', 'closed, next never'],
    ['D-14 without a season', { seasons: [] }, '2026-06-15T00:00Z', 'no-season, next never'],
    [
      'D-16 where one season closes as the next opens',
      { seasons: [july, summer] },
      '2026-06-30T23:59:59.999Z',
      'yes, next 2026-08-01',
    ],
    ['before they have signed up', { joinedAt: null }, '2026-06-15T00:00Z', 'not-signed-up, next 2026-07-01'],
    [
      'before the season opens, the season is the reason, not the sign-up',
      { joinedAt: null },
      '2026-05-15T00:00Z',
      'not-yet-open, next 2026-06-01',
    ],
    [
      'deactivated',
      { deactivatedAt: at('2026-06-10T00:00Z') },
      '2026-06-15T00:00Z',
      'deactivated, next never',
    ],
    [
      'removed',
      { removedAt: at('2026-06-10T00:00Z'), deactivatedAt: at('2026-06-09T00:00Z') },
      '2026-06-15T00:00Z',
      'member-removed, next never',
    ],
    [
      'to be deactivated later',
      { deactivatedAt: at('2026-06-20T00:00Z') },
      '2026-06-15T00:00Z',
      'yes, next 2026-06-20',
    ],
    [
      'to be removed later',
      { removedAt: at('2026-06-21T00:00Z') },
      '2026-06-15T00:00Z',
      'yes, next 2026-06-21',
    ],
    ['full-time', { type: 'full-time', seasons: [] }, '2026-06-15T00:00Z', 'yes, next never'],
    [
      'full-time, whatever seasons they once had',
      { type: 'full-time' },
      '2027-06-15T00:00Z',
      'yes, next never',
    ],
    [
      'full-time, not signed up',
      { type: 'full-time', joinedAt: null },
      '2026-06-15T00:00Z',
      'not-signed-up, next never',
    ],
    ['a collaborator', { type: 'collaborator' }, '2026-06-15T00:00Z', 'yes, next never'],
    [
      'signing up is known from its instant on',
      {},
      '2026-05-20T08:59:59.999Z',
      'not-yet-open, next 2026-06-01',
    ],
  ])('ACC-01 %s', (_, facts, now, expected) => {
    expect(said(facts, now)).toBe(expected)
  })

  test.each<[string, Partial<MemberFacts>, AccountFacts, string, string]>([
    [
      'a locked account denies every type',
      { type: 'full-time' },
      { endsAt: at('2026-06-01T00:00Z') },
      '2026-06-15T00:00Z',
      'account-locked, next never',
    ],
    [
      'a lock speaks before the season',
      { seasons: [] },
      { cardMissingFrom: at('2026-06-01T00:00Z') },
      '2026-06-15T00:00Z',
      'account-locked, next never',
    ],
    [
      'a member who is gone speaks before the lock',
      { deactivatedAt: joined },
      { cardMissingFrom: at('2026-06-01T00:00Z') },
      '2026-06-15T00:00Z',
      'deactivated, next never',
    ],
    [
      'past due locks nothing before its deadline, which is the next change',
      {},
      { overdue: { since: at('2026-06-12T00:00Z'), graceDeadline: at('2026-06-16T00:00Z') } },
      '2026-06-15T23:59:59.999Z',
      'yes, next 2026-06-16',
    ],
    [
      '… and everything from it on',
      {},
      { overdue: { since: at('2026-06-12T00:00Z'), graceDeadline: at('2026-06-16T00:00Z') } },
      '2026-06-16T00:00Z',
      'account-locked, next never',
    ],
    [
      'becoming past due changes nothing yet',
      {},
      { overdue: { since: at('2026-06-17T00:00Z'), graceDeadline: at('2026-06-20T00:00Z') } },
      '2026-06-15T00:00Z',
      'yes, next 2026-06-20',
    ],
    [
      'the season closes before the account does',
      {},
      { endsAt: at('2026-07-05T00:00Z') },
      '2026-06-15T00:00Z',
      'yes, next 2026-07-01',
    ],
    [
      'a season to come in a locked account never opens',
      {},
      { endsAt: at('2026-05-05T00:00Z') },
      '2026-05-15T00:00Z',
      'account-locked, next never',
    ],
  ])('ACC-03 ACC-04 %s', (_, facts, account, now, expected) => {
    expect(said(facts, now, account)).toBe(expected)
  })

  test('the decision carries what the pages say', () => {
    expect(decide({}, '2026-05-15T00:00Z')).toMatchObject({
      kind: 'refuse',
      reason: 'not-yet-open',
      seasonId: 'summer',
      season: 'Summer',
      opensAt: at('2026-06-01T00:00Z'),
    })
    expect(decide({ seasons: [winter, summer] }, '2027-01-15T00:00Z')).toMatchObject({
      reason: 'closed',
      seasonId: 'winter',
      season: 'Winter',
      closedAt: at('2027-01-01T00:00Z'),
    })
    expect(decide({ seasons: [july, summer] }, '2026-06-15T00:00Z')).toMatchObject({
      kind: 'grant',
      closesAt: at('2026-08-01T00:00Z'),
    })
    expect(decide({ type: 'full-time' }, '2026-06-15T00:00Z')).toMatchObject({
      kind: 'grant',
      closesAt: null,
    })
    expect(decide({}, '2026-06-15T00:00Z', { staff: { used: 3, seats: 2 } })).toMatchObject({
      reason: 'account-locked',
      standings: [{ standing: 'staff-count-exceeded', used: 3, seats: 2 }],
    })
  })

  test('the season that is named is the one that opens next or closed last, in whatever order they stand', () => {
    const autumn = season('Autumn', '2026-09-01', '2026-09-30')
    for (const seasons of [
      [summer, autumn, winter],
      [winter, autumn, summer],
    ]) {
      expect(decide({ seasons }, '2026-05-15T00:00Z')).toMatchObject({ season: 'Summer', seasonId: 'summer' })
      expect(decide({ seasons }, '2026-08-15T00:00Z')).toMatchObject({ season: 'Autumn', seasonId: 'autumn' })
      expect(decide({ seasons }, '2027-08-15T00:00Z')).toMatchObject({ season: 'Winter', reason: 'closed' })
    }
  })

  test('ACC-06 a sign-up counts from its very instant', () => {
    const trace = (now: string) => decide({ type: 'full-time' }, now).trace[3]
    expect(trace('2026-05-20T09:00:00.000Z')).toMatchObject({ passed: true, signedUpAt: joined })
    expect(trace('2026-05-20T08:59:59.999Z')).toMatchObject({ passed: false, signedUpAt: null })
  })

  test('USER-14 the trace asks all four questions, also after one has failed', () => {
    expect(decide({}, '2026-06-15T00:00Z').trace).toEqual([
      { check: 'membership', passed: true, status: 'active' },
      { check: 'account', passed: true, standings: [] },
      { check: 'season', passed: true, needed: true, stay: seasonWindow(summer) },
      { check: 'sign-up', passed: true, signedUpAt: joined },
    ])
    const locked = decide({ deactivatedAt: joined, joinedAt: null, seasons: [] }, '2026-06-15T00:00Z', {
      cardMissingFrom: joined,
    })
    expect(locked.trace).toEqual([
      { check: 'membership', passed: false, status: 'deactivated' },
      { check: 'account', passed: false, standings: [{ standing: 'card-required', since: joined }] },
      { check: 'season', passed: false, needed: true, stay: null },
      { check: 'sign-up', passed: false, signedUpAt: null },
    ])
    expect(decide({ type: 'collaborator' }, '2026-06-15T00:00Z').trace[2]).toEqual({
      check: 'season',
      passed: true,
      needed: false,
      stay: null,
    })
    expect(decide({}, '2027-01-15T00:00Z').trace[2]).toEqual({
      check: 'season',
      passed: false,
      needed: true,
      stay: seasonWindow(winter),
    })
    expect(decide({}, '2026-05-01T00:00Z').trace[3]).toMatchObject({ passed: false, signedUpAt: null })
    expect(decide({ removedAt: joined }, '2026-06-15T00:00Z').trace[0]).toMatchObject({
      passed: false,
      status: 'removed',
    })
  })
})

describe('a member’s status', () => {
  test.each<[string, Partial<MemberFacts>, string, string]>([
    ['invited', { type: 'full-time', joinedAt: null }, '2026-05-15T08:59:59.999Z', 'invited'],
    [
      'D-13 14 days later the invitation has run out',
      { type: 'full-time', joinedAt: null },
      '2026-05-15T09:00Z',
      'invitation-expired',
    ],
    [
      'D-13 a switch',
      { type: 'full-time', joinedAt: null, invitationDays: 15 },
      '2026-05-15T09:00Z',
      'invited',
    ],
    [
      'D-13 a seasonal one lasts until the last season closes',
      { joinedAt: null },
      '2026-12-31T23:59:59.999Z',
      'invited',
    ],
    ['… and no longer', { joinedAt: null }, '2027-01-01T00:00Z', 'invitation-expired'],
    ['ACC-06 active from the first completed sign-in', {}, '2026-05-20T09:00Z', 'active'],
    ['and stays so when the seasons are over', {}, '2030-01-01T00:00Z', 'active'],
    ['deactivated', { deactivatedAt: joined }, '2026-05-20T09:00Z', 'deactivated'],
    [
      'not deactivated before it happens',
      { deactivatedAt: at('2026-05-21T00:00Z') },
      '2026-05-20T09:00Z',
      'active',
    ],
    [
      'ACC-06 signed up, but not signed in: invited, and no longer running out',
      { type: 'full-time', signedUpAt: joined, joinedAt: null },
      '2027-01-01T00:00Z',
      'invited',
    ],
    ['removed', { removedAt: joined, deactivatedAt: joined }, '2026-05-20T09:00Z', 'removed'],
  ])('USER-05 %s', (_, facts, now, expected) => {
    expect(memberStatus(member(facts), at(now))).toBe(expected)
  })
})

describe('properties of access', () => {
  const anyMaybe = fc.option(
    fc.integer({ min: -3, max: 45 }).map((d) => (at('2020-01-01T00:00Z') + d * MS_PER_DAY) as Instant),
  )
  const anyFacts = fc.record({
    member: fc.record({
      type: fc.constantFrom('seasonal' as const, 'seasonal' as const, 'full-time' as const),
      seasons: crowdedSeasons,
      invitedAt: fc.constant(at('2019-12-25T00:00Z')),
      signedUpAt: anyMaybe,
      joinedAt: anyMaybe,
      deactivatedAt: fc.option(
        anyMaybe.map((at) => at),
        { freq: 1 },
      ),
      removedAt: fc.constant(null),
    }),
    account: fc.record({
      cardMissingFrom: anyMaybe,
      endsAt: anyMaybe,
      overdue: fc.option(
        fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 5 })).map(([since, grace]) => ({
          since: (at('2020-01-01T00:00Z') + since * MS_PER_DAY) as Instant,
          graceDeadline: (at('2020-01-01T00:00Z') + (since + grace) * MS_PER_DAY) as Instant,
        })),
      ),
      staff: fc.option(fc.record({ used: fc.nat(3), seats: fc.nat(3) })),
    }),
  })
  const verdict = (facts: Parameters<typeof decideAccess>[0], now: number) => {
    const decision = decideAccess(facts, now as Instant)
    return decision.kind === 'grant' ? 'grant' : decision.reason
  }

  test('ACC-01 open exactly inside the union of the windows, to the millisecond', () => {
    fc.assert(
      fc.property(
        crowdedSeasons,
        fc.integer({ min: -1, max: 45 }),
        fc.constantFrom(-1, 0, 1),
        (seasons, days, ms) => {
          const now = (at('2020-01-01T00:00Z') + days * MS_PER_DAY + ms) as Instant
          const facts = { member: member({ seasons, joinedAt: 0 as Instant }), account: {} }
          const open = seasons.some((each) => isOpenAt(seasonWindow(each), now))
          expect(decideAccess(facts, now).kind).toBe(open ? 'grant' : 'refuse')
        },
      ),
    )
  })

  test('ACC-03 until the next change the answer stays, and at it there is another', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: -5, max: 45 }), (facts, days) => {
        const now = (at('2020-01-01T12:00Z') + days * MS_PER_DAY) as Instant
        const { nextChange } = decideAccess(facts, now)
        const until = nextChange ?? at('2021-01-01T00:00Z')
        const first = verdict(facts, now)
        const between = [until - 1]
        for (let t = now + MS_PER_DAY; t < until && t < now + 60 * MS_PER_DAY; t += MS_PER_DAY)
          between.push(t)
        expect(between.find((t) => verdict(facts, t) !== first)).toBeUndefined()
        expect(nextChange === null || verdict(facts, nextChange) !== first).toBe(true)
      }),
    )
  })

  test('ACC-01 the lock never lets in whom the account in order would not', () => {
    fc.assert(
      fc.property(anyFacts, anyInstant, (facts, now) => {
        const inOrder = decideAccess({ ...facts, account: {} }, now)
        expect(mayEnter(decideAccess(facts, now))).toBe(inOrder.kind === 'grant')
      }),
    )
  })

  test('the decision is the first question that failed, and survives JSON', () => {
    fc.assert(
      fc.property(anyFacts, anyInstant, (facts, now) => {
        const decision = decideAccess(facts, now)
        expect(decision.kind).toBe(decision.trace.every((step) => step.passed) ? 'grant' : 'refuse')
        expect(JSON.parse(JSON.stringify(decision))).toEqual(decision)
      }),
    )
  })
})

describe('who comes in at all', () => {
  const missing: AccountFacts = { cardMissingFrom: joined }
  test.each<[string, Partial<MemberFacts>, AccountFacts, boolean]>([
    ['whoever has access', {}, {}, true],
    ['ACC-04 whom only the account’s lock keeps out, to see why', {}, missing, true],
    ['of a locked account, whoever needs no season', { type: 'full-time', seasons: [] }, missing, true],
    ['ACC-01 not by way of a lock whose season has not opened', { seasons: [winter] }, missing, false],
    ['ACC-01 not by way of a lock who has no season', { seasons: [] }, missing, false],
    ['whoever signed up and has never been in', { signedUpAt: joined, joinedAt: null }, {}, true],
    ['… also to see why the account is locked', { signedUpAt: joined, joinedAt: null }, missing, true],
    ['not by way of a lock who never signed up', { joinedAt: null }, missing, false],
    ['not by way of a lock who is deactivated', { deactivatedAt: joined }, missing, false],
    ['nobody whose season has not opened', { seasons: [winter] }, {}, false],
  ])('%s', (_who, facts, account, enters) => {
    expect(mayEnter(decide(facts, '2026-06-15T00:00Z', account))).toBe(enters)
  })
})
