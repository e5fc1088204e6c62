import { describe, expect, test } from 'vitest'
import { day } from '../time/day.ts'
import { instantFromIso } from '../time/instant.ts'
import {
  cardExpiresAt,
  cardExpiresBefore,
  dueCardReminder,
  dueReminder,
  remindersOf,
  renewalIsAnnounced,
} from './reminders.ts'
import { wireDueOn, type WireInvoice, wireStatusAt } from './wire.ts'

const at = instantFromIso

describe('MAIL-05 reminders before an event', () => {
  const event = at('2026-07-01T00:00Z')
  const facts = { event, sent: [] }

  test('14, 3 and 1 days before, or as a switch says', () => {
    expect(remindersOf(event).map((reminder) => reminder.at)).toEqual([
      at('2026-06-17T00:00Z'),
      at('2026-06-28T00:00Z'),
      at('2026-06-30T00:00Z'),
    ])
    expect(remindersOf(event, [7, 30, 7]).map((reminder) => reminder.daysBefore)).toEqual([30, 7])
  })

  test.each([
    ['before the first', '2026-06-16T23:59:59.999Z', [], null],
    ['the first', '2026-06-17T00:00Z', [], 14],
    ['once', '2026-06-20T00:00Z', [14], null],
    ['the next', '2026-06-28T00:00Z', [14], 3],
    ['of several overdue the latest alone', '2026-06-30T12:00Z', [], 1],
    ['an older one does not follow a newer', '2026-06-28T12:00Z', [3], null],
    ['after the event none', '2026-07-01T00:00Z', [], null],
  ])('%s', (_, upTo, sent, daysBefore) => {
    expect(dueReminder({ event, sent }, at(upTo))?.daysBefore ?? null).toBe(daysBefore)
  })

  test.each([
    ['a month', '2026-07-31', false],
    ['three months', '2026-09-30', false],
    ['a day more', '2026-10-01', true],
    ['a year', '2027-06-30', true],
  ])('BILL-11 a term of %s is announced or not', (_, end, announced) => {
    expect(renewalIsAnnounced({ start: day('2026-06-30'), end: day(end) })).toBe(announced)
  })

  test('PAY-07 a card ends with its month', () => {
    expect(cardExpiresAt({ year: 2026, month: 6 })).toBe(event)
    expect(cardExpiresAt({ year: 2026, month: 12 })).toBe(at('2027-01-01T00:00Z'))
    expect(cardExpiresBefore({ year: 2026, month: 6 }, event)).toBe(true)
    expect(cardExpiresBefore({ year: 2026, month: 7 }, event)).toBe(false)
  })

  test.each([
    ['no card', null, 'card-missing'],
    ['a card that expires first', { year: 2026, month: 6 }, 'card-expiring'],
    ['a card that will do', { year: 2026, month: 7 }, null],
  ])('PAY-07 %s', (_, card, kind) => {
    expect(dueCardReminder({ ...facts, card }, at('2026-06-28T00:00Z'))?.kind ?? null).toBe(kind)
    expect(dueCardReminder({ ...facts, card }, at('2026-06-01T00:00Z'))).toBeNull()
  })
})

describe('PAY-06 D-28 wire terms', () => {
  const invoice: WireInvoice = { issuedOn: day('2026-01-31'), netDays: 30, staffDeadline: null, paidAt: null }
  const status = (more: Partial<WireInvoice>, now: string) => {
    const decision = wireStatusAt({ ...invoice, ...more }, at(now))
    return decision.kind === 'grant' ? decision.status : decision.reason
  }

  test('net 30 from 31 January is payable until the end of 2 March', () => {
    expect(wireDueOn(day('2026-01-31'), 30)).toEqual({
      kind: 'grant',
      dueOn: '2026-03-02',
      overdueFrom: at('2026-03-03T00:00Z'),
    })
    expect(wireDueOn(day('2026-01-31'), -1)).toEqual({ kind: 'refuse', reason: 'invalid-quantity' })
    expect(wireDueOn(day('2026-01-31'), 0)).toMatchObject({ kind: 'grant', dueOn: '2026-01-31' })
    expect(wireDueOn(day('2026-01-31'), 3660)).toMatchObject({ kind: 'grant', dueOn: '2036-02-08' })
    expect(wireDueOn(day('2026-01-31'), 3661)).toEqual({ kind: 'refuse', reason: 'invalid-quantity' })
    expect(status({ paidAt: at('2026-02-01T00:00Z') }, '2026-02-01T00:00Z')).toMatchObject({ wire: 'paid' })
    expect(status({ netDays: 0.5 }, '2026-02-01T00:00Z')).toBe('invalid-quantity')
  })

  const since = at('2026-03-03T00:00Z')
  test.each([
    ['open within the terms', {}, '2026-03-02T23:59:59.999Z', { wire: 'open', dueOn: '2026-03-02' }],
    ['past due after them', {}, '2026-03-03T00:00Z', { wire: 'past-due', since, graceDeadline: null }],
    [
      'never deactivated by itself',
      {},
      '2027-01-01T00:00Z',
      { wire: 'past-due', since, graceDeadline: null },
    ],
    [
      'deactivated at the deadline that staff set',
      { staffDeadline: at('2026-03-20T00:00Z') },
      '2026-03-20T00:00Z',
      { wire: 'deactivated', since: at('2026-03-20T00:00Z') },
    ],
    [
      'and not before it',
      { staffDeadline: at('2026-03-20T00:00Z') },
      '2026-03-19T23:59Z',
      { wire: 'past-due', since, graceDeadline: at('2026-03-20T00:00Z') },
    ],
    [
      'a deadline before the terms are over waits for them',
      { staffDeadline: at('2026-02-01T00:00Z') },
      '2026-02-10T00:00Z',
      { wire: 'open', dueOn: '2026-03-02' },
    ],
    [
      'paid in time',
      { paidAt: at('2026-03-02T23:59:59.999Z') },
      '2026-05-01T00:00Z',
      { wire: 'paid', at: at('2026-03-02T23:59:59.999Z'), late: false },
    ],
    ['paid late', { paidAt: since }, '2026-05-01T00:00Z', { wire: 'paid', at: since, late: true }],
    [
      'a payment that is still to come does not count',
      { paidAt: at('2026-04-01T00:00Z') },
      '2026-03-10T00:00Z',
      { wire: 'past-due', since, graceDeadline: null },
    ],
  ])('%s', (_, more, now, expected) => {
    expect(status(more, now)).toEqual(expected)
  })
})
