import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleContract, policies, quoteFacts, seats } from '../../test/contract.ts'
import { add, formulas, noon, quantityOf, quoted } from '../../test/quote.ts'
import { DEFAULT_CATALOG } from '../catalog/default-catalog.ts'
import { addDays, type Day, day } from '../time/day.ts'
import { instantFromIso } from '../time/instant.ts'
import { amend } from './amend.ts'
import type { ContractFacts, ScheduledChange, SubscriptionChange } from './contract.ts'
import { nextInvoice } from './next-invoice.ts'
import { quoteChange } from './quote.ts'
import { quoteScheduled } from './quote-scheduled.ts'
import { renew } from './renew.ts'
import { withoutScheduled } from './schedule.ts'
import { withScheduled } from './scheduled-changes.ts'

const at = instantFromIso
const october = day('2026-10-01')
const december = day('2026-12-01')
const renewal = day('2027-01-01')

const on = (effective: Day, by: number, releases?: string[]): SubscriptionChange => ({
  kind: 'quantity',
  item: 'full-time',
  by,
  effective,
  ...(releases && { releases }),
})
const planOn = (effective: Day, plan: string): SubscriptionChange => ({ kind: 'plan', plan, effective })

const monthly = exampleContract({
  interval: 'monthly',
  items: [seats('full-time', 10, 10_700, { inUse: 6 })],
})
const vendor = (contract: ContractFacts) => quoteFacts(contract, { by: 'vendor' })
const scheduledBy = (
  contract: ContractFacts,
  ...changes: SubscriptionChange[][]
): readonly ScheduledChange[] =>
  changes.reduce((held, change) => quoted(vendor(held), change).contract, contract).scheduled

function made(contract: ContractFacts, until: Day) {
  const decision = withScheduled(contract, DEFAULT_CATALOG, until)
  if (decision.kind === 'refuse') throw new Error(decision.reason)
  return decision
}

