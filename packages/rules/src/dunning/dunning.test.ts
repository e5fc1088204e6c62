import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMilliseconds, type Instant, instantFromIso, MS_PER_DAY, MS_PER_HOUR } from '../time/instant.ts'
import { type DeclinedFacts, dunningAt, dunningNotices } from './declined.ts'
import { deadlineAt, graceDeadline, reissuedDeadline } from './grace.ts'

const at = instantFromIso

describe('PAY-03 D-06 three days to update the card', () => {
  test.each([
    ['in the afternoon: the 11th, 12th and 13th are full days', '2026-03-10T15:00Z', '2026-03-14T00:00Z'],
    ['a millisecond after midnight', '2026-03-10T00:00:00.001Z', '2026-03-14T00:00Z'],
    ['at midnight: that day is full', '2026-03-10T00:00Z', '2026-03-13T00:00Z'],
    [
      'a millisecond before midnight: 72 hours and one millisecond',
      '2026-03-09T23:59:59.999Z',
      '2026-03-13T00:00Z',
    ],
    ['over the leap day', '2024-02-27T10:00Z', '2024-03-02T00:00Z'],
    ['over the year', '2026-12-30T10:00Z', '2027-01-03T00:00Z'],
  ])('%s', (_, noticeAt, deadline) => {
    expect(graceDeadline(at(noticeAt))).toBe(at(deadline))
  })

  const anyInstant = fc.integer({ min: 0, max: 4e12 }).map((n) => n as Instant)

  test('never less than 72 hours, less than 96, and a later notice never has an earlier deadline', () => {
    fc.assert(
      fc.property(anyInstant, fc.nat(10 * MS_PER_DAY), (notice, later) => {
        const left = graceDeadline(notice) - notice
        expect(left).toBeGreaterThanOrEqual(72 * MS_PER_HOUR)
        expect(left).toBeLessThan(96 * MS_PER_HOUR)
        expect(graceDeadline(addMilliseconds(notice, later))).toBeGreaterThanOrEqual(graceDeadline(notice))
      }),
    )
  })

  test.each([
    ['twelve hours late to the millisecond stands', '2026-03-11T03:00Z', null],
    ['later is issued anew', '2026-03-11T03:00:00.001Z', '2026-03-15T00:00Z'],
    ['days later, too', '2026-03-20T01:00Z', '2026-03-24T00:00Z'],
  ])('D-06 a notice delivered %s', (_, deliveredAt, deadline) => {
    const notice = { committedAt: at('2026-03-10T15:00Z'), deliveredAt: at(deliveredAt) }
    expect(reissuedDeadline(notice)).toBe(deadline === null ? null : at(deadline))
  })

  test('as time goes on the deadline only moves later, and never leaves less than 72 hours from the notice that counts', () => {
    const delay = fc.option(fc.nat(9 * MS_PER_DAY), { nil: null })
    fc.assert(
      fc.property(
        anyInstant,
        delay,
        fc.nat(20 * MS_PER_DAY),
        fc.nat(MS_PER_DAY),
        (committedAt, late, t, dt) => {
          const deliveredAt = late === null ? null : addMilliseconds(committedAt, late)
          const notice = { committedAt, deliveredAt }
          const now = addMilliseconds(committedAt, t)
          const deadline = deadlineAt(notice, now)
          expect(deadlineAt(notice, addMilliseconds(now, dt))).toBeGreaterThanOrEqual(deadline)
          const told = deliveredAt !== null && deliveredAt <= now ? deliveredAt : now
          const counted = told - committedAt > 12 * MS_PER_HOUR ? told : committedAt
          expect(deadline - counted).toBeGreaterThanOrEqual(72 * MS_PER_HOUR)
        },
      ),
    )
  })
})

const declined: DeclinedFacts = {
  charge: 'invoice',
  declinedAt: at('2026-03-10T14:59Z'),
  notice: { committedAt: at('2026-03-10T15:00Z'), deliveredAt: at('2026-03-10T15:01Z') },
  paidAt: null,
}

