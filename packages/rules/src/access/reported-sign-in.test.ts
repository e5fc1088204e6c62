import { expect, test } from 'vitest'
import { at, season } from '../../test/facts.ts'
import type { MemberFacts } from './member.ts'
import { decideReportedSignIn } from './reported-sign-in.ts'
import type { AccountFacts } from './standing.ts'

const june = season('June', '2026-06-01', '2026-06-30')
const member = (facts: Partial<MemberFacts>): MemberFacts => ({
  type: 'seasonal',
  seasons: [june],
  invitedAt: at('2026-05-01T09:00Z'),
  joinedAt: null,
  deactivatedAt: null,
  removedAt: null,
  ...facts,
})

test.each<[string, Partial<MemberFacts>, AccountFacts, string, string]>([
  ['the first while the season is open', {}, {}, '2026-06-01T00:00Z', 'joined 2026-06-01T00:00:00.000Z'],
  ['a millisecond too early', {}, {}, '2026-05-31T23:59:59.999Z', 'not-yet-open'],
  ['at the closing instant', {}, {}, '2026-07-01T00:00Z', 'closed'],
  [
    'a later one leaves the first as it was',
    { joinedAt: at('2026-06-02T00:00Z') },
    {},
    '2026-06-03T00:00Z',
    'joined 2026-06-02T00:00:00.000Z',
  ],
  [
    'one from before the first that we knew of is the first',
    { joinedAt: at('2026-06-02T00:00Z') },
    {},
    '2026-06-01T12:00Z',
    'joined 2026-06-01T12:00:00.000Z',
  ],
  [
    'before the member was deactivated',
    { deactivatedAt: at('2026-06-10T00:00Z') },
    {},
    '2026-06-09T23:59:59.999Z',
    'joined 2026-06-09T23:59:59.999Z',
  ],
  ['after it', { deactivatedAt: at('2026-06-10T00:00Z') }, {}, '2026-06-10T00:00Z', 'deactivated'],
  ['after removal', { removedAt: at('2026-06-10T00:00Z') }, {}, '2026-06-10T00:00Z', 'member-removed'],
  ['of a locked account', {}, { endsAt: at('2026-06-05T00:00Z') }, '2026-06-05T00:00Z', 'account-locked'],
  ['without a season', { seasons: [] }, {}, '2026-06-05T00:00Z', 'no-season'],
  [
    'full-time, invited 14 days ago',
    { type: 'full-time', seasons: [] },
    {},
    '2026-05-15T09:00Z',
    'invitation-expired',
  ],
  [
    'full-time, a millisecond before that',
    { type: 'full-time', seasons: [] },
    {},
    '2026-05-15T08:59:59.999Z',
    'joined 2026-05-15T08:59:59.999Z',
  ],
])('ACC-06 a reported sign-in counts or not: %s', (_, facts, account, when, expected) => {
  const decision = decideReportedSignIn({ member: member(facts), account }, at(when))
  expect(
    decision.kind === 'grant' ? `joined ${new Date(decision.joinedAt).toISOString()}` : decision.reason,
  ).toBe(expected)
})