describe('BILL-04 D-02 changes for a day of the term', () => {
  test.each<[string, SubscriptionChange[][], [string, number, number][]]>([
    ['one for a coming day', [[on(october, -2)]], [['2026-10-01', 10, 8]]],
    ['an increase can wait too', [[on(october, 2)]], [['2026-10-01', 10, 12]]],
    ['two for one day are one', [[on(october, -2)], [on(october, -1)]], [['2026-10-01', 10, 7]]],
    [
      'two days: the second goes on where the first ends, whichever came first',
      [[on(december, -1)], [on(october, -2)]],
      [
        ['2026-10-01', 10, 8],
        ['2026-12-01', 8, 7],
      ],
    ],
    [
      'a purchase now re-bases all',
      [[on(october, -2)], [on(december, -1)], [add(5)]],
      [
        ['2026-10-01', 15, 13],
        ['2026-12-01', 13, 12],
      ],
    ],
    ['what comes to nothing is dropped', [[on(october, -2)], [on(october, 2)]], []],
    [
      'and what comes after it goes on from there',
      [[on(october, -2)], [on(december, -1)], [on(october, 2)]],
      [['2026-12-01', 10, 9]],
    ],
    [
      'the day of renewal is the renewal',
      [[on(renewal, -2)], [{ ...add(-1), effective: 'renewal' } as never]],
      [['2027-01-01', 10, 7]],
    ],
    ['all of them may go', [[on(october, -10)]], [['2026-10-01', 10, 0]]],
  ])('%s', (_, changes, expected) => {
    const scheduled = scheduledBy(monthly, ...changes)
    expect(
      scheduled.map((change) => change.kind === 'quantity' && [change.effectiveOn, change.from, change.to]),
    ).toEqual(expected)
  })

  test.each<[string, SubscriptionChange[][], string]>([
    ['more than there will be', [[on(october, -8)], [on(december, -3)]], 'invalid-quantity'],
    [
      'less now than is to go later',
      [[on(december, -8)], [{ ...add(-3), effective: 'now' } as never]],
      'invalid-quantity',
    ],
    ['a day that is past', [[on(day('2026-09-22'), -1)]], 'change-outside-period'],
    ['today, which is now', [[on(day('2026-09-23'), -1)]], 'change-outside-period'],
    ['after the renewal', [[on(day('2027-01-02'), -1)]], 'change-outside-period'],
    ['a plan after the renewal', [[planOn(day('2027-01-02'), 'ultimate')]], 'change-outside-period'],
  ])('refused: %s', (_, changes, reason) => {
    const last = changes.at(-1)!
    const contract = { ...monthly, scheduled: scheduledBy(monthly, ...changes.slice(0, -1)) }
    expect(quoteChange(vendor(contract), last, noon)).toMatchObject({ kind: 'refuse', reason })
  })

  test('a customer may let an increase wait; a reduction before the renewal is the vendor’s', () => {
    expect(quoted(quoteFacts(monthly), [on(october, 2)]).contract.scheduled).toHaveLength(1)
    const refusal = { kind: 'refuse', reason: 'reduction-before-renewal', renewsOn: '2027-01-01' }
    const selfScheduled = {
      ...monthly,
      policy: { ...policies.standard, reductions: 'self-scheduled' } as const,
    }
    for (const contract of [monthly, selfScheduled]) {
      expect(quoteChange(quoteFacts(contract), [on(october, -2)], noon)).toEqual(refusal)
    }
    expect(quoted(quoteFacts(selfScheduled), [on(renewal, -2)]).contract.scheduled).toHaveLength(1)
  })

  test('nothing is due today, and the next invoice says what the day brings', () => {
    const quote = quoted(vendor(monthly), [on(october, -2)])
    expect(quote.dueToday).toMatchObject({ lines: [], due: 0 })
    expect(quote.nextInvoice).toMatchObject({ on: '2026-10-01', renews: false, net: 8 * 10_700 })
    const later = quoted(vendor(monthly), [on(december, -2)])
    expect(later.nextInvoice).toMatchObject({ net: 10 * 10_700 })
  })

  test('one plan for a day; another day’s stays', () => {
    const scheduled = scheduledBy(
      monthly,
      [planOn(october, 'ultimate')],
      [planOn(december, 'business')],
      [planOn(october, 'business')],
    )
    expect(scheduled).toMatchObject([
      { to: 'business', effectiveOn: '2026-12-01' },
      { to: 'business', effectiveOn: '2026-10-01' },
    ])
    expect(withoutScheduled(scheduled, 'plan', october)).toMatchObject([{ effectiveOn: '2026-12-01' }])
    expect(withoutScheduled(scheduled, 'plan')).toEqual([])
  })

  test('called off for one day, or altogether', () => {
    const scheduled = scheduledBy(monthly, [on(october, -2)], [on(december, -1)])
    expect(withoutScheduled(scheduled, { item: 'full-time' }, december)).toMatchObject([
      { effectiveOn: '2026-10-01' },
    ])
    expect(withoutScheduled(scheduled, { item: 'full-time' })).toEqual([])
    expect(withoutScheduled(scheduled, { item: 'collaborator' })).toEqual(scheduled)
  })
})

