import { describe, expect, test } from 'vitest'
import { classicContract, exampleContract, policies, quoteFacts, seats } from '../../test/contract.ts'
import { add, formulas, noon, quantityOf, quoted, toPlan } from '../../test/quote.ts'
import { DEFAULT_CATALOG } from '../catalog/default-catalog.ts'
import { day } from '../time/day.ts'
import { instantFromIso } from '../time/instant.ts'
import type { ContractFacts, SubscriptionChange } from './contract.ts'
import { tiedSeats } from './plan-terms.ts'
import { quoteChange, type QuoteFacts } from './quote.ts'

const at = instantFromIso

describe('BILL-02 BILL-03 seats that are added', () => {
  test('annual: 3 × $89 × 12 for the 100 days that are left of 365 = $877.81', () => {
    const quote = quoted(quoteFacts(exampleContract()), [add(3)])
    expect(formulas(quote)).toEqual(['3 × 89.00 × 12 × 100/365 days = 877.81 USD'])
    expect(quote.dueToday).toMatchObject({ net: 87781, tax: 0, creditApplied: 0, due: 87781 })
    expect(quantityOf(quote.contract, 'full-time')).toBe(13)
  })

  test('monthly: the rest of the paid month now, then in full', () => {
    const contract = exampleContract({
      interval: 'monthly',
      items: [seats('full-time', 10, 10700)],
    })
    const quote = quoted(quoteFacts(contract), [add(2)], at('2026-06-16T09:00Z'))
    expect(formulas(quote)).toEqual(['2 × 107.00 × 15/30 days = 107.00 USD'])
    expect(quote.nextInvoice).toMatchObject({ on: '2026-07-01', renews: false, net: 12 * 10700 })
  })

  test('the annual preview compares current and new: seats, add-ons, cost', () => {
    const contract = exampleContract({
      items: [
        seats('full-time', 10, 8900),
        seats('data-storage', 2, 5000, { kind: 'add-on' }),
        seats('collaborator', 50, 0, { terms: { mode: 'unlimited' } }),
      ],
    })
    const { annual } = quoted(quoteFacts(contract), [add(1)])
    expect(annual.current).toMatchObject({ monthly: 99_000, yearly: 1_188_000 })
    expect(annual.next).toMatchObject({ monthly: 107_900, yearly: 1_294_800 })
    expect(annual.next.items.map(({ id, quantity, yearly }) => [id, quantity, yearly])).toEqual([
      ['full-time', 11, 1_174_800],
      ['data-storage', 2, 120_000],
      ['collaborator', 50, 0],
    ])
  })

  test('BILL-01 the annual cost has the term’s contract seasons', () => {
    const season = { id: 's', name: 'Holiday', seats: 20, unitPrice: 5340 }
    const contract = exampleContract({
      seasons: [
        { ...season, source: 'contract', firstDay: day('2026-11-15'), lastDay: day('2026-12-31') },
        { ...season, source: 'contract', firstDay: day('2027-01-01'), lastDay: day('2027-01-31') },
        { ...season, source: 'ad-hoc', firstDay: day('2026-02-01'), lastDay: day('2026-04-30') },
      ],
    })
    const { annual } = quoted(quoteFacts(contract), [add(1)])
    // 15 Nov – 31 Dec is a month and a part of one.
    expect(annual.current.seasons).toEqual([{ id: 's', seats: 20, amount: 20 * 5340 * 2 }])
    expect(annual.current.yearly).toBe(10 * 8900 * 12 + 213_600)
  })

  test('an add-on that the contract does not have yet comes at its list price', () => {
    const quote = quoted(quoteFacts(exampleContract()), [add(2, 'data-storage')])
    expect(formulas(quote)).toEqual(['2 × 50.00 × 12 × 100/365 days = 328.77 USD'])
    expect(quote.contract.items).toMatchObject([
      { id: 'full-time', kind: 'seats' },
      {
        id: 'data-storage',
        kind: 'add-on',
        quantity: 2,
        cover: [{ quantity: 2, unitPrice: 5000, paid: true }],
      },
    ])
  })

  test('the first collaborators come at their list price, on the terms of the plan', () => {
    const quote = quoted(quoteFacts(exampleContract()), [add(1, 'collaborator')])
    expect(quote.contract.items[1]).toMatchObject({
      kind: 'seats',
      quantity: 1,
      unitPrice: 1500,
      terms: { mode: 'counted' },
    })
  })

  test('D-28 what a wire customer buys is covered, and not paid yet', () => {
    const quote = quoted(quoteFacts(exampleContract({ payment: 'wire' })), [add(1)])
    expect(quote.contract.items[0]?.cover).toEqual([
      { quantity: 10, unitPrice: 8900, paid: true },
      { quantity: 1, unitPrice: 8900, paid: false },
    ])
  })

  test('the next invoice is the next month’s within a term, and the renewal’s after it', () => {
    const monthly = exampleContract({ interval: 'monthly' })
    expect(quoted(quoteFacts(monthly), [add(1)]).nextInvoice).toMatchObject({
      on: '2026-10-01',
      renews: false,
    })
    const december = quoted(quoteFacts(monthly), [add(1)], at('2026-12-05T00:00Z'))
    expect(december.nextInvoice).toMatchObject({ on: '2027-01-01', renews: true, net: 11 * 8900 })
  })

  test('BILL-08 there is no next invoice where the contract ends, or cannot be renewed as scheduled', () => {
    const ending = exampleContract({ endsOn: day('2027-01-01') })
    expect(quoted(quoteFacts(ending), [add(1)]).nextInvoice).toBeNull()
    const gone = exampleContract({
      scheduled: [{ kind: 'plan', from: 'enterprise', to: 'gone', effectiveOn: day('2027-01-01') }],
    })
    expect(quoted(quoteFacts(gone), [add(1)]).nextInvoice).toBeNull()
    const endingLater = exampleContract({ interval: 'monthly', endsOn: day('2027-01-01') })
    expect(quoted(quoteFacts(endingLater), [add(1)]).nextInvoice).toMatchObject({ on: '2026-10-01' })
  })

  test('on the first day of the term a whole period, on its last a day', () => {
    const facts = quoteFacts(exampleContract())
    expect(formulas(quoted(facts, [add(1)], at('2026-01-01T00:00Z')))).toEqual([
      '1 × 89.00 × 12 = 1068.00 USD',
    ])
    expect(formulas(quoted(facts, [add(1)], at('2026-12-31T23:59:59.999Z')))).toEqual([
      '1 × 89.00 × 12 × 1/365 days = 2.93 USD',
    ])
  })

  test('D-12 a term of three years that is paid yearly is prorated to the end of the paid year', () => {
    const contract = exampleContract({ term: { start: day('2026-01-01'), end: day('2029-01-01') } })
    expect(formulas(quoted(quoteFacts(contract), [add(3)]))).toEqual([
      '3 × 89.00 × 12 × 100/365 days = 877.81 USD',
    ])
  })

  test('CAL-04 a term that ends within a period: to its end, over the days of the whole period', () => {
    const contract = exampleContract({
      interval: 'quarterly',
      term: { start: day('2026-01-01'), end: day('2026-05-16') },
    })
    const quote = quoted(quoteFacts(contract), [add(1)], at('2026-05-01T00:00Z'))
    expect(formulas(quote)).toEqual(['1 × 89.00 × 3 × 15/91 days = 44.01 USD'])
  })

  test('D-11 D-36 the contract’s policy says by what it is prorated', () => {
    const change = [add(1)]
    const on = at('2026-05-31T12:00Z')
    const withPolicy = (policy: Partial<ContractFacts['policy']>) =>
      formulas(
        quoted(
          quoteFacts(exampleContract({ interval: 'monthly', policy: { ...policies.standard, ...policy } })),
          change,
          on,
        ),
      )
    expect(withPolicy({})).toEqual(['1 × 89.00 × 1/31 days = 2.87 USD'])
    expect(withPolicy({ dayOfChange: 'free' })).toEqual(['1 × 89.00 × 0/31 days = 0.00 USD'])
    expect(withPolicy({ basis: 'second' })).toEqual(['1 × 89.00 × 43200/2678400 seconds = 1.44 USD'])
    expect(withPolicy({ basis: 'thirty-day-month' })).toEqual(['1 × 89.00 × 1/30 days = 2.97 USD'])
  })
})

