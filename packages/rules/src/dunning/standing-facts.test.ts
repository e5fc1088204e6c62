import { describe, expect, test } from 'vitest'
import { accountStanding, standingLocks } from '../access/standing.ts'
import { day } from '../time/day.ts'
import { addMilliseconds, type Instant, instantFromIso } from '../time/instant.ts'
import { moneyFacts, type UnpaidInvoice, type StandingCauses } from './standing-facts.ts'

const at = instantFromIso
const causes: StandingCauses = {
  hasCard: true,
  open: [],
  nextChargeAt: at('2026-07-01T00:00Z'),
  endsAt: null,
}

const issuedAt = at('2026-06-10T00:00Z')
const declined = (deliveredAt: string | null, declinedAt = '2026-06-10T15:00Z'): UnpaidInvoice => ({
  collection: 'declined',
  declinedAt: at(declinedAt),
  notice: { committedAt: at(declinedAt), deliveredAt: deliveredAt === null ? null : at(deliveredAt) },
})
const sent = (staffDeadline: string | null): UnpaidInvoice => ({
  collection: 'sent',
  wire: {
    issuedOn: day('2026-06-10'),
    netDays: 30,
    staffDeadline: staffDeadline === null ? null : at(staffDeadline),
    paidAt: null,
  },
})

/** What the judge says 1 ms before, at and after an instant. */
function around(facts: Partial<StandingCauses>, instant: string): readonly string[] {
  return [-1, 0, 1].map((ms) => {
    const standing = accountStanding(moneyFacts({ ...causes, ...facts }), addMilliseconds(at(instant), ms))
    const words = standing.map((one) => one.standing).join('+') || 'active'
    return standingLocks(standing) ? `${words}!` : words
  })
}

describe('ACC-04 PAY-03 D-28 the standing around each instant: 1 ms before, at it, 1 ms after', () => {
  test.each<[string, Partial<StandingCauses>, string, readonly string[]]>([
    [
      'a card on file: nothing happens at the period’s end',
      {},
      '2026-07-01T00:00Z',
      ['active', 'active', 'active'],
    ],
    [
      'no card at the period’s end, even if no invoice was written yet',
      { hasCard: false },
      '2026-07-01T00:00Z',
      ['active', 'card-required!', 'card-required!'],
    ],
    [
      'no card when an invoice is issued',
      { hasCard: false, open: [{ collection: 'due', issuedAt, first: false }], nextChargeAt: null },
      '2026-06-10T00:00Z',
      ['active', 'card-required!', 'card-required!'],
    ],
    [
      'ACC-05 a card was entered, and has not paid it yet',
      { open: [{ collection: 'no-card', issuedAt, first: false }], nextChargeAt: null },
      '2026-06-10T00:00Z',
      ['active', 'card-required!', 'card-required!'],
    ],
    [
      'no card for the very first invoice: three full days',
      { hasCard: false, open: [{ collection: 'due', issuedAt, first: true }], nextChargeAt: null },
      '2026-06-13T00:00Z',
      ['active', 'card-required!', 'card-required!'],
    ],
    [
      'a card that is about to be charged',
      { open: [{ collection: 'due', issuedAt, first: false }] },
      '2026-06-10T00:00Z',
      ['active', 'active', 'active'],
    ],
    [
      'declined: past due from that very instant',
      { open: [declined('2026-06-10T15:00Z')] },
      '2026-06-10T15:00Z',
      ['active', 'past-due', 'past-due'],
    ],
    [
      'D-06 deactivated when three full days are over',
      { open: [declined('2026-06-10T15:00Z')] },
      '2026-06-14T00:00Z',
      ['past-due', 'deactivated!', 'deactivated!'],
    ],
    [
      'D-06 the notice is still on its way: nobody is locked out',
      { open: [declined(null)] },
      '2026-06-14T00:00Z',
      ['past-due', 'past-due', 'past-due'],
    ],
    [
      'D-06 twelve hours late: the deadline stands',
      { open: [declined('2026-06-11T03:00Z')] },
      '2026-06-14T00:00Z',
      ['past-due', 'deactivated!', 'deactivated!'],
    ],
    [
      'D-06 more than twelve hours late: a day later',
      { open: [declined('2026-06-11T03:00:00.001Z')] },
      '2026-06-15T00:00Z',
      ['past-due', 'deactivated!', 'deactivated!'],
    ],
    [
      'of two declined invoices the older settles the deadline',
      { open: [declined('2026-06-20T00:00Z', '2026-06-20T00:00Z'), declined('2026-06-10T15:00Z')] },
      '2026-06-14T00:00Z',
      ['past-due', 'deactivated!', 'deactivated!'],
    ],
    [
      'D-28 a wire is past due when its terms are over',
      { open: [sent(null)], nextChargeAt: null },
      '2026-07-11T00:00Z',
      ['active', 'past-due', 'past-due'],
    ],
    [
      'D-28 and locked only by a deadline that staff set',
      { open: [sent('2026-08-01T12:00Z')], nextChargeAt: null },
      '2026-08-01T12:00Z',
      ['past-due', 'deactivated!', 'deactivated!'],
    ],
    [
      'D-28 staff’s deadline within the terms waits for them',
      { open: [sent('2026-06-20T00:00Z')], nextChargeAt: null },
      '2026-07-11T00:00Z',
      ['active', 'deactivated!', 'deactivated!'],
    ],
    [
      'D-21 a contract without a next term',
      { endsAt: at('2026-06-30T00:00Z') },
      '2026-06-30T00:00Z',
      ['active', 'deactivated!', 'deactivated!'],
    ],
  ])('%s', (_, facts, instant, expected) => {
    expect(around(facts, instant)).toEqual(expected)
  })

  test('ACC-05 paid, or a card entered: the facts are gone', () => {
    expect(moneyFacts({ ...causes, hasCard: true, open: [] })).toEqual({
      cardMissingFrom: null,
      overdue: null,
      endsAt: null,
    })
  })

  test('terms that nobody can have agreed are a bug', () => {
    const wire = { issuedOn: day('2026-06-10'), netDays: -1, staffDeadline: null, paidAt: null }
    expect(() => moneyFacts({ ...causes, open: [{ collection: 'sent', wire }] })).toThrow(RangeError)
    const never: Instant | null = moneyFacts({ ...causes, open: [sent(null)] }).overdue!.graceDeadline
    expect(never).toBeNull()
  })
})
