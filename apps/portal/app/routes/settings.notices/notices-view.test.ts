import type { NoticeRow, NoticesPage } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { UTC_VIEWER } from '@seatkeeper/wording'
import { describe, expect, test } from 'vitest'
import { noticesParams } from './notices-params.ts'
import { noticesView } from './notices-view.ts'

const row: NoticeRow = {
  id: 'n',
  kind: 'opened',
  member: { id: 'm', name: 'Ada Byron', email: 'ada@example.com' },
  state: 'delivered',
  note: null,
  attempts: 1,
  dueAt: Date.UTC(2026, 5, 1) as Instant,
  doneAt: Date.UTC(2026, 5, 1, 0, 1) as Instant,
  nextTryAt: null,
  again: false,
  settled: false,
  resendable: true,
}

function view(rows: readonly Partial<NoticeRow>[], rest: Partial<NoticesPage> & { locked?: boolean } = {}) {
  const { locked = false, ...of } = rest
  const page: NoticesPage = {
    rows: rows.map((one) => ({ ...row, ...one })),
    attention: { unknown: 0, failed: 0 },
    next: null,
    previous: null,
    ...of,
  }
  return noticesView({ page, params: {}, locked, address: new URLSearchParams() }, UTC_VIEWER)
}

describe('MAIL-08 how a mail stands, in words', () => {
  test.each([
    ['sent', {}, 'Sent', null],
    [
      'failed',
      { state: 'failed', note: '550 No such user' },
      'Failed',
      'The mail server said: 550 No such user',
    ],
    ['tried again', { state: 'retry', note: '450 Busy' }, 'Tried again', '450 Busy. Next try:'],
    [
      'skipped',
      { state: 'skipped', note: 'window-closed' },
      'Not sent',
      'The window had closed again before.',
    ],
    [
      'an invitation that was withdrawn',
      { kind: 'invitation', state: 'skipped', note: 'withdrawn' },
      'Not sent',
      'The invitation was withdrawn before.',
    ],
    ['a reason of a later release', { state: 'skipped', note: 'too-hot' }, 'Not sent', 'too-hot'],
  ] as const)('%s', (_name, change, label, said) => {
    expect(view([change]).rows[0]).toMatchObject({ state: { label }, said })
  })

  test('D-41 unknown says what nobody can know', () => {
    expect(view([{ state: 'unknown', note: 'Connection closed' }]).rows[0]?.said).toContain('sent or not')
  })

  test('while the account is locked nothing is offered to be sent', () => {
    expect(view([{}], { locked: true }).rows[0]?.resendable).toBe(false)
  })
})

test.each([
  [{ unknown: 0, failed: 0 }, null],
  [{ unknown: 0, failed: 2 }, '2 mails could not be delivered. Nothing is sent again by itself.'],
  [
    { unknown: 1, failed: 0 },
    'Of 1 mail it is not known whether it arrived. Nothing is sent again by itself.',
  ],
  [
    { unknown: 2, failed: 1 },
    '1 mail could not be delivered, and of 2 mails it is not known whether they arrived. Nothing is sent again by itself.',
  ],
])('MAIL-08 what waits for a decision: %o', (attention, said) => {
  expect(view([], { attention }).attention).toBe(said)
})

test('an address that makes no sense gives the whole list', () => {
  expect(noticesParams(new URLSearchParams('state=eaten&kind=&cursor='))).toEqual({})
  expect(noticesParams(new URLSearchParams('state=failed&kind=closed'))).toEqual({
    state: 'failed',
    kind: 'closed',
  })
})
