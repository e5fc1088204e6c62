import { describe, expect, test } from 'vitest'
import type { Day } from '../time/day.ts'
import type { Instant, Window } from '../time/instant.ts'
import { noticeAtDelivery } from './at-delivery.ts'
import type { AssignedSeason, NoticeMember } from './facts.ts'

const at = (iso: string) => Date.parse(iso) as Instant
const season = (firstDay: string, lastDay: string): AssignedSeason => ({
  id: firstDay,
  name: firstDay,
  firstDay: firstDay as Day,
  lastDay: lastDay as Day,
})
const june = season('2026-06-01', '2026-06-30')
const july = season('2026-07-01', '2026-07-31')
const autumn = season('2026-09-01', '2026-11-30')
const window: Window = { opensAt: at('2026-06-01'), closesAt: at('2026-07-01') }

const ana = (rest: Partial<NoticeMember> = {}): NoticeMember => ({
  id: 'ana',
  type: 'seasonal',
  seasons: [june],
  invitedAt: at('2026-05-01'),
  joinedAt: null,
  deactivatedAt: null,
  removedAt: null,
  ...rest,
})
const decide = (
  kind: 'opened' | 'continues' | 'closed',
  now: string,
  member: Partial<NoticeMember> = {},
  account = {},
) => noticeAtDelivery({ member: ana(member), account }, { kind, window }, at(now))

describe('MAIL-04 a notice that fell due is decided anew when its mail is made', () => {
  test.each([
    ['opened, at the instant', 'opened', '2026-06-01', {}, 'send'],
    ['opened, three days late and still open', 'opened', '2026-06-04', {}, 'send'],
    ['opened, but over by then', 'opened', '2026-07-01', {}, 'window-closed'],
    ['opened, but moved to the autumn', 'opened', '2026-06-01', { seasons: [autumn] }, 'window-changed'],
    ['opened, but taken away', 'opened', '2026-06-02', { seasons: [] }, 'window-changed'],
    ['opened, but removed', 'opened', '2026-06-02', { removedAt: at('2026-06-01T12:00Z') }, 'member-gone'],
    ['opened, but deactivated', 'opened', '2026-06-02', { deactivatedAt: at('2026-06-02') }, 'member-gone'],
    ['opened, deactivated only later', 'opened', '2026-06-02', { deactivatedAt: at('2026-06-03') }, 'send'],
    ['opened, but full-time by now', 'opened', '2026-06-02', { type: 'full-time' }, 'window-changed'],
    ['continues, and does', 'continues', '2026-07-01', { seasons: [june, july] }, 'send'],
    ['continues, but July was taken away', 'continues', '2026-07-01', {}, 'window-closed'],
    ['closed, and is', 'closed', '2026-07-01', {}, 'send'],
    ['closed, but prolonged', 'closed', '2026-07-01', { seasons: [june, july] }, 'open-again'],
    [
      'closed, so late that the next is open',
      'closed',
      '2026-09-01',
      { seasons: [june, autumn] },
      'open-again',
    ],
    ['closed, but removed', 'closed', '2026-07-02', { removedAt: at('2026-07-01') }, 'member-gone'],
  ] as const)('%s', (_name, kind, now, member, expected) => {
    const decision = decide(kind, now, member)
    expect(decision.kind === 'skip' ? decision.reason : decision.kind).toBe(expected)
  })

  test('ACC-04 while the account is locked nobody is told that they can sign in; that it has closed, they are', () => {
    const unpaid = { overdue: { since: at('2026-05-20'), graceDeadline: at('2026-05-24') } }
    expect(decide('opened', '2026-06-01', {}, unpaid)).toEqual({ kind: 'wait' })
    expect(decide('continues', '2026-07-01', { seasons: [june, july] }, unpaid)).toEqual({ kind: 'wait' })
    expect(decide('closed', '2026-07-01', {}, unpaid)).toMatchObject({ kind: 'send' })
  })

  test('a season that was prolonged is told with its new end, and only the seasons of this stay are named', () => {
    const seasons = [{ ...june, lastDay: '2026-07-15' as Day }, autumn]
    expect(decide('opened', '2026-06-01', { seasons })).toEqual({
      kind: 'send',
      text: {
        kind: 'opened',
        window: { opensAt: at('2026-06-01'), closesAt: at('2026-07-16') },
        seasons: [seasons[0]],
        link: 'sign-up',
      },
    })
  })

  test.each([
    ['never signed up', {}, 'sign-up'],
    ['signed up in the minute before, and never in since', { signedUpAt: at('2026-05-31T23:59Z') }, 'log-in'],
    ['been in', { joinedAt: at('2026-05-03') }, 'log-in'],
  ] as const)('D-18 the link of whoever has %s', (_name, member, link) => {
    expect(decide('opened', '2026-06-01', member)).toMatchObject({ text: { link } })
  })

  test('MAIL-03 closed, with the next opening', () => {
    expect(decide('closed', '2026-07-01', { seasons: [june, autumn] })).toEqual({
      kind: 'send',
      text: { kind: 'closed', window, nextOpensAt: at('2026-09-01') },
    })
    expect(decide('closed', '2026-07-01')).toMatchObject({ text: { nextOpensAt: null } })
  })
})
