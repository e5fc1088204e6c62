import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_CATALOG } from '../catalog/default-catalog.ts'
import { type ExactAmount, sumExact } from '../money/exact.ts'
import { addDays, day } from '../time/day.ts'
import { instantFromIso, startOfDay } from '../time/instant.ts'
import { acceptQuote, replayQuote } from './accept.ts'
import type { ContractFacts, SubscriptionChange } from './contract.ts'
import { classicContract, exampleContract, policies, quoteFacts, seats } from '../../test/contract.ts'
import { coverOf } from './cover.ts'
import { periodLines } from './invoice.ts'
import { explainLine, type InvoiceLine } from './line.ts'
import { type Quote, quoteChange, type QuoteFacts } from './quote.ts'

const at = instantFromIso
const noon = at('2026-09-23T12:00Z')
const add = (by: number, item = 'full-time'): SubscriptionChange => ({ kind: 'quantity', item, by })
const toPlan = (plan: string): SubscriptionChange => ({ kind: 'plan', plan })

function quoted(facts: QuoteFacts, changes: SubscriptionChange[], now = noon): Quote {
  const decision = quoteChange(facts, changes, now)
  if (decision.kind === 'refuse') throw new Error(`Refused: ${decision.reason}`)
  return decision
}

const formulas = (quote: Quote): string[] => quote.dueToday.lines.map((line) => explainLine(line).formula)
const credits = (quote: Quote): string[] => quote.creditGranted.lines.map((line) => explainLine(line).formula)
const quantityOf = (contract: ContractFacts, item: string) =>
  contract.items.find((each) => each.id === item)?.quantity

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
    expect(withPolicy({ basis: 'thirty-day-month' })).toEqual(['1 × 89.00 × 0/30 days = 0.00 USD'])
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

describe('D-02 D-03 reductions under the standard policy', () => {
  test('BILL-04 a customer’s is refused until renewal, and says when that is', () => {
    const refusal = { kind: 'refuse', reason: 'reduction-before-renewal', renewsOn: day('2027-01-01') }
    const facts = quoteFacts(exampleContract())
    expect(quoteChange(facts, [add(-1)], noon)).toEqual(refusal)
    expect(quoteChange(facts, [toPlan('business')], noon)).toEqual(refusal)
    expect(quoteChange(facts, [{ ...add(-1), effective: 'renewal' }], noon)).toEqual(refusal)
  })

  test('D-02 a switch lets customers schedule it themselves: free, without credit, with its date', () => {
    const contract = exampleContract({ policy: { ...policies.standard, reductions: 'self-scheduled' } })
    const quote = quoted(quoteFacts(contract), [add(-3)])
    expect(quote.dueToday.lines).toEqual([])
    expect(quote.creditGranted.amount).toBe(0)
    expect(quantityOf(quote.contract, 'full-time')).toBe(10)
    expect(quote.contract.scheduled).toEqual([
      { kind: 'quantity', item: 'full-time', from: 10, to: 7, effectiveOn: '2027-01-01' },
    ])
    const now = quoteChange(quoteFacts(contract), [{ ...add(-3), effective: 'now' }], noon)
    expect(now).toMatchObject({ reason: 'reduction-before-renewal' })
  })

  test('vendor staff schedule it, with those who give up their seats', () => {
    const facts = quoteFacts(exampleContract(), { by: 'vendor' })
    const { contract } = quoted(facts, [
      { kind: 'quantity', item: 'full-time', by: -3, releases: ['ada'] },
      { kind: 'plan', plan: 'business' },
    ])
    expect(contract.scheduled).toEqual([
      { kind: 'plan', from: 'enterprise', to: 'business', effectiveOn: '2027-01-01' },
      { kind: 'quantity', item: 'full-time', from: 10, to: 7, effectiveOn: '2027-01-01', releases: ['ada'] },
    ])
  })

  test('D-02 staff can grant it at once: credit for the unused, prepaid part, into the balance', () => {
    const facts = quoteFacts(exampleContract(), { by: 'vendor' })
    const quote = quoted(facts, [{ ...add(-2), effective: 'now' }])
    expect(quote.dueToday.due).toBe(0)
    expect(credits(quote)).toEqual(['−2 × 89.00 × 12 × 100/365 days = −585.21 USD'])
    expect(quote.creditGranted.amount).toBe(58_521)
    expect(quantityOf(quote.contract, 'full-time')).toBe(8)
  })

  test('BILL-05 a lower plan that staff grant at once gives the difference back', () => {
    const facts = quoteFacts(exampleContract(), { by: 'vendor' })
    const quote = quoted(facts, [{ kind: 'plan', plan: 'business', effective: 'now' }])
    expect(credits(quote)).toEqual(['−10 × (89.00 − 69.00) × 12 × 100/365 days = −657.53 USD'])
  })

  test('the tax that was paid on it goes back with it, on its own line', () => {
    const account = {
      taxes: [{ kind: 'rate', name: 'VAT', percent: '20' } as const],
      credits: [],
      carried: 0,
    }
    const facts = quoteFacts(exampleContract(), { by: 'vendor', account })
    const quote = quoted(facts, [{ ...add(-2), effective: 'now' }])
    expect(credits(quote)).toEqual([
      '−2 × 89.00 × 12 × 100/365 days = −585.21 USD',
      '20 % × −585.21 = −117.04 USD',
    ])
    expect(quote.creditGranted.amount).toBe(58_521 + 11_704)
  })

  test('D-03 what is on an open invoice is not credited', () => {
    const item = seats('full-time', 10, 8900, { cover: [{ quantity: 10, unitPrice: 8900, paid: false }] })
    const facts = quoteFacts(exampleContract({ items: [item] }), { by: 'vendor' })
    expect(quoted(facts, [{ ...add(-2), effective: 'now' }]).creditGranted.amount).toBe(0)
  })

  test('D-23 nobody’s seat is taken away: 10 − 3 is below the 8 in use', () => {
    const facts = quoteFacts(exampleContract(), { by: 'vendor' })
    expect(quoteChange(facts, [{ ...add(-3), effective: 'now' }], noon)).toEqual({
      kind: 'refuse',
      reason: 'below-assigned',
      item: 'full-time',
      requested: 7,
      assigned: 8,
    })
  })
})

