import { describe, expect, test } from 'vitest'
import { classicContract, exampleContract, policies, quoteFacts, seats } from '../../test/contract.ts'
import { add, credits, formulas, noon, quantityOf, quoted, toPlan } from '../../test/quote.ts'
import { DEFAULT_CATALOG } from '../catalog/default-catalog.ts'
import { day } from '../time/day.ts'
import { instantFromIso } from '../time/instant.ts'
import type { ContractFacts, SubscriptionChange } from './contract.ts'
import { invoiced } from './invoice.ts'
import { quoteChange } from './quote.ts'
import { renew } from './renew.ts'

const at = instantFromIso

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

  test('a tax service’s amount is for the charge that it was asked about, not for a credit', () => {
    const account = { taxes: [{ kind: 'amount', name: 'Tax', amount: 99 } as const], credits: [], carried: 0 }
    const quote = quoted(quoteFacts(exampleContract(), { by: 'vendor', account }), [
      { ...add(-2), effective: 'now' },
    ])
    expect(quote.creditGranted.amount).toBe(58_521)
  })

  test('BILL-02 what a tax service reckoned for a credit is given back with it', () => {
    const tax = { kind: 'amount', name: 'VAT 20 %', amount: 0, credited: 11_704 } as const
    const account = { taxes: [tax], credits: [], carried: 0 }
    const quote = quoted(quoteFacts(exampleContract(), { by: 'vendor', account }), [
      { ...add(-2), effective: 'now' },
    ])
    expect(credits(quote).at(-1)).toBe('−117.04 USD')
    expect(quote.creditGranted.amount).toBe(58_521 + 11_704)
  })

  test('D-23 seats that are too few already do not stop another change', () => {
    const contract = exampleContract({
      items: [seats('full-time', 10, 8900), seats('collaborator', 2, 1500, { inUse: 3 })],
    })
    expect(quoteChange(quoteFacts(contract), [add(1)], noon).kind).toBe('grant')
  })

  test('D-19 fewer full-time seats, fewer of the collaborators tied to them, and never below those in use', () => {
    const tied = (inUse: number) =>
      exampleContract({
        items: [
          seats('full-time', 10, 8900),
          seats('collaborator', 5, 0, { inUse, terms: { mode: 'tied', seats: 1, per: 2 } }),
          seats('guest', 0, 0, { inUse: 9, terms: { mode: 'unlimited' } }),
        ],
      })
    const change = [{ ...add(-3), effective: 'now' } as const]
    const quote = quoted(quoteFacts(tied(3), { by: 'vendor' }), change)
    expect(quote.contract.items.map((item) => item.quantity)).toEqual([7, 3, 0])
    expect(quoteChange(quoteFacts(tied(4), { by: 'vendor' }), change, noon)).toMatchObject({
      reason: 'below-assigned',
      item: 'collaborator',
      requested: 3,
      assigned: 4,
    })
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

  test('those who give up their seats on a day add up', () => {
    const contract = exampleContract({
      scheduled: [
        { kind: 'quantity', item: 'collaborator', from: 2, to: 1, effectiveOn: day('2027-01-01') },
        {
          kind: 'quantity',
          item: 'full-time',
          from: 10,
          to: 9,
          effectiveOn: day('2027-01-01'),
          releases: ['ada'],
        },
      ],
    })
    const quote = quoted(quoteFacts(contract, { by: 'vendor' }), [
      { kind: 'quantity', item: 'full-time', by: -1, releases: ['bob'] },
    ])
    expect(quote.contract.scheduled).toEqual([
      contract.scheduled[0],
      { ...contract.scheduled[1], to: 8, releases: ['ada', 'bob'] },
    ])
  })

  test('a plan for renewal takes the place of an earlier one and leaves quantities alone', () => {
    const [quantity] = pending.scheduled
    const contract = exampleContract({
      scheduled: [
        quantity!,
        { kind: 'plan', from: 'enterprise', to: 'professional', effectiveOn: day('2027-01-01') },
      ],
    })
    const quote = quoted(quoteFacts(contract, { by: 'vendor' }), [toPlan('business')])
    expect(quote.contract.scheduled).toEqual([
      quantity,
      { kind: 'plan', from: 'enterprise', to: 'business', effectiveOn: '2027-01-01' },
    ])
  })

  test('an increase for renewal that makes up for it calls it off', () => {
    expect(scheduledOf([{ ...add(3), effective: 'renewal' }])).toEqual([])
  })

  test('down to nothing is possible', () => {
    expect(scheduledOf([add(-7)])).toMatchObject([{ from: 10, to: 0 }])
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

  test('CLS-04 D-34 credited seats that are used again in the same month give back the credit for its rest', () => {
    const less = quoted(quoteFacts(classicContract()), [add(-2, 'staff')], june16)
    expect(less.creditGranted.amount).toBe(2900)
    const account = { taxes: [], credits: [{ id: 'c', grantedAt: june16, remaining: 2900 }], carried: 0 }
    const again = quoted(quoteFacts(less.contract, { account }), [add(4, 'staff')], at('2026-06-26T08:00Z'))
    expect(formulas(again)).toEqual(['2 × 29.00 × 5/30 days = 9.67 USD', '−9.67 USD'])
    expect(again.dueToday.lines[0]).toMatchObject({ rule: 'used-again', subject: 'staff' })
    expect(again.dueToday.due).toBe(0)
    expect(quantityOf(again.contract, 'staff')).toBe(7)
    expect(again.contract.items[0]!.cover).toEqual([{ quantity: 5, unitPrice: 2900, paid: true }])
    expect(again.contract.items[0]!.credited).toBeUndefined()
    const oneMore = quoted(
      quoteFacts(again.contract, { account }),
      [add(1, 'staff')],
      at('2026-06-27T08:00Z'),
    )
    expect(oneMore.dueToday.lines).toEqual([])
  })

  test('D-34 10 → 5 → 15 in one month under classic: the 5 that were credited at once, 5 more from the next', () => {
    const ten = classicContract({ items: [seats('staff', 10, 2900)] })
    const five = quoted(quoteFacts(ten), [add(-5, 'staff')], june16)
    const fifteen = quoted(quoteFacts(five.contract), [add(10, 'staff')], june16)
    expect(formulas(fifteen)).toEqual(['5 × 29.00 × 15/30 days = 72.50 USD'])
    expect(fifteen.dueToday.net).toBe(five.creditGranted.amount)
    expect(fifteen.nextInvoice).toMatchObject({ on: '2026-07-01', net: 15 * 2900 })
  })

  test('D-34 with the next period what was credited is forgotten', () => {
    const less = quoted(quoteFacts(classicContract()), [add(-2, 'staff')], june16)
    const renewal = renew(less.contract, DEFAULT_CATALOG)
    const july = invoiced((renewal as { contract: ContractFacts }).contract, true)
    expect(july.items[0]!.credited).toBeUndefined()
    expect(invoiced(less.contract, true).items[0]!.credited).toBeUndefined()
    const more = quoted(quoteFacts(july), [add(2, 'staff')], at('2026-07-05T08:00Z'))
    expect(more.dueToday.lines).toEqual([])
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
