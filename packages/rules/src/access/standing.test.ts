import { describe, expect, test } from 'vitest'
import { at } from '../../test/facts.ts'
import {
  accountStanding,
  type AccountFacts,
  type Area,
  nextStandingChange,
  standingAllows,
  standingLocks,
} from './standing.ts'

const now = at('2026-06-15T12:00Z')
const before = at('2026-06-10T00:00Z')
const later = at('2026-06-20T00:00Z')

const grace: AccountFacts = { overdue: { since: before, graceDeadline: later } }
const unpaid: AccountFacts = { overdue: { since: at('2026-06-01T00:00Z'), graceDeadline: before } }
const everything: AccountFacts = {
  cardMissingFrom: before,
  overdue: { since: before, graceDeadline: later },
  endsAt: before,
  staff: { used: 3, seats: 2 },
}

describe('ACC-04 an account’s standing', () => {
  test.each<[string, AccountFacts, string[], Area[]]>([
    ['an account with nothing to say is active', {}, [], ['billing', 'staff-removal', 'everything-else']],
    [
      'so is one whose facts are all absent or to come',
      { cardMissingFrom: later, endsAt: later, overdue: { since: later, graceDeadline: later }, staff: null },
      [],
      ['billing', 'staff-removal', 'everything-else'],
    ],
    ['past due locks nothing', grace, ['past-due'], ['billing', 'staff-removal', 'everything-else']],
    [
      'D-28 an overdue wire invoice without a deadline never locks',
      { overdue: { since: before, graceDeadline: null } },
      ['past-due'],
      ['billing', 'staff-removal', 'everything-else'],
    ],
    ['D-20 past its deadline everything but billing is locked', unpaid, ['deactivated'], ['billing']],
    ['a contract that ended, too', { endsAt: before }, ['deactivated'], ['billing']],
    ['a period that ended without a card, too', { cardMissingFrom: before }, ['card-required'], ['billing']],
    [
      'D-22 too many staff leaves the ways to mend it open',
      { staff: { used: 3, seats: 2 } },
      ['staff-count-exceeded'],
      ['billing', 'staff-removal'],
    ],
    [
      'as many staff as seats is fine',
      { staff: { used: 2, seats: 2 } },
      [],
      ['billing', 'staff-removal', 'everything-else'],
    ],
    [
      'several hold at once, in order of precedence; what stays open is what each leaves open',
      everything,
      ['deactivated', 'card-required', 'staff-count-exceeded', 'past-due'],
      ['billing'],
    ],
  ])('%s', (_, facts, standings, open) => {
    const standing = accountStanding(facts, now)
    expect(standing.map(({ standing }) => standing)).toEqual(standings)
    const areas: Area[] = ['billing', 'staff-removal', 'everything-else']
    expect(areas.filter((area) => standingAllows(standing, area))).toEqual(open)
    expect(standingLocks(standing)).toBe(!open.includes('everything-else'))
  })

  test('each carries what its sentence needs', () => {
    expect(accountStanding(everything, now)).toEqual([
      { standing: 'deactivated', since: before, cause: 'ended' },
      { standing: 'card-required', since: before },
      { standing: 'staff-count-exceeded', used: 3, seats: 2 },
      { standing: 'past-due', since: before, graceDeadline: later },
    ])
    expect(accountStanding(unpaid, now)).toEqual([
      { standing: 'deactivated', since: before, cause: 'unpaid' },
    ])
  })

  test.each<[string, AccountFacts, string, string[]]>([
    [
      'PAY-03 a millisecond before the deadline it is past due',
      grace,
      '2026-06-19T23:59:59.999Z',
      ['past-due'],
    ],
    ['at the deadline it is deactivated', grace, '2026-06-20T00:00:00.000Z', ['deactivated']],
    ['a millisecond before the notice it is active', grace, '2026-06-09T23:59:59.999Z', []],
    ['at the notice it is past due', grace, '2026-06-10T00:00:00.000Z', ['past-due']],
    [
      'a millisecond before the period ends no card is required',
      { cardMissingFrom: later },
      '2026-06-19T23:59:59.999Z',
      [],
    ],
    ['as it ends one is', { cardMissingFrom: later }, '2026-06-20T00:00Z', ['card-required']],
    [
      'BILL-08 a cancelled contract gives access to its last millisecond',
      { endsAt: later },
      '2026-06-19T23:59:59.999Z',
      [],
    ],
    ['and not beyond', { endsAt: later }, '2026-06-20T00:00Z', ['deactivated']],
  ])('%s', (_, facts, instant, standings) => {
    expect(accountStanding(facts, at(instant)).map(({ standing }) => standing)).toEqual(standings)
  })

  test('ACC-05 it lifts as soon as its cause is gone', () => {
    expect(accountStanding({ ...unpaid, overdue: null }, now)).toEqual([])
    expect(
      accountStanding({ cardMissingFrom: null, endsAt: null, staff: { used: 2, seats: 3 } }, now),
    ).toEqual([])
  })

  test('the next change is the first instant still to come', () => {
    expect(nextStandingChange({}, now)).toBeNull()
    expect(nextStandingChange(grace, now)).toBe(later)
    expect(nextStandingChange(unpaid, now)).toBeNull()
    expect(nextStandingChange({ endsAt: later, cardMissingFrom: at('2026-06-19T00:00Z') }, now)).toBe(
      at('2026-06-19T00:00Z'),
    )
    expect(nextStandingChange({ overdue: { since: later, graceDeadline: null } }, now)).toBe(later)
    expect(nextStandingChange({ endsAt: now }, now)).toBeNull()
    // What is not there is no instant, not even one of 1970.
    expect(nextStandingChange({ endsAt: later, cardMissingFrom: null }, at('1969-12-31T00:00Z'))).toBe(later)
    expect(nextStandingChange({ cardMissingFrom: later, endsAt: at('2026-06-22T00:00Z') }, now)).toBe(later)
  })
})