describe('BILL-03 the days that a line is for', () => {
  const on = (policy: Partial<ContractFacts['policy']>) =>
    quoted(quoteFacts(exampleContract({ policy: { ...policies.standard, ...policy } })), [add(1)]).dueToday
      .lines[0]

  test.each([
    ['from today', {}, '2026-09-23'],
    ['from tomorrow, where the day of change is free', { dayOfChange: 'free' }, '2026-09-24'],
    [
      'from today by the second, whatever is said of days',
      { basis: 'second', dayOfChange: 'free' },
      '2026-09-23',
    ],
    [
      'from tomorrow by months of thirty days',
      { basis: 'thirty-day-month', dayOfChange: 'free' },
      '2026-09-24',
    ],
  ] as const)('%s', (_, policy, from) => {
    expect(on(policy)).toMatchObject({ from, until: '2027-01-01' })
  })

  test('a price that rose within the period is charged for what is added alone', () => {
    const contract = exampleContract({
      items: [seats('full-time', 10, 9000, { cover: [{ quantity: 10, unitPrice: 8000, paid: true }] })],
    })
    const quote = quoted(quoteFacts(contract), [add(1)])
    expect(formulas(quote)).toEqual(['1 × 90.00 × 12 × 100/365 days = 295.89 USD'])
    expect(quote.contract.items[0]?.cover).toEqual([
      { quantity: 1, unitPrice: 9000, paid: true },
      { quantity: 10, unitPrice: 8000, paid: true },
    ])
  })

  test('SEAT-10 collaborators without limit are on no invoice, whatever their price', () => {
    const contract = exampleContract({
      items: [
        seats('full-time', 10, 8900),
        seats('collaborator', 50, 1500, { terms: { mode: 'unlimited' }, cover: [] }),
      ],
    })
    const quote = quoted(quoteFacts(contract), [add(1)])
    expect(quote.dueToday.lines).toHaveLength(1)
    expect(quote.annual.next).toMatchObject({ monthly: 11 * 8900 })
    expect(quote.nextInvoice?.lines).toHaveLength(1)
  })

  test('a lower price within a period gives nothing back', () => {
    const contract = exampleContract({
      items: [seats('full-time', 10, 8000, { cover: [{ quantity: 10, unitPrice: 9000, paid: true }] })],
    })
    expect(quoted(quoteFacts(contract), [add(1)]).creditGranted.amount).toBe(0)
  })

  test('BILL-05 a lower plan that is not to be credited gives nothing back', () => {
    const facts = quoteFacts(exampleContract(), { by: 'vendor', credited: false })
    const quote = quoted(facts, [{ kind: 'plan', plan: 'business', effective: 'now' }])
    expect(quote.creditGranted).toEqual({ lines: [], amount: 0 })
  })

  test('D-19 tied: seats for so many, rounded down', () => {
    expect(tiedSeats(7, { seats: 2, per: 3 })).toBe(4)
    expect(tiedSeats(0, { seats: 2, per: 3 })).toBe(0)
    const catalog = {
      ...DEFAULT_CATALOG,
      plans: {
        ...DEFAULT_CATALOG.plans,
        ultimate: {
          ...DEFAULT_CATALOG.plans.ultimate!,
          collaborators: { mode: 'tied', seats: 2, per: 3 } as const,
        },
      },
    }
    // Found by its name, not by its place.
    const contract = exampleContract({
      items: [
        seats('data-storage', 90, 5000, { kind: 'add-on' }),
        seats('collaborator', 1, 1500),
        seats('full-time', 7, 8900),
      ],
    })
    const quote = quoted(quoteFacts(contract, { catalog }), [toPlan('ultimate')])
    expect(quantityOf(quote.contract, 'collaborator')).toBe(4)
  })
})

