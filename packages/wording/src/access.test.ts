import { type AccessFacts, day, decideAccess, instantFromIso } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { accessName, accessSentence, accessStepSentence } from './access.ts'
import { standingSentence } from './standing.ts'

const at = instantFromIso
const viewer = { zone: 'America/New_York' }
const facts = {
  member: {
    type: 'seasonal',
    seasons: [{ id: 's', name: 'Summer', firstDay: day('2026-06-01'), lastDay: day('2026-06-30') }],
    invitedAt: at('2026-05-01T00:00Z'),
    joinedAt: at('2026-05-02T00:00Z'),
    deactivatedAt: null,
    removedAt: null,
  },
  account: {},
} as const satisfies AccessFacts

describe('access in words', () => {
  test.each([
    [
      '2026-06-15T00:00Z',
      'Yes',
      'You can sign in now, until 1 Jul 2026, 00:00 UTC (30 Jun 2026, 20:00 EDT).',
    ],
    [
      '2026-05-15T00:00Z',
      'No: not open yet',
      'Summer is not open yet. Signing in works from 1 Jun 2026, 00:00 UTC (31 May 2026, 20:00 EDT).',
    ],
    [
      '2026-07-15T00:00Z',
      'No: closed',
      'Summer closed at 1 Jul 2026, 00:00 UTC (30 Jun 2026, 20:00 EDT). Ask an admin if you need another season.',
    ],
  ])('ACC-01 at %s: %s', (now, name, sentence) => {
    const decision = decideAccess(facts, at(now))
    expect(accessName(decision)).toBe(name)
    expect(accessSentence(decision, viewer)).toBe(sentence)
  })

  test('a member without an end of access hears of none', () => {
    const member = { ...facts.member, type: 'full-time' } as const
    expect(accessSentence(decideAccess({ ...facts, member }, at('2026-06-15T00:00Z')))).toBe(
      'You can sign in now.',
    )
  })

  test('USER-14 the trace as sentences', () => {
    const said = (
      now: string,
      more: Partial<AccessFacts['member']> = {},
      account: AccessFacts['account'] = {},
    ) =>
      decideAccess({ member: { ...facts.member, ...more }, account }, at(now)).trace.map((step) =>
        accessStepSentence(step),
      )
    expect(said('2026-06-15T00:00Z')).toEqual([
      'Status: active.',
      'The account is active.',
      'A season is open: 1 Jun 2026, 00:00 – 1 Jul 2026, 00:00 UTC.',
      'Signed up at 2 May 2026, 00:00 UTC.',
    ])
    expect(
      said(
        '2026-07-15T00:00Z',
        { joinedAt: null },
        { overdue: { since: at('2026-07-01T00:00Z'), graceDeadline: null } },
      ),
    ).toEqual([
      'Status: invitation expired.',
      'An invoice is overdue. Please settle it under Billing.',
      'No season is open: 1 Jun 2026, 00:00 – 1 Jul 2026, 00:00 UTC.',
      'They have not signed up yet.',
    ])
    const late = { since: at('2026-06-01T00:00Z'), graceDeadline: null }
    expect(
      said('2026-06-15T00:00Z', {}, { overdue: late, cardMissingFrom: at('2026-06-10T00:00Z') })[1],
    ).toMatch(/card.*An invoice is overdue|An invoice is overdue.*card/)
    expect(said('2026-06-15T00:00Z', { seasons: [] })[2]).toBe('No season is assigned.')
    expect(said('2026-06-15T00:00Z', { type: 'collaborator' })[2]).toBe('This type of user needs no season.')
  })

  test('ACC-04 each standing says what mends it', () => {
    const since = at('2026-06-01T00:00Z')
    const graceDeadline = at('2026-06-04T00:00Z')
    expect(standingSentence({ standing: 'past-due', since, graceDeadline })).toBe(
      'An invoice is unpaid. Please settle it under Billing before 4 Jun 2026, 00:00 UTC; access is kept until then.',
    )
    expect(standingSentence({ standing: 'deactivated', since, cause: 'ended' })).toMatch(/ended.*Billing/)
    expect(standingSentence({ standing: 'deactivated', since, cause: 'unpaid' })).toMatch(/unpaid.*Billing/)
    expect(standingSentence({ standing: 'card-required', since })).toMatch(/no card.*Billing/)
    expect(
      standingSentence({ standing: 'deactivated', since, cause: 'unpaid' }, undefined, { mayPay: true }),
    ).toMatch(/You open it again by paying it under Billing\.$/)
    expect(standingSentence({ standing: 'card-required', since }, undefined, { mayPay: true })).toMatch(
      /You open the account again by adding one under Billing\.$/,
    )
  })
})
