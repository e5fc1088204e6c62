import { instantFromIso, type Reason, type Refusal } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { refusalSentence } from './refusals.ts'

const midnight = instantFromIso('2026-06-01T00:00Z')
const summer = { kind: 'refuse', seasonId: 's', season: 'Summer' } as const
const plain = [
  'season-required',
  'no-full-time-seat',
  'no-collaborator-seat',
  'no-staff-seat',
  'no-seat-while-away',
  'invalid-day',
  'no-such-day',
  'ends-before-start',
  'duplicate-email',
  'invalid-email',
  'member-removed',
  'invitation-expired',
  'link-used',
  'not-permitted',
  'not-found',
  'too-many-requests',
  'busy',
  'no-season',
  'not-signed-up',
  'deactivated',
] as const satisfies Reason[]

const refusals: readonly Refusal[] = [
  { ...summer, reason: 'season-full' },
  { ...summer, reason: 'season-closed' },
  { ...summer, reason: 'not-yet-open', opensAt: midnight },
  { ...summer, reason: 'closed', closedAt: midnight },
  { kind: 'refuse', reason: 'wrong-type-for-season', type: 'full-time' },
  {
    kind: 'refuse',
    reason: 'account-locked',
    standings: [{ standing: 'card-required', since: midnight }],
  },
  { kind: 'refuse', reason: 'account-locked', standings: [] },
  { kind: 'refuse', reason: 'no-payment-method' },
  { kind: 'refuse', reason: 'period-not-invoiced', since: '2026-06-10' as never },
  { kind: 'refuse', reason: 'purchase-in-progress', purchaseId: 'p' },
  { kind: 'refuse', reason: 'quote-stale', quoted: { amount: 100, currency: 'USD' }, now: null },
  { kind: 'refuse', reason: 'reduction-before-renewal', renewsOn: '2027-01-01' as never },
  ...plain.map((reason) => ({ kind: 'refuse', reason }) as Refusal),
]

describe('SEAT-08 a refusal in words', () => {
  test.each(refusals.map((refusal) => [refusal.reason, refusalSentence(refusal)]))(
    '%s says what happened and what to do, kind and short: %s',
    (_, sentence) => {
      expect(sentence).toMatch(/^[A-Z].*[.)]$/)
      expect(sentence).not.toMatch(/!|undefined|null|NaN|error|invalid/i)
      expect(sentence.length).toBeLessThan(160)
    },
  )

  test('names the season', () => {
    expect(refusalSentence({ ...summer, reason: 'season-full' })).toBe(
      'Every seat of Summer is taken. Choose another season, free a seat, or ask your vendor for more.',
    )
  })

  test('CAL-02 ACC-01 says when in UTC first, then in the viewer’s own time', () => {
    expect(
      refusalSentence({ ...summer, reason: 'not-yet-open', opensAt: midnight }, { zone: 'America/New_York' }),
    ).toBe('Summer is not open yet. Signing in works from 1 Jun 2026, 00:00 UTC (31 May 2026, 20:00 EDT).')
  })

  test('CLS-02 keeps the code and the two numbers', () => {
    const standings = [{ standing: 'staff-count-exceeded', used: 3, seats: 2 }] as const
    expect(refusalSentence({ kind: 'refuse', reason: 'account-locked', standings })).toContain(
      'Staff count exceeded. (3 > 2).',
    )
    expect(refusalSentence({ kind: 'refuse', reason: 'staff-count-exceeded', used: 3, seats: 2 })).toContain(
      'Staff count exceeded. (3 > 2).',
    )
  })
})