describe('BILL-05 a higher plan', () => {
  test('the difference for the rest of the paid period now, one line, the higher rate from the next', () => {
    const quote = quoted(quoteFacts(exampleContract()), [toPlan('ultimate')])
    expect(formulas(quote)).toEqual(['10 × (139.00 − 89.00) × 12 × 100/365 days = 1643.84 USD'])
    expect(quote.nextInvoice).toMatchObject({ on: '2027-01-01', renews: true, net: 10 * 13900 * 12 })
    expect(quote.contract.plan).toBe('ultimate')
  })

  test('BILL-12 seats and plan in one purchase: new seats at the new price, the others at the difference', () => {
    const quote = quoted(quoteFacts(exampleContract()), [add(2), toPlan('ultimate'), add(1)])
    expect(formulas(quote)).toEqual([
      '10 × (139.00 − 89.00) × 12 × 100/365 days = 1643.84 USD',
      '3 × 139.00 × 12 × 100/365 days = 1370.96 USD',
    ])
    expect(quote.dueToday.due).toBe(164_384 + 137_096)
  })

  test('an agreed price goes before the list’s', () => {
    const contract = exampleContract({ agreedPrices: { ultimate: { 'full-time': 12_900 } } })
    expect(formulas(quoted(quoteFacts(contract), [toPlan('ultimate')]))).toEqual([
      '10 × (129.00 − 89.00) × 12 × 100/365 days = 1315.07 USD',
    ])
  })

  test('add-ons keep the price that was agreed', () => {
    const contract = exampleContract({
      items: [seats('full-time', 10, 8900), seats('data-storage', 2, 4000, { kind: 'add-on' })],
    })
    const quote = quoted(quoteFacts(contract), [toPlan('ultimate')])
    expect(quote.contract.items[1]).toMatchObject({ id: 'data-storage', unitPrice: 4000 })
    expect(quote.dueToday.lines).toHaveLength(1)
  })

  test('D-19 collaborators follow the terms of the new plan', () => {
    const catalog = {
      ...DEFAULT_CATALOG,
      plans: {
        ...DEFAULT_CATALOG.plans,
        ultimate: {
          ...DEFAULT_CATALOG.plans.ultimate!,
          collaborators: { mode: 'tied', seats: 1, per: 3 } as const,
        },
      },
    }
    const contract = exampleContract({
      items: [seats('full-time', 10, 8900), seats('collaborator', 2, 1500)],
    })
    const quote = quoted(quoteFacts(contract, { catalog }), [toPlan('ultimate'), add(2)])
    expect(quantityOf(quote.contract, 'collaborator')).toBe(4)
    const refused = quoteChange(quoteFacts(quote.contract, { catalog }), [add(1, 'collaborator')], noon)
    expect(refused).toEqual({
      kind: 'refuse',
      reason: 'not-available-on-plan',
      plan: 'ultimate',
      item: 'collaborator',
    })
  })
})

