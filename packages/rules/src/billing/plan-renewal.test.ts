import { describe, expect, test } from 'vitest'
import { classicContract, exampleContract, policies, seats } from '../../test/contract.ts'
import { DEFAULT_CATALOG as catalog } from '../catalog/default-catalog.ts'
import { day } from '../time/day.ts'
import { instantFromIso } from '../time/instant.ts'
import type { ContractFacts } from './contract.ts'
import { planRenewal, type RenewalWish } from './plan-renewal.ts'
import { renew } from './renew.ts'

const now = instantFromIso('2026-06-10T08:00Z')
const plan = (wish: Partial<RenewalWish>, more: Partial<ContractFacts> = {}, at = now) =>
  planRenewal({ contract: exampleContract(more), catalog }, { quantities: {}, ...wish }, at)
const selfScheduled = { policy: { ...policies.standard, reductions: 'self-scheduled' as const } }
const renewsOn = day('2027-01-01')

describe('BILL-04 D-02 what is to be different from the renewal on', () => {
  test.each([
    ['fewer seats wait for the vendor', { quantities: { 'full-time': 7 } }, {}, true],
    ['a lower plan waits for the vendor', { plan: 'business' }, {}, true],
    [
      'a switch lets customers schedule it themselves',
      { quantities: { 'full-time': 7 } },
      selfScheduled,
      false,
    ],
    ['more seats need nobody', { quantities: { 'full-time': 12 } }, {}, false],
    ['more seats on a lower plan wait', { quantities: { 'full-time': 12 }, plan: 'business' }, {}, true],
  ])('D-02 %s', (_, wish, more, needsConsent) => {
    expect(plan(wish, more)).toMatchObject({ kind: 'grant', needsConsent })
  })

  test('each change says from what to what, on the day of renewal, the plan and the people with it', () => {
    const wish = { quantities: { 'full-time': 7 }, plan: 'business', releases: { 'full-time': ['ada'] } }
    expect(plan(wish)).toMatchObject({
      changes: [
        { kind: 'plan', from: 'enterprise', to: 'business', effectiveOn: renewsOn },
        { kind: 'quantity', item: 'full-time', from: 10, to: 7, effectiveOn: renewsOn, releases: ['ada'] },
      ],
    })
  })

  test('D-23 fewer than in use may be asked for, and renews with as many as are', () => {
    const planned = plan({ quantities: { 'full-time': 5 }, releases: { 'full-time': ['ada'] } })
    if (planned.kind === 'refuse') throw new Error(planned.reason)
    expect(renew(planned.contract, catalog)).toMatchObject({
      keptInUse: [{ item: 'full-time', requested: 5, renewedAt: 7 }],
      contract: { items: [{ quantity: 7 }] },
    })
  })

  test('a later wish takes the place of what was scheduled for the same item, and of nothing else', () => {
    const other = { kind: 'plan', from: 'enterprise', to: 'business', effectiveOn: renewsOn } as const
    const earlier = { kind: 'quantity', item: 'full-time', from: 10, to: 9, effectiveOn: renewsOn } as const
    const planned = plan({ quantities: { 'full-time': 7 } }, { scheduled: [other, earlier] })
    expect(planned).toMatchObject({ changes: [{ item: 'full-time', from: 10, to: 7 }] })
    if (planned.kind === 'refuse') throw new Error(planned.reason)
    expect(planned.contract.scheduled).toHaveLength(2)
  })

  test('a later plan takes the place of the one that was scheduled', () => {
    const earlier = { kind: 'plan', from: 'enterprise', to: 'business', effectiveOn: renewsOn } as const
    const planned = plan({ plan: 'professional' }, { scheduled: [earlier] })
    if (planned.kind === 'refuse') throw new Error(planned.reason)
    expect(planned.contract.scheduled).toMatchObject([{ kind: 'plan', to: 'professional' }])
    expect(planned.changes).toEqual(planned.contract.scheduled)
  })

  test('a form says all its numbers: those that stay as they are change nothing', () => {
    const items = [seats('full-time', 10, 8900), seats('collaborator', 5, 1500)]
    const wish = { quantities: { 'full-time': 10, collaborator: 3 }, releases: { 'full-time': ['ada'] } }
    expect(plan(wish, { items })).toMatchObject({
      changes: [{ kind: 'quantity', item: 'collaborator', from: 5, to: 3 }],
      needsConsent: true,
    })
    expect(JSON.stringify(plan(wish, { items }))).not.toContain('releases')
    const earlier = { kind: 'quantity', item: 'full-time', from: 10, to: 9, effectiveOn: renewsOn } as const
    const planned = plan(wish, { items, scheduled: [earlier] })
    expect(planned).toMatchObject({ contract: { scheduled: [earlier, { item: 'collaborator', to: 3 }] } })
  })

  test('people are named for fewer seats alone', () => {
    const planned = plan({ quantities: { 'full-time': 12 }, releases: { 'full-time': ['ada'] } })
    expect(planned).toMatchObject({ changes: [{ to: 12 }] })
    expect(JSON.stringify(planned)).not.toContain('ada')
  })

  test.each([
    ['nothing', {}, {}, 'nothing-to-change'],
    ['the numbers of today', { quantities: { 'full-time': 10 } }, {}, 'nothing-to-change'],
    ['half a seat', { quantities: { 'full-time': 7.5 } }, {}, 'invalid-quantity'],
    ['less than none', { quantities: { 'full-time': -1 } }, {}, 'invalid-quantity'],
    ['no number', { quantities: { 'full-time': Number.NaN } }, {}, 'invalid-quantity'],
    ['a higher plan', { plan: 'ultimate' }, {}, 'plan-not-lower'],
    [
      'a higher plan with fewer seats',
      { quantities: { 'full-time': 7 }, plan: 'ultimate' },
      {},
      'plan-not-lower',
    ],
    ['a plan that is none', { plan: 'gold' }, {}, 'unknown-plan'],
    ['an item that is none', { quantities: { chairs: 1 } }, {}, 'unknown-item'],
    [
      'tied collaborators',
      { quantities: { collaborator: 1 } },
      {
        items: [
          seats('full-time', 10, 8900),
          seats('collaborator', 5, 0, { terms: { mode: 'tied', seats: 1, per: 2 } }),
        ],
      },
      'not-available-on-plan',
    ],
    ['a cancelled contract', { quantities: { 'full-time': 7 } }, { endsOn: renewsOn }, 'already-cancelled'],
  ] as const)('BILL-04 refused: %s', (_, wish, more, reason) => {
    expect(plan(wish, more)).toMatchObject({ kind: 'refuse', reason })
  })

  test('BILL-04 refused from the instant of the renewal on', () => {
    const wish = { quantities: { 'full-time': 7 } }
    expect(plan(wish, {}, instantFromIso('2026-12-31T23:59:59.999Z')).kind).toBe('grant')
    expect(plan(wish, {}, instantFromIso('2027-01-01T00:00Z'))).toMatchObject({ reason: 'contract-ended' })
  })

  test('CLS-03 under the classic policy the customer needs nobody', () => {
    const planned = planRenewal(
      { contract: classicContract(), catalog },
      { quantities: { staff: 4 } },
      instantFromIso('2026-06-10T08:00Z'),
    )
    expect(planned).toMatchObject({ kind: 'grant', needsConsent: false })
  })
})