describe('BILL-04 the contract as its scheduled changes leave it', () => {
  const contract = {
    ...monthly,
    scheduled: scheduledBy(
      monthly,
      [on(october, -2, ['ada'])],
      [on(december, -4, ['bob', 'cyd'])],
      [planOn(december, 'ultimate')],
      [on(october, 3)].map((change) => ({ ...change, item: 'data-storage' }) as SubscriptionChange),
    ),
  }

  test('before the first day nothing, then one after the other', () => {
    expect(made(contract, addDays(october, -1)).contract).toEqual(contract)
    const inOctober = made(contract, october)
    expect(inOctober.contract).toMatchObject({
      plan: 'enterprise',
      items: [
        { quantity: 8, unitPrice: 10_700 },
        { id: 'data-storage', quantity: 3 },
      ],
    })
    expect(inOctober.contract.scheduled.map((change) => change.effectiveOn)).toEqual([
      '2026-12-01',
      '2026-12-01',
    ])
    expect(inOctober.releases).toEqual([{ item: 'full-time', members: ['ada'] }])
    const inDecember = made(contract, december)
    expect(inDecember.contract).toMatchObject({
      plan: 'ultimate',
      scheduled: [],
      items: [{ quantity: 4, unitPrice: 16_700 }, {}],
    })
    expect(inDecember.releases).toHaveLength(2)
  })

  test('D-23 nobody is evicted: those who were named count once', () => {
    const crowded = { ...contract, items: [seats('full-time', 10, 10_700, { inUse: 9 })] }
    expect(made(crowded, october)).toMatchObject({
      keptInUse: [],
      contract: { items: [{ quantity: 8 }, {}] },
    })
    expect(made(crowded, december)).toMatchObject({
      keptInUse: [{ item: 'full-time', requested: 4, renewedAt: 6 }],
      contract: { items: [{ quantity: 6 }, {}] },
    })
  })

  test('D-19 tied collaborators follow, down to those in use', () => {
    const tied = { mode: 'tied', seats: 1, per: 2 } as const
    const held = (inUse: number) => ({
      ...contract,
      items: [...monthly.items, seats('collaborator', 5, 0, { terms: tied, inUse })],
    })
    expect(quantityOf(made(held(0), october).contract, 'collaborator')).toBe(4)
    expect(made(held(5), october)).toMatchObject({
      keptInUse: [{ item: 'collaborator', requested: 4, renewedAt: 5 }],
    })
  })

  test('refused: what the plan does not sell', () => {
    const gone = [{ kind: 'plan', from: 'enterprise', to: 'gone', effectiveOn: october }] as const
    expect(withScheduled({ ...monthly, scheduled: gone }, DEFAULT_CATALOG, october)).toMatchObject({
      reason: 'unknown-plan',
    })
    const chairs = [{ kind: 'quantity', item: 'chairs', from: 0, to: 1, effectiveOn: october }] as const
    expect(withScheduled({ ...monthly, scheduled: chairs }, DEFAULT_CATALOG, october)).toMatchObject({
      reason: 'unknown-item',
    })
  })

  test('BILL-11 renewal makes all that are due by then, in their order', () => {
    expect(renew(contract, DEFAULT_CATALOG)).toMatchObject({
      contract: { plan: 'ultimate', scheduled: [], items: [{ quantity: 4, cover: [] }, { quantity: 3 }] },
    })
  })

  test('in any order of scheduling it comes to the same', () => {
    const anyStep = fc.record({
      when: fc.constantFrom(october, december, renewal),
      by: fc.integer({ min: -2, max: 3 }).filter((by) => by !== 0),
    })
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 4 }), (steps) => {
        const changes = steps.map(({ when, by }) => [on(when, by)])
        const empty = { ...monthly, items: [seats('full-time', 10, 10_700)] }
        const there = { ...empty, scheduled: scheduledBy(monthly, ...changes) }
        const back = { ...empty, scheduled: scheduledBy(monthly, ...changes.toReversed()) }
        expect(there.scheduled).toEqual(back.scheduled)
        for (const until of [october, december, renewal]) {
          const due = steps.filter(({ when }) => when <= until).reduce((sum, { by }) => sum + by, 10)
          expect(quantityOf(made(there, until).contract, 'full-time')).toBe(due)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('BILL-04 D-03 scheduled within a period that is paid', () => {
  const annual = exampleContract({ items: [seats('full-time', 10, 8900, { inUse: 8 })] })

  test('an increase costs the rest of the period from its day on', () => {
    const contract = { ...annual, scheduled: scheduledBy(annual, [on(october, 2)]) }
    const quote = quoteScheduled(quoteFacts(contract), at('2026-10-01T00:00Z'))
    if (quote.kind === 'refuse') throw new Error(quote.reason)
    expect(formulas(quote)).toEqual(['2 × 89.00 × 12 × 92/365 days = 538.39 USD'])
    expect(quote.contract).toMatchObject({ scheduled: [], items: [{ quantity: 12 }] })
  })

  test('a reduction is credited, unless the facts say otherwise, and names who leaves', () => {
    const contract = {
      ...annual,
      scheduled: scheduledBy(annual, [on(october, -3, ['ada'])], [on(december, -1)]),
    }
    const quote = quoteScheduled(quoteFacts(contract), at('2026-10-01T00:00Z'))
    if (quote.kind === 'refuse') throw new Error(quote.reason)
    expect(quote.creditGranted.amount).toBe(Math.round((3 * 106_800 * 92) / 365))
    expect(quote.releases).toEqual([{ item: 'full-time', members: ['ada'] }])
    expect(quote.contract.scheduled).toMatchObject([{ from: 7, to: 6 }])
    const uncredited = quoteScheduled(quoteFacts(contract, { credited: false }), at('2026-10-01T00:00Z'))
    expect(uncredited).toMatchObject({ creditGranted: { amount: 0 } })
  })

  test('a plan costs its difference', () => {
    const contract = { ...annual, scheduled: scheduledBy(annual, [planOn(october, 'ultimate')]) }
    const quote = quoteScheduled(quoteFacts(contract), at('2026-10-01T00:00Z'))
    if (quote.kind === 'refuse') throw new Error(quote.reason)
    expect(formulas(quote)).toEqual(['10 × (139.00 − 89.00) × 12 × 92/365 days = 1512.33 USD'])
  })

  test('refused: none is due; a plan that is gone', () => {
    expect(quoteScheduled(quoteFacts(annual), noon)).toEqual({ kind: 'refuse', reason: 'nothing-to-change' })
    const gone = {
      ...annual,
      scheduled: [{ kind: 'plan', from: 'enterprise', to: 'gone', effectiveOn: october }] as const,
    }
    expect(quoteScheduled(quoteFacts(gone), at('2026-10-01T00:00Z'))).toMatchObject({
      reason: 'unknown-plan',
    })
  })
})

describe('BILL-12 several changes of one item in one purchase', () => {
  const both = (changes: SubscriptionChange[]) => quoted(vendor(monthly), changes).contract

  test('for the same day they are one, with all who give up their seats', () => {
    const { scheduled } = both([on(october, -1, ['ada']), on(october, -1), on(october, -1, ['bob'])])
    expect(scheduled).toEqual([
      {
        kind: 'quantity',
        item: 'full-time',
        from: 10,
        to: 7,
        effectiveOn: '2026-10-01',
        releases: ['ada', 'bob'],
      },
    ])
    expect(both([on(october, -1), on(october, -1)]).scheduled[0]).not.toHaveProperty('releases')
    const later = { ...monthly, scheduled: scheduledBy(monthly, [on(october, -1)]) }
    expect(quoted(vendor(later), [on(october, -1, ['ada'])]).contract.scheduled).toMatchObject([
      { to: 8, releases: ['ada'] },
    ])
    expect(quoted(vendor(later), [on(october, -1)]).contract.scheduled[0]).not.toHaveProperty('releases')
  })

  test('for different days, and now, each is its own', () => {
    const contract = both([on(october, -1), add(3), on(december, -2)])
    expect(quantityOf(contract, 'full-time')).toBe(13)
    expect(contract.scheduled).toMatchObject([
      { from: 13, to: 12, effectiveOn: '2026-10-01' },
      { from: 12, to: 10, effectiveOn: '2026-12-01' },
    ])
  })

  test('other items are left alone', () => {
    const contract = both([
      on(october, -1),
      { ...on(october, 2), item: 'data-storage' } as SubscriptionChange,
    ])
    expect(contract.scheduled).toMatchObject([
      { item: 'full-time', to: 9 },
      { item: 'data-storage', from: 0, to: 2 },
    ])
  })

  test.each([
    ['half a seat among others', [add(1), { ...add(0.5), item: 'collaborator' } as SubscriptionChange]],
    ['fewer than none', [{ ...add(-11), effective: 'now' } as SubscriptionChange]],
    [
      'fewer than none of what is not there',
      [{ ...add(-1, 'data-storage'), effective: 'now' } as SubscriptionChange],
    ],
  ])('refused: %s', (_, changes) => {
    expect(
      quoteChange(vendor({ ...monthly, items: [seats('full-time', 10, 10_700)] }), changes, noon),
    ).toEqual({
      kind: 'refuse',
      reason: 'invalid-quantity',
    })
  })

  test('all of them may go at once', () => {
    const empty = { ...monthly, items: [seats('full-time', 10, 10_700)] }
    const quote = quoted(vendor(empty), [{ ...add(-10), effective: 'now' } as SubscriptionChange])
    expect(quantityOf(quote.contract, 'full-time')).toBe(0)
  })

  test('refused: the first day of the term, which is not to come', () => {
    const early = at('2025-12-31T12:00Z')
    expect(quoteChange(vendor(monthly), [on(day('2026-01-01'), 1)], early)).toMatchObject({
      reason: 'change-outside-period',
    })
    expect(
      amend({ contract: monthly, catalog: DEFAULT_CATALOG, by: 'vendor' }, [on(day('2026-01-01'), 1)]),
    ).toEqual({
      kind: 'refuse',
      reason: 'change-outside-period',
      start: '2026-01-01',
      end: '2027-01-01',
    })
  })

  test('BILL-05 a plan now calls off the plans that wait, and leaves the quantities', () => {
    const contract = {
      ...monthly,
      scheduled: scheduledBy(monthly, [on(october, -1)], [planOn(december, 'business')]),
    }
    expect(quoted(vendor(contract), [{ kind: 'plan', plan: 'ultimate' }]).contract.scheduled).toMatchObject([
      { kind: 'quantity', to: 9 },
    ])
  })

  test('BILL-05 a lower plan that waits gives nothing back today', () => {
    expect(quoted(vendor(monthly), [planOn(october, 'business')]).creditGranted.amount).toBe(0)
    expect(
      amend({ contract: monthly, catalog: DEFAULT_CATALOG, by: 'vendor' }, [planOn(october, 'business')]),
    ).toMatchObject({
      kind: 'grant',
      plan: null,
    })
    const higher = { kind: 'plan', plan: 'ultimate' } as const
    expect(
      amend({ contract: monthly, catalog: DEFAULT_CATALOG, by: 'customer' }, [higher, add(1)]),
    ).toMatchObject({
      plan: 'higher',
    })
  })

  test('refused: a plan that does not sell what the contract holds', () => {
    expect(
      quoteChange(vendor(monthly), [{ kind: 'plan', plan: 'classic', effective: 'now' }], noon),
    ).toMatchObject({
      kind: 'refuse',
      reason: 'not-available-on-plan',
    })
  })

  test('D-19 SEAT-10 collaborators without limit are never too few', () => {
    const unlimited = { mode: 'unlimited' } as const
    const contract = {
      ...monthly,
      items: [...monthly.items, seats('collaborator', 5, 0, { terms: unlimited, inUse: 80 })],
    }
    expect(quoteChange(vendor(contract), [add(1)], noon).kind).toBe('grant')
  })

  test('on one day the plan comes first, in whatever order they are listed', () => {
    const changes = scheduledBy(
      monthly,
      [planOn(october, 'ultimate')],
      [{ ...on(october, 2), item: 'collaborator' } as SubscriptionChange],
    )
    for (const scheduled of [changes, changes.toReversed()]) {
      const { contract } = made({ ...monthly, scheduled }, october)
      expect(contract.items[1]).toMatchObject({ id: 'collaborator', quantity: 2, unitPrice: 1800 })
      expect(contract.items[0]).toMatchObject({ unitPrice: 16_700 })
    }
    const agreed = { ultimate: { collaborator: 1111 }, enterprise: { collaborator: 2222 } }
    const { contract } = made({ ...monthly, agreedPrices: agreed, scheduled: changes.toReversed() }, october)
    expect(contract.items[1]).toMatchObject({ unitPrice: 1111 })
  })

  test('days are taken in their order, however they are listed', () => {
    const scheduled = scheduledBy(monthly, [on(october, -1)], [on(december, -2)]).toReversed()
    expect(quantityOf(made({ ...monthly, scheduled }, december).contract, 'full-time')).toBe(7)
    const rebased = quoted(vendor({ ...monthly, scheduled }), [add(1)]).contract.scheduled
    expect(rebased).toMatchObject([
      { from: 11, to: 10 },
      { from: 10, to: 8 },
    ])
  })

  test('D-23 who gives up a seat of another kind does not count', () => {
    const contract = {
      ...monthly,
      items: [seats('full-time', 10, 10_700, { inUse: 8 }), seats('collaborator', 5, 1800, { inUse: 3 })],
      scheduled: [
        { kind: 'quantity', item: 'full-time', from: 10, to: 7, effectiveOn: october, releases: ['ada'] },
        { kind: 'quantity', item: 'collaborator', from: 5, to: 2, effectiveOn: october },
      ],
    } as const satisfies ContractFacts
    expect(made(contract, october)).toMatchObject({
      kind: 'grant',
      contract: { items: [{ quantity: 7 }, { quantity: 3 }] },
      keptInUse: [{ item: 'collaborator', requested: 2, renewedAt: 3 }],
    })
    const quote = quoteScheduled(quoteFacts(contract), at('2026-10-01T00:00Z'))
    expect(quote).toMatchObject({ kind: 'grant', contract: { items: [{ quantity: 7 }, { quantity: 3 }] } })
  })

  test('D-19 tied collaborators follow what was scheduled within a period', () => {
    const terms = { mode: 'tied', seats: 1, per: 2 } as const
    const contract = {
      ...monthly,
      items: [
        ...monthly.items,
        seats('collaborator', 5, 1800, { terms }),
        seats('data-storage', 1, 5000, { kind: 'add-on' }),
      ],
    }
    const scheduled = scheduledBy(contract, [on(october, -2)])
    const quote = quoteScheduled(quoteFacts({ ...contract, scheduled }), at('2026-10-01T00:00Z'))
    expect(quote).toMatchObject({
      kind: 'grant',
      keptInUse: [],
      contract: { items: [{ quantity: 8 }, { quantity: 4 }, { quantity: 1 }] },
    })
  })
})

describe('BILL-08 there is no next invoice', () => {
  test('where the contract ends with the period, within its term or before', () => {
    const ends = (endsOn: string) =>
      nextInvoice({ ...monthly, endsOn: day(endsOn) }, DEFAULT_CATALOG, day('2026-09-23'))
    expect(ends('2026-10-01')).toBeNull()
    expect(ends('2026-09-28')).toBeNull()
    expect(ends('2026-10-02')).toMatchObject({ on: '2026-10-01' })
    expect(nextInvoice({ ...monthly, endsOn: null }, DEFAULT_CATALOG, day('2026-09-23'))).toMatchObject({
      net: 107_000,
    })
  })

  test('where it could not be counted', () => {
    const items = [seats('full-time', 2, 2 ** 52), seats('collaborator', 1, 2 ** 52)]
    expect(nextInvoice({ ...monthly, items }, DEFAULT_CATALOG, day('2026-09-23'))).toBeNull()
    const each = [seats('full-time', 1, 2 ** 52), seats('collaborator', 1, 2 ** 52)]
    expect(nextInvoice({ ...monthly, items: each }, DEFAULT_CATALOG, day('2026-09-23'))).toBeNull()
  })
})

describe('CAL-04 billing periods that are counted from another day than the term’s first', () => {
  const contract = exampleContract({
    term: { start: day('2026-03-15'), end: day('2027-03-15') },
    billingAnchor: day('2025-07-01'),
    items: [seats('full-time', 10, 8900)],
  })

  test('a leading part until the anchor, over the days of its whole period', () => {
    const quote = quoted(quoteFacts(contract), [add(1)], at('2026-06-01T00:00Z'))
    expect(formulas(quote)).toEqual(['1 × 89.00 × 12 × 30/365 days = 87.78 USD'])
    expect(quote.nextInvoice).toMatchObject({ on: '2026-07-01', renews: false })
    expect(nextInvoice(contract, DEFAULT_CATALOG, day('2026-08-01'))).toMatchObject({
      on: '2027-03-15',
      renews: true,
    })
  })

  test('the next term keeps it, and its own day', () => {
    expect(renew(contract, DEFAULT_CATALOG)).toMatchObject({
      contract: { billingAnchor: '2025-07-01', term: { start: '2027-03-15', end: '2028-03-15' } },
    })
  })
})
