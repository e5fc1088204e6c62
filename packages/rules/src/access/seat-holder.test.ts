import { expect, test } from 'vitest'
import { at, season } from '../../test/facts.ts'
import { type MemberFacts, seatHolderOf } from './member.ts'

const invitedAt = at('2026-06-01T09:00Z')
const june = season('June', '2026-06-01', '2026-06-30')
const nothing = {
  type: 'full-time',
  seasons: [],
  invitedAt,
  joinedAt: null,
  deactivatedAt: null,
  removedAt: null,
} as const

test.for<[string, Partial<MemberFacts>, string, boolean, number | null]>([
  ['invited', {}, '2026-06-15T08:59Z', false, invitedAt],
  ['invited too long ago', {}, '2026-06-15T09:00Z', true, invitedAt],
  ['signed up', { joinedAt: at('2026-06-02T09:00Z') }, '2026-07-01T00:00Z', false, null],
  ['signed up, never signed in', { signedUpAt: at('2026-06-02T09:00Z') }, '2026-07-01T00:00Z', false, null],
  ['seasonal, invited', { type: 'seasonal', seasons: [june] }, '2026-06-30T23:59Z', false, invitedAt],
  ['seasonal, season over', { type: 'seasonal', seasons: [june] }, '2026-07-01T00:00Z', true, invitedAt],
  ['deactivated', { deactivatedAt: invitedAt }, '2026-06-02T00:00Z', true, invitedAt],
  ['removed', { removedAt: invitedAt }, '2026-06-02T00:00Z', true, invitedAt],
])('SEAT-02 USER-05 as a holder of seats, %s', ([, facts, now, dormant, invited]) => {
  const member: MemberFacts = { ...nothing, ...facts }
  expect(seatHolderOf(member, ['a pool'], at(now))).toEqual({
    type: member.type,
    poolIds: ['a pool'],
    dormant,
    invitedAt: invited,
  })
})