describe('D-27 total due today', () => {
  const account = {
    taxes: [
      { kind: 'rate', name: 'State', percent: '6.25' },
      { kind: 'rate', name: 'City', percent: '2.625' },
    ],
    credits: [
      { id: 'new', grantedAt: at('2026-05-01T00:00Z'), remaining: 90_000 },
      { id: 'old', grantedAt: at('2026-02-01T00:00Z'), remaining: 2000 },
    ],
    carried: 30,
  } as const satisfies QuoteFacts['account']

  test('BILL-05 prorated cost + taxes + what was carried − credit, oldest first, each on its own line', () => {
    const quote = quoted(quoteFacts(exampleContract(), { account }), [add(3)])
    expect(formulas(quote)).toEqual([
      '3 × 89.00 × 12 × 100/365 days = 877.81 USD',
      '6.25 % × 877.81 = 54.86 USD',
      '2.625 % × 877.81 = 23.04 USD',
      '0.30 USD',
      '−920.00 USD',
    ])
    expect(quote.dueToday.due).toBe(3601)
    expect(quote.creditsUsed).toEqual([
      { creditId: 'old', amount: 2000 },
      { creditId: 'new', amount: 90_000 },
    ])
  })

  test('credit never makes it negative', () => {
    const rich = {
      ...account,
      credits: [{ id: 'a', grantedAt: at('2026-01-01T00:00Z'), remaining: 10 ** 9 }],
    }
    const quote = quoted(quoteFacts(exampleContract(), { account: rich }), [add(3)])
    expect(quote.dueToday).toMatchObject({ creditApplied: 95_601, due: 0, carriedOut: 0 })
    expect(quote.creditsUsed).toEqual([{ creditId: 'a', amount: 95_601 }])
  })

  test('BILL-12 D-26 under $0.50 nothing is charged, it is carried to the next invoice, and the quote says so', () => {
    const contract = exampleContract({ interval: 'monthly', items: [seats('full-time', 10, 1400)] })
    const quote = quoted(quoteFacts(contract), [add(1)], at('2026-09-30T00:00Z'))
    expect(formulas(quote)).toEqual(['1 × 14.00 × 1/30 days = 0.47 USD', '−0.47 USD'])
    expect(quote.dueToday).toMatchObject({ net: 47, carriedOut: 47, due: 0 })
    const wired = quoted(quoteFacts({ ...contract, payment: 'wire' }), [add(1)], at('2026-09-30T00:00Z'))
    expect(wired.dueToday).toMatchObject({ carriedOut: 0, due: 47 })
  })

  test('where nothing is charged, what was carried waits', () => {
    const quote = quoted(
      quoteFacts(classicContract(), { account: { taxes: [], credits: [], carried: 30 } }),
      [add(1, 'staff')],
      at('2026-06-16T08:00Z'),
    )
    expect(quote.dueToday).toMatchObject({ lines: [], carriedIn: 0, due: 0 })
  })

  test('exactly the minimum is charged', () => {
    const contract = exampleContract({ interval: 'monthly', items: [seats('full-time', 10, 1500)] })
    const quote = quoted(quoteFacts(contract), [add(1)], at('2026-09-30T00:00Z'))
    expect(quote.dueToday).toMatchObject({ carriedOut: 0, due: 50 })
  })

  test('a tax service’s own amount stands as it is', () => {
    const taxed = { taxes: [{ kind: 'amount', name: 'Tax', amount: 7217 } as const], credits: [], carried: 0 }
    const quote = quoted(quoteFacts(exampleContract(), { account: taxed }), [add(3)])
    expect(quote.dueToday).toMatchObject({ tax: 7217, due: 87_781 + 7217 })
  })
})