describe('D-34 reduced, then increased again within a paid period', () => {
  const reduced = (credited: boolean): ContractFacts => {
    const contract = exampleContract({ items: [seats('full-time', 10, 8900)] })
    const facts = quoteFacts(contract, { by: 'vendor', credited })
    return quoted(facts, [{ ...add(-5), effective: 'now' }]).contract
  }

  test.each([
    ['10 → 5 → 15, the 5 not credited: charges 5', false, 5],
    ['10 → 5 → 15, the 5 credited: charges 10', true, 10],
  ])('%s', (_, credited, charged) => {
    const quote = quoted(quoteFacts(reduced(credited)), [add(10)])
    expect(quote.dueToday.lines).toMatchObject([{ rule: 'added', quantity: charged }])
  })

  test('10 → 5 → 8, the 5 not credited: nothing', () => {
    expect(quoted(quoteFacts(reduced(false)), [add(3)]).dueToday.lines).toEqual([])
  })
})

describe('D-02 how scheduled changes combine', () => {
  const pending = exampleContract({
    scheduled: [{ kind: 'quantity', item: 'full-time', from: 10, to: 7, effectiveOn: day('2027-01-01') }],
  })
  const scheduledOf = (changes: SubscriptionChange[], by: 'customer' | 'vendor' = 'vendor') =>
    quoted(quoteFacts(pending, { by }), changes).contract.scheduled

  test('an increase while a reduction is pending re-bases it: 10 to be 7, two more: 12 to be 9', () => {
    expect(scheduledOf([add(2)], 'customer')).toMatchObject([{ from: 12, to: 9 }])
  })

  test('a further reduction adds to it: to be 5', () => {
    expect(scheduledOf([add(-2)])).toMatchObject([{ from: 10, to: 5 }])
  })

  test('an increase for renewal that makes up for it calls it off', () => {
    expect(scheduledOf([{ ...add(3), effective: 'renewal' }])).toEqual([])
  })

  test('less than nothing is refused', () => {
    expect(quoteChange(quoteFacts(pending, { by: 'vendor' }), [add(-8)], noon)).toEqual({
      kind: 'refuse',
      reason: 'invalid-quantity',
    })
  })

  test('a higher plan now calls a lower one for renewal off', () => {
    const contract = exampleContract({
      scheduled: [{ kind: 'plan', from: 'enterprise', to: 'business', effectiveOn: day('2027-01-01') }],
    })
    expect(quoted(quoteFacts(contract), [toPlan('ultimate')]).contract.scheduled).toEqual([])
  })
})