describe('PAY-03 the timeline of a declined charge', () => {
  test.each([
    ['before it', '2026-03-10T14:58Z', { dunning: 'none' }],
    [
      'past due from that very instant',
      '2026-03-10T14:59Z',
      { dunning: 'past-due', since: at('2026-03-10T14:59Z'), graceDeadline: at('2026-03-14T00:00Z') },
    ],
    [
      'past due, with access',
      '2026-03-13T23:59:59.999Z',
      { dunning: 'past-due', since: at('2026-03-10T14:59Z'), graceDeadline: at('2026-03-14T00:00Z') },
    ],
    [
      'deactivated at the deadline',
      '2026-03-14T00:00Z',
      { dunning: 'deactivated', since: at('2026-03-14T00:00Z') },
    ],
  ])('%s', (_, now, dunning) => {
    expect(dunningAt(declined, at(now))).toEqual(dunning)
  })

  test('D-20 paying reactivates, at any time', () => {
    const late = { ...declined, paidAt: at('2026-05-01T00:00Z') }
    expect(dunningAt(late, at('2026-04-30T23:59Z')).dunning).toBe('deactivated')
    expect(dunningAt(late, at('2026-05-01T00:00Z'))).toEqual({
      dunning: 'paid',
      at: at('2026-05-01T00:00Z'),
      reactivated: true,
    })
    const inTime = { ...declined, paidAt: at('2026-03-13T00:00Z') }
    expect(dunningAt(inTime, at('2026-06-01T00:00Z'))).toMatchObject({ dunning: 'paid', reactivated: false })
  })

  test('D-20 paid at the deadline itself is a reactivation, with both mails', () => {
    const paid = { ...declined, paidAt: at('2026-03-14T00:00Z') }
    expect(dunningAt(paid, at('2026-03-14T00:00Z'))).toMatchObject({ dunning: 'paid', reactivated: true })
    expect(dunningNotices(paid, at('2026-03-14T00:00Z')).map(({ kind }) => kind)).toEqual([
      'card-declined',
      'account-deactivated',
      'account-reactivated',
    ])
  })

  test('D-06 a late delivery that is still to come does not move the deadline yet', () => {
    const notice = { ...declined.notice, deliveredAt: at('2026-03-12T08:00Z') }
    expect(deadlineAt(notice, at('2026-03-10T16:00Z'))).toBe(at('2026-03-14T00:00Z'))
    expect(deadlineAt(notice, at('2026-03-12T08:00Z'))).toBe(at('2026-03-16T00:00Z'))
  })

  test('D-06 BILL-13 a purchase that fails never starts it', () => {
    const purchase = { ...declined, charge: 'purchase' } as const
    expect(dunningAt(purchase, at('2026-04-01T00:00Z'))).toEqual({ dunning: 'none' })
    expect(dunningNotices(purchase, at('2026-04-01T00:00Z'))).toEqual([])
  })

  test('D-06 while a late notice is on its way nobody is deactivated', () => {
    const stuck = { ...declined, notice: { ...declined.notice, deliveredAt: null } }
    expect(dunningAt(stuck, at('2026-03-20T01:00Z'))).toEqual({
      dunning: 'past-due',
      since: declined.declinedAt,
      graceDeadline: at('2026-03-24T00:00Z'),
    })
  })
})

describe('MAIL-05 the mails of a declined charge', () => {
  const kinds = (facts: DeclinedFacts, upTo: string) =>
    dunningNotices(facts, at(upTo)).map(({ kind, at: when }) => [kind, when])

  test('declined with its deadline, deactivation at it, reactivation when paid', () => {
    const paid = { ...declined, paidAt: at('2026-03-20T08:00Z') }
    expect(dunningNotices(declined, at('2026-03-10T15:00Z'))).toEqual([
      {
        kind: 'card-declined',
        at: at('2026-03-10T15:00Z'),
        graceDeadline: at('2026-03-14T00:00Z'),
      },
    ])
    expect(kinds(paid, '2026-03-14T00:00Z')).toEqual([
      ['card-declined', at('2026-03-10T15:00Z')],
      ['account-deactivated', at('2026-03-14T00:00Z')],
    ])
    expect(kinds(paid, '2026-04-01T00:00Z')).toEqual([
      ['card-declined', at('2026-03-10T15:00Z')],
      ['account-deactivated', at('2026-03-14T00:00Z')],
      ['account-reactivated', at('2026-03-20T08:00Z')],
    ])
  })

  test('paid in time: nothing more', () => {
    const paid = { ...declined, paidAt: at('2026-03-12T08:00Z') }
    expect(kinds(paid, '2026-04-01T00:00Z')).toEqual([['card-declined', at('2026-03-10T15:00Z')]])
  })

  test('D-06 delivered late: issued anew with a later deadline', () => {
    const notice = { ...declined.notice, deliveredAt: at('2026-03-11T10:00Z') }
    const late = { ...declined, notice }
    expect(dunningNotices(late, at('2026-03-14T12:00Z'))).toMatchObject([
      { kind: 'card-declined' },
      { kind: 'card-declined-reissued', at: at('2026-03-11T10:00Z'), graceDeadline: at('2026-03-15T00:00Z') },
    ])
    expect(kinds(late, '2026-03-15T00:00Z')).toHaveLength(3)
    const paidThen = { ...late, paidAt: at('2026-03-12T09:00Z') }
    expect(kinds(paidThen, '2026-04-01T00:00Z')).toHaveLength(2)
    const paidWhile = { ...late, paidAt: at('2026-03-11T10:00Z') }
    expect(kinds(paidWhile, '2026-04-01T00:00Z')).toHaveLength(1)
    const paidFirst = { ...late, paidAt: at('2026-03-11T09:00Z') }
    expect(kinds(paidFirst, '2026-04-01T00:00Z')).toHaveLength(1)
  })
})