describe('what cannot be bought is refused', () => {
  const facts = quoteFacts(exampleContract({ agreedPrices: { enterprise: { 'full-time': 8900 } } }))
  test.each([
    ['nothing', [], { reason: 'nothing-to-change' }],
    ['no seats', [add(0)], { reason: 'nothing-to-change' }],
    ['as many less as more', [add(2), add(-2)], { reason: 'nothing-to-change' }],
    ['half a seat', [add(0.5)], { reason: 'invalid-quantity' }],
    ['the same plan', [toPlan('enterprise')], { reason: 'nothing-to-change' }],
    ['an unknown plan', [toPlan('gold')], { reason: 'unknown-plan', plan: 'gold' }],
    ['an unknown item', [add(1, 'chairs')], { reason: 'unknown-item', item: 'chairs' }],
    ['a name that objects have', [add(1, 'constructor')], { reason: 'unknown-item', item: 'constructor' }],
    ['a plan of such a name', [toPlan('toString')], { reason: 'unknown-plan', plan: 'toString' }],
    ['no number', [add(NaN)], { reason: 'invalid-quantity' }],
    [
      'more than can be counted, for renewal',
      [{ ...add(Number.MAX_SAFE_INTEGER), effective: 'renewal' }],
      { reason: 'invalid-quantity' },
    ],
    ['endless', [add(Infinity)], { reason: 'invalid-quantity' }],
    ['what the plan does not have', [add(1, 'staff')], { reason: 'not-available-on-plan', item: 'staff' }],
    ['a plan that does not sell what is held', [toPlan('classic')], { reason: 'reduction-before-renewal' }],
    ['more than can be counted', [add(2 ** 50)], { reason: 'amount-out-of-range' }],
  ])('%s', (_, changes, refusal) => {
    expect(quoteChange(facts, changes as SubscriptionChange[], noon)).toMatchObject({
      kind: 'refuse',
      ...refusal,
    })
  })

  test('BILL-14 CLS-09 special terms switch self-service off, for the customer alone', () => {
    const special = exampleContract({ selfService: false })
    expect(quoteChange(quoteFacts(special), [add(1)], noon)).toEqual({
      kind: 'refuse',
      reason: 'self-service-off',
    })
    expect(quoteChange(quoteFacts(special, { by: 'vendor' }), [add(1)], noon).kind).toBe('grant')
  })

  test('D-21 a contract that is over, cancelled or not yet begun', () => {
    expect(quoteChange(facts, [add(1)], at('2027-01-01T00:00Z'))).toMatchObject({ reason: 'contract-ended' })
    expect(quoteChange(facts, [add(1)], at('2025-12-31T23:59Z'))).toEqual({
      kind: 'refuse',
      reason: 'change-outside-period',
      start: '2026-01-01',
      end: '2027-01-01',
    })
    const ended = exampleContract({ endsOn: day('2026-09-01') })
    expect(quoteChange(quoteFacts(ended), [add(1)], noon)).toEqual({
      kind: 'refuse',
      reason: 'contract-ended',
      endedOn: '2026-09-01',
    })
  })

  test('a catalog in another currency', () => {
    const euros = exampleContract({ currency: 'EUR' })
    expect(quoteChange(quoteFacts(euros), [add(1, 'data-storage')], noon)).toEqual({
      kind: 'refuse',
      reason: 'currency-mismatch',
      expected: 'EUR',
      given: 'USD',
    })
  })

  test('a rate that is no rate', () => {
    const account = { taxes: [{ kind: 'rate', name: 'VAT', percent: 'x' } as const], credits: [], carried: 0 }
    expect(quoteChange(quoteFacts(exampleContract(), { account }), [add(1)], noon)).toEqual({
      kind: 'refuse',
      reason: 'invalid-rate',
    })
  })

  test('BILL-12 two plans in one purchase', () => {
    expect(quoteChange(facts, [toPlan('ultimate'), toPlan('business')], noon)).toEqual({
      kind: 'refuse',
      reason: 'conflicting-changes',
    })
  })

  test('BILL-09 a year that costs more than integers hold, though a day of it would not', () => {
    const contract = exampleContract({ items: [seats('full-time', 1, 2 ** 50)] })
    const refusal = { kind: 'refuse', reason: 'amount-out-of-range' }
    expect(quoteChange(quoteFacts(contract), [add(1)], instantFromIso('2026-12-31T12:00Z'))).toEqual(refusal)
  })
})