describe('CLS-03 CLS-04 the classic policy', () => {
  const june16 = at('2026-06-16T08:00Z')

  test('CLS-04 CLS-08 added seats are there at once and charged from the next cycle', () => {
    const quote = quoted(quoteFacts(classicContract()), [add(2, 'staff')], june16)
    expect(quote.dueToday).toMatchObject({ lines: [], due: 0 })
    expect(quantityOf(quote.contract, 'staff')).toBe(7)
    expect(quote.nextInvoice).toMatchObject({ on: '2026-07-01', net: 7 * 2900 })
  })

  test('CLS-04 removed seats are credited as far as they were paid', () => {
    const quote = quoted(quoteFacts(classicContract()), [add(-2, 'staff')], june16)
    expect(credits(quote)).toEqual(['−2 × 29.00 × 15/30 days = −29.00 USD'])
    const more = quoted(quoteFacts(classicContract()), [add(2, 'staff')], june16)
    const less = quoted(quoteFacts(more.contract), [add(-3, 'staff')], june16)
    expect(credits(less)).toEqual(['−1 × 29.00 × 15/30 days = −14.50 USD'])
  })

  test('CLS-05 below the enabled staff it is refused', () => {
    const decision = quoteChange(quoteFacts(classicContract()), [add(-3, 'staff')], june16)
    expect(decision).toMatchObject({ reason: 'below-assigned', requested: 2, assigned: 3 })
  })

  test('D-03 standard and classic differ only in when an increase is charged and whether a reduction is credited', () => {
    const { increaseCharge, reductionCredit, overLimit, ...others } = policies.standard
    expect(policies.classic).toEqual({
      ...others,
      increaseCharge: 'next-cycle',
      reductionCredit: 'credit-balance',
      overLimit: 'lock',
    })
    expect({ increaseCharge, reductionCredit, overLimit }).toEqual({
      increaseCharge: 'immediate-prorated',
      reductionCredit: 'none-until-renewal',
      overLimit: 'refuse',
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

  test('a tax service’s own amount stands as it is', () => {
    const taxed = { taxes: [{ kind: 'amount', name: 'Tax', amount: 7217 } as const], credits: [], carried: 0 }
    const quote = quoted(quoteFacts(exampleContract(), { account: taxed }), [add(3)])
    expect(quote.dueToday).toMatchObject({ tax: 7217, due: 87_781 + 7217 })
  })
})

describe('BILL-02 acceptance', () => {
  const facts = quoteFacts(exampleContract())
  const quote = quoted(facts, [add(3)])

  test('a quote is accepted as it was, after JSON too, until the instant it expires', () => {
    const stored = JSON.parse(JSON.stringify(quote)) as Quote
    expect(quote.expiresAt).toBe(noon + 30 * 60_000)
    expect(acceptQuote(stored, facts, at('2026-09-23T12:29:59.999Z')).kind).toBe('grant')
    expect(acceptQuote(stored, facts, at('2026-09-23T12:30Z'))).toEqual({
      kind: 'refuse',
      reason: 'quote-expired',
      expiredAt: quote.expiresAt,
    })
  })

  test('over midnight what was quoted is still what is charged', () => {
    const late = at('2026-09-23T23:50Z')
    expect(acceptQuote(quoted(facts, [add(3)], late), facts, at('2026-09-24T00:10Z')).kind).toBe('grant')
  })

  test('it never outlives the period that it was reckoned for', () => {
    const late = at('2026-12-31T23:50Z')
    expect(quoted(facts, [add(3)], late).expiresAt).toBe(at('2027-01-01T00:00Z'))
  })

  test('who sits on the seats meanwhile does not make it stale', () => {
    const fuller = exampleContract({ items: [seats('full-time', 10, 8900, { inUse: 10 })] })
    expect(acceptQuote(quote, quoteFacts(fuller), noon).kind).toBe('grant')
  })

  test.each([
    ['somebody else bought meanwhile', quoteFacts(quote.contract), 87_781],
    [
      'a price changed',
      quoteFacts(exampleContract({ items: [seats('full-time', 10, 9000, { inUse: 8 })] })),
      88_767,
    ],
    [
      'a tax changed',
      quoteFacts(exampleContract(), {
        account: { taxes: [{ kind: 'rate', name: 'VAT', percent: '20' }], credits: [], carried: 0 },
      }),
      105_337,
    ],
    ['self-service was switched off', quoteFacts(exampleContract({ selfService: false })), null],
  ])('stale: %s', (_, changed, now) => {
    expect(acceptQuote(quote, changed, noon)).toEqual({
      kind: 'refuse',
      reason: 'quote-stale',
      quoted: { amount: 87_781, currency: 'USD' },
      now: now === null ? null : { amount: now, currency: 'USD' },
    })
  })
})

describe('what cannot be bought is refused', () => {
  const facts = quoteFacts(exampleContract())
  test.each([
    ['nothing', [], { reason: 'nothing-to-change' }],
    ['no seats', [add(0)], { reason: 'nothing-to-change' }],
    ['as many less as more', [add(2), add(-2)], { reason: 'nothing-to-change' }],
    ['half a seat', [add(0.5)], { reason: 'invalid-quantity' }],
    ['the same plan', [toPlan('enterprise')], { reason: 'nothing-to-change' }],
    ['an unknown plan', [toPlan('gold')], { reason: 'unknown-plan', plan: 'gold' }],
    ['an unknown item', [add(1, 'chairs')], { reason: 'unknown-item', item: 'chairs' }],
    ['what the plan does not have', [add(1, 'staff')], { reason: 'not-available-on-plan', item: 'staff' }],
    ['a plan that does not sell what is held', [toPlan('classic')], { reason: 'reduction-before-renewal' }],
    ['more than can be counted', [add(2 ** 50)], { reason: 'amount-out-of-range' }],
  ])('%s', (_, changes, refusal) => {
    expect(quoteChange(facts, changes as SubscriptionChange[], noon)).toMatchObject({
      kind: 'refuse',
      ...refusal,
    })
  })

  test('BILL-14 special terms switch self-service off, for the customer alone', () => {
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

  test('two plans in one purchase are a programmer’s mistake', () => {
    expect(() => quoteChange(facts, [toPlan('ultimate'), toPlan('business')], noon)).toThrow(RangeError)
  })
})

const PLANS = ['professional', 'business', 'enterprise', 'ultimate']
const anyChange: fc.Arbitrary<SubscriptionChange> = fc.oneof(
  fc.record({
    kind: fc.constant('quantity' as const),
    item: fc.constantFrom('full-time', 'collaborator', 'data-storage'),
    by: fc.integer({ min: -6, max: 9 }),
    effective: fc.constantFrom('now' as const, 'now' as const, 'renewal' as const),
  }),
  fc.record({
    kind: fc.constant('plan' as const),
    plan: fc.constantFrom(...PLANS),
    effective: fc.constant('now' as const),
  }),
)
const anyAccount = fc.record({
  taxes: fc.array(
    fc.record({
      kind: fc.constant('rate' as const),
      name: fc.constantFrom('A', 'B'),
      percent: fc.constantFrom('0', '5', '8.875', '20'),
    }),
    { maxLength: 2 },
  ),
  credits: fc.array(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      grantedAt: fc.nat().map((n) => n as ReturnType<typeof instantFromIso>),
      remaining: fc.nat(200_000),
    }),
    { maxLength: 3 },
  ),
  carried: fc.nat(49),
})
const anyContract = fc
  .record({
    interval: fc.constantFrom('monthly' as const, 'quarterly' as const, 'annual' as const),
    policy: fc.constantFrom(policies.standard, policies.classic),
    quantity: fc.integer({ min: 1, max: 40 }),
    basis: fc.constantFrom('day' as const, 'second' as const, 'thirty-day-month' as const),
    rounding: fc.constantFrom('half-up' as const, 'half-even' as const),
  })
  .map(({ interval, policy, quantity, basis, rounding }) =>
    exampleContract({
      interval,
      policy: { ...policy, basis, rounding },
      items: [seats('full-time', quantity, 8900), seats('collaborator', 3, 1500)],
    }),
  )
const anyNow = fc
  .integer({ min: at('2026-01-01T00:00Z'), max: at('2026-12-31T23:59:59.999Z') })
  .map((n) => n as typeof noon)

test('BILL-09 a quote replayed from its lines gives the same figure, after JSON too', () => {
  fc.assert(
    fc.property(
      anyContract,
      anyAccount,
      fc.uniqueArray(anyChange, {
        maxLength: 3,
        selector: (change) => (change.kind === 'plan' ? 'plan' : change.item),
      }),
      anyNow,
      (contract, account, changes, now) => {
        const decision = quoteChange(quoteFacts(contract, { account, by: 'vendor' }), changes, now)
        fc.pre(decision.kind === 'grant')
        const stored = JSON.parse(JSON.stringify(decision)) as Quote
        expect(stored).toEqual(decision)
        expect(replayQuote(stored)).toEqual({
          due: decision.dueToday.due,
          creditGranted: decision.creditGranted.amount,
        })
        const { net, tax, carriedIn, creditApplied, carriedOut, due } = decision.dueToday
        expect(due).toBe(net + tax + carriedIn - creditApplied - carriedOut)
        expect(due).toBeGreaterThanOrEqual(0)
        expect(acceptQuote(stored, quoteFacts(contract, { account, by: 'vendor' }), now).kind).toBe('grant')
      },
    ),
    { numRuns: 400 },
  )
})

test('BILL-09 D-34 under any sequence of changes with credit, what is charged is what was used, day by day', () => {
  const policy = { ...policies.standard, increaseCharge: 'immediate-prorated' as const }
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 364 }), anyChange), { maxLength: 6 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), steps, (quantity, unordered) => {
      const items = [seats('full-time', quantity, 8900), seats('collaborator', 3, 1500)]
      let contract = exampleContract({ policy, items })
      const { start, end } = contract.term
      const perDay = (facts: ContractFacts): ExactAmount[] =>
        facts.items.map((item) => ({
          whole: item.quantity * item.unitPrice * 12,
          numerator: 0,
          denominator: 1,
        }))
      // A year's price is invoiced in advance; what follows are charges and credits for the days that are left.
      const invoiced: ExactAmount[] = perDay(contract)
      const issued = periodLines(contract, start)!.map((line) => ({ line: line as InvoiceLine, paid: true }))
      const used: ExactAmount[] = []
      let since = start
      const useUntil = (until: typeof start) => {
        const days = (startOfDay(until) - startOfDay(since)) / 86_400_000
        for (const { whole } of perDay(contract)) {
          const rest = (whole * days) % 365
          used.push({ whole: (whole * days - rest) / 365, numerator: rest, denominator: 365 })
        }
        since = until
      }
      for (const [offset, change] of unordered.toSorted((a, b) => a[0] - b[0])) {
        const today = addDays(start, offset)
        const facts = quoteFacts(contract, { by: 'vendor' })
        const decision = quoteChange(facts, [{ ...change, effective: 'now' }], startOfDay(today))
        if (decision.kind === 'refuse') continue
        useUntil(today)
        for (const line of [...decision.dueToday.lines, ...decision.creditGranted.lines]) {
          if (line.kind === 'priced') invoiced.push(line.exact)
          issued.push({ line, paid: true })
        }
        contract = decision.contract
      }
      useUntil(end)
      expect(sumExact(invoiced)).toEqual(sumExact(used))
      // The books alone say what is covered.
      for (const item of contract.items) expect(coverOf(item.id, issued)).toEqual(item.cover)
    }),
    { numRuns: 300 },
  )
})

test('D-03 standard and classic end with the same contract; only money and its moment differ', () => {
  fc.assert(
    fc.property(anyContract, anyChange, anyNow, (contract, change, now) => {
      const under = (policy: ContractFacts['policy']) => {
        const facts = quoteFacts(
          { ...contract, policy: { ...policy, basis: 'day', rounding: 'half-up' } },
          { by: 'vendor' },
        )
        return quoteChange(facts, [change], now)
      }
      const [standard, classic] = [under(policies.standard), under(policies.classic)]
      expect(classic.kind).toBe(standard.kind)
      fc.pre(standard.kind === 'grant' && classic.kind === 'grant')
      const bare = (quote: Quote) => ({
        plan: quote.contract.plan,
        scheduled: quote.contract.scheduled,
        items: quote.contract.items.map((item) => ({ ...item, cover: [] })),
        annual: quote.annual,
        credit: quote.creditGranted,
      })
      expect(bare(classic)).toEqual(bare(standard))
      expect(classic.dueToday.lines).toEqual([])
    }),
    { numRuns: 200 },
  )
})
