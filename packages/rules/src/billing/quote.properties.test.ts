import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { classicContract, exampleContract, policies, quoteFacts, seats } from '../../test/contract.ts'
import { type ExactAmount, exactQuotient, sumExact } from '../money/exact.ts'
import { addDays } from '../time/day.ts'
import { type Instant, instantFromIso, startOfDay } from '../time/instant.ts'
import { acceptQuote, replayQuote } from './accept.ts'
import type { ContractFacts, SubscriptionChange } from './contract.ts'
import { coverOf, creditedOf, unbilled } from './cover.ts'
import { periodLines } from './invoice.ts'
import type { InvoiceLine } from './line.ts'
import { type Quote, quoteChange } from './quote.ts'

// Hundreds of quotes each: on a machine that is busy with other tests they take their time.
vi.setConfig({ testTimeout: 60_000 })

const at = instantFromIso

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
      grantedAt: fc.nat().map((n) => n as Instant),
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
  .map((n) => n as Instant)

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

test('CLS-04 D-34 whatever the sequence, the credit that stands is for what was paid and not used, day by day', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 29 }), fc.integer({ min: -6, max: 6 })), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), steps, (paid, unordered) => {
      let contract = classicContract({ items: [seats('staff', paid, 2900)] })
      const { start } = contract.term
      const given: ExactAmount[] = []
      const issued = periodLines(contract, start)!.map((line) => ({ line: line as InvoiceLine, paid: true }))
      const quantities = Array.from({ length: 30 }, () => paid)
      for (const [offset, by] of unordered.toSorted((a, b) => a[0] - b[0])) {
        const change = { kind: 'quantity', item: 'staff', by } as const
        const decision = quoteChange(quoteFacts(contract), [change], startOfDay(addDays(start, offset)))
        if (decision.kind === 'refuse') continue
        for (const line of [...decision.dueToday.lines, ...decision.creditGranted.lines]) {
          if (line.kind === 'priced') given.push(line.exact)
          issued.push({ line, paid: true })
        }
        contract = decision.contract
        quantities.fill(contract.items[0]!.quantity, offset)
      }
      const unused = quantities.reduce((days, quantity) => days + Math.max(paid - quantity, 0), 0)
      expect(sumExact(given)).toEqual(exactQuotient(-unused * 2900, 30))
      const [item] = contract.items
      expect(coverOf('staff', issued)).toEqual(item!.cover)
      const units = (credited: readonly { quantity: number }[] = []) =>
        credited.reduce((sum, { quantity }) => sum + quantity, 0)
      expect(units(creditedOf('staff', issued))).toBe(units(item!.credited))
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
        items: quote.contract.items.map(unbilled),
        annual: quote.annual,
        credit: quote.creditGranted,
      })
      expect(bare(classic)).toEqual(bare(standard))
      expect(classic.dueToday.lines).toEqual([])
    }),
    { numRuns: 200 },
  )
})
