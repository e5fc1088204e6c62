import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleContract, seats } from '../../test/contract.ts'
import { DEFAULT_CATALOG } from '../catalog/default-catalog.ts'
import { addDays, day, daysBetween } from '../time/day.ts'
import { instantFromIso, startOfDay } from '../time/instant.ts'
import { addMonths } from '../time/months.ts'
import type { ContractFacts } from './contract.ts'
import { predictRuns, type PredictedStep } from './predict-runs.ts'
import { awaitsInvoiceSince, nextBillingStep, type RunFacts } from './run.ts'

const at = instantFromIso

const facts: RunFacts = {
  interval: 'monthly',
  term: { start: day('2026-01-31'), end: day('2027-01-31') },
  signedAt: at('2026-01-10T09:00Z'),
  renewal: false,
  cancelled: false,
  billedUntil: null,
  changesOn: null,
}

describe('what a contract needs next', () => {
  test.each<[string, Partial<RunFacts>, string, string, string]>([
    ['BILL-06 a month on its first day', {}, 'invoice', '2026-01-31', '2026-01-31T00:00Z'],
    [
      'BILL-06 a year as soon as it is signed',
      { interval: 'annual' },
      'invoice',
      '2026-01-31',
      '2026-01-10T09:00Z',
    ],
    [
      'what was to change before the term began, on its first day',
      { changesOn: day('2026-01-15') },
      'change',
      '2026-01-31',
      '2026-01-31T00:00Z',
    ],
    [
      'a year that follows a year, on its first day',
      { interval: 'annual', renewal: true },
      'invoice',
      '2026-01-31',
      '2026-01-31T00:00Z',
    ],
    [
      'nothing before it was signed',
      { signedAt: at('2026-02-03T10:00Z') },
      'invoice',
      '2026-01-31',
      '2026-02-03T10:00Z',
    ],
    ['the next month', { billedUntil: day('2026-02-28') }, 'invoice', '2026-02-28', '2026-02-28T00:00Z'],
    ['BILL-11 the next term', { billedUntil: day('2027-01-31') }, 'renew', '2027-01-31', '2027-01-31T00:00Z'],
    [
      'BILL-08 the end',
      { billedUntil: day('2027-01-31'), cancelled: true },
      'end',
      '2027-01-31',
      '2027-01-31T00:00Z',
    ],
    [
      'BILL-04 a change on the first day of a period, before its invoice',
      { billedUntil: day('2026-02-28'), changesOn: day('2026-02-28') },
      'change',
      '2026-02-28',
      '2026-02-28T00:00Z',
    ],
    [
      'BILL-04 a change within a period that is invoiced',
      { billedUntil: day('2026-03-31'), changesOn: day('2026-03-10') },
      'change',
      '2026-03-10',
      '2026-03-10T00:00Z',
    ],
    [
      'a change that is still far off waits for the invoices before it',
      { billedUntil: day('2026-02-28'), changesOn: day('2026-05-10') },
      'invoice',
      '2026-02-28',
      '2026-02-28T00:00Z',
    ],
    [
      'D-02 a change for the renewal is made with it',
      { billedUntil: day('2027-01-31'), changesOn: day('2027-01-31') },
      'renew',
      '2027-01-31',
      '2027-01-31T00:00Z',
    ],
  ])('%s', (_, more, step, on, dueAt) => {
    expect(nextBillingStep({ ...facts, ...more })).toEqual({ step, on, dueAt: at(dueAt) })
  })
})

const periods = (steps: readonly PredictedStep[]) =>
  steps.flatMap(({ invoice }) => (invoice?.period ? [invoice.period] : []))

function contractFrom(start: string, months: number, more: Partial<ContractFacts> = {}): ContractFacts {
  const items = [seats('full-time', 10, 10_700, { cover: [] })]
  const term = { start: day(start), end: addMonths(day(start), months) }
  return exampleContract({ interval: 'monthly', term, items, ...more })
}

const predicted = (contract: ContractFacts, upTo: string) =>
  predictRuns(
    {
      contract,
      catalog: DEFAULT_CATALOG,
      account: { taxes: [], credits: [], carried: 0 },
      signedAt: startOfDay(contract.term.start),
    },
    at(upTo),
  )

describe('CAL-04 contracts from the ends of months, through a leap year', () => {
  test.each([
    ['2027-11-29', 1, '29 29 29 29 29 29 29'],
    ['2027-11-30', 1, '30 30 30 29 30 30 30'],
    ['2027-12-31', 1, '31 31 29 31 30 31 30'],
    ['2027-12-31', 12, '31 31 29 31 30 31 30'],
    ['2028-02-29', 1, '29 29 29 29 29 29 29'],
    ['2026-10-31', 3, '31 30 31 31 28 31 30'],
  ])('from %s, terms of %i months', (start, months, days) => {
    const steps = predicted(contractFrom(start, months), '2029-01-01T00:00Z')
    const starts = periods(steps).map((period) => period.start)
    expect(
      starts
        .slice(0, 7)
        .map((one) => one.slice(8))
        .join(' '),
    ).toBe(days)
  })

  test('a year from leap day: clamped, and back on its day in the next leap year', () => {
    const steps = predicted(contractFrom('2028-02-29', 12, { interval: 'annual' }), '2032-03-01T00:00Z')
    expect(periods(steps).map((period) => period.start)).toEqual([
      '2028-02-29',
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ])
  })

  test('whatever the day, interval and term: periods without gap or overlap, each invoiced on its first day', () => {
    const start = fc.integer({ min: 0, max: 1500 }).map((n) => addDays(day('2026-01-01'), n))
    const interval = fc.constantFrom('monthly' as const, 'quarterly' as const, 'annual' as const)
    fc.assert(
      fc.property(start, interval, fc.integer({ min: 1, max: 24 }), (from, every, months) => {
        const contract = contractFrom(from, months, { interval: every })
        const steps = predicted(contract, `${addMonths(from, 26)}T00:00:00Z`)
        const all = periods(steps)
        expect(all.map(({ start }) => start)).toEqual([from, ...all.slice(0, -1).map(({ end }) => end)])
        expect(all.every(({ start, end }) => daysBetween(start, end) > 0)).toBe(true)
        const issued = steps.filter(({ step }) => step === 'invoice')
        expect(issued.map(({ dueAt }) => dueAt)).toEqual(issued.map(({ on }) => startOfDay(on)))
        expect(all.at(-1)!.end > addMonths(from, 26)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('BILL-03 since when the running period waits for an invoice', () => {
  const may = day('2026-05-10')
  const monthly = {
    renewal: true,
    interval: 'monthly',
    term: { start: day('2026-01-01'), end: day('2027-01-01') },
  } as const
  test.each([
    ['no: its own is out', monthly, day('2026-06-01'), may, null],
    ['yes: its own is not', monthly, day('2026-05-01'), may, '2026-05-01'],
    ['yes: the next one’s is out, too', monthly, day('2026-07-01'), may, '2026-05-01'],
    ['no: the term has not begun', monthly, day('2026-02-01'), day('2025-12-31'), null],
    ['yes on its first day', monthly, day('2026-01-01'), day('2026-01-01'), '2026-01-01'],
    ['yes on its last', monthly, day('2026-12-01'), day('2026-12-31'), '2026-12-01'],
    ['no: the term is over', monthly, day('2026-12-01'), day('2027-01-01'), null],
    ['yes of a next term that nothing was invoiced of', monthly, null, may, '2026-01-01'],
  ])('%s', (_, contract, billedUntil, today, since) => {
    expect(awaitsInvoiceSince({ ...contract, billedUntil }, today)).toBe(since)
  })
})

describe('what a prediction does with money', () => {
  const account = (more: object = {}) => ({ taxes: [], credits: [], carried: 0, ...more })
  const run = (contract: ContractFacts, money: object, upTo: string) =>
    predictRuns(
      {
        contract,
        catalog: DEFAULT_CATALOG,
        account: account(money),
        signedAt: startOfDay(contract.term.start),
      },
      at(upTo),
    )
  const monthly = (more: Partial<ContractFacts> = {}) => contractFrom('2026-01-01', 12, more)
  const seen = (steps: readonly PredictedStep[]) =>
    steps.map(({ step, on, invoice }) => [step, on, invoice?.creditApplied, invoice?.carriedIn, invoice?.due])

  test('BILL-05 credit is used once, the rest by the next invoices', () => {
    const credits = [
      { id: 'a', grantedAt: at('2025-12-01T00:00Z'), remaining: 7_000 },
      { id: 'b', grantedAt: at('2025-12-02T00:00Z'), remaining: 150_000 },
    ]
    expect(seen(run(monthly(), { credits }, '2026-03-01T00:00Z'))).toEqual([
      ['invoice', '2026-01-01', 107_000, 0, 0],
      ['invoice', '2026-02-01', 50_000, 0, 57_000],
      ['invoice', '2026-03-01', 0, 0, 107_000],
    ])
  })

  test('BILL-05 credit of a later day is for the invoice after it, that of the very instant for this one', () => {
    const credit = (grantedAt: string) => [{ id: 'a', grantedAt: at(grantedAt), remaining: 1_000 }]
    const used = (grantedAt: string) =>
      seen(run(monthly(), { credits: credit(grantedAt) }, '2026-02-01T00:00Z')).map(
        ([, , applied]) => applied,
      )
    expect(used('2026-01-01T00:00Z')).toEqual([1_000, 0])
    expect(used('2026-01-01T00:00:00.001Z')).toEqual([0, 1_000])
  })

  test('BILL-12 what is below the card’s minimum is carried from invoice to invoice', () => {
    const contract = monthly({ items: [seats('full-time', 1, 20)] })
    expect(seen(run(contract, { carried: 5 }, '2026-04-01T00:00Z'))).toEqual([
      ['invoice', '2026-01-01', 0, 5, 0],
      ['invoice', '2026-02-01', 0, 25, 0],
      ['invoice', '2026-03-01', 0, 45, 65],
      ['invoice', '2026-04-01', 0, 0, 0],
    ])
  })

  test('BILL-04 of several changes the first comes first, whatever their order; each step says what is then', () => {
    const more = (to: number, on: string) =>
      ({ kind: 'quantity', item: 'full-time', from: 10, to, effectiveOn: day(on) }) as const
    const contract = monthly({
      scheduled: [more(8, '2026-03-01'), more(9, '2026-02-01'), more(7, '2026-04-01')],
    })
    expect(
      run(contract, {}, '2026-03-01T00:00Z').map(({ step, on, quantities }) => [step, on, quantities]),
    ).toEqual([
      ['invoice', '2026-01-01', { 'full-time': 10 }],
      ['change', '2026-02-01', { 'full-time': 9 }],
      ['invoice', '2026-02-01', { 'full-time': 9 }],
      ['change', '2026-03-01', { 'full-time': 8 }],
      ['invoice', '2026-03-01', { 'full-time': 8 }],
    ])
  })

  test('BILL-03 more seats within a period that is invoiced are an invoice of their own', () => {
    const contract = contractFrom('2026-01-01', 12, {
      interval: 'annual',
      scheduled: [{ kind: 'quantity', item: 'full-time', from: 10, to: 12, effectiveOn: day('2026-12-31') }],
    })
    expect(seen(run(contract, {}, '2026-12-31T00:00Z'))).toEqual([
      ['invoice', '2026-01-01', 0, 0, 1_284_000],
      // 2 × 107.00 × 12 × 1/365
      ['change', '2026-12-31', 0, 0, 704],
    ])
  })

  test('BILL-06 a first year is invoiced when it was signed, a later one on its first day', () => {
    const contract = contractFrom('2026-01-01', 12, { interval: 'annual' })
    const signedAt = at('2025-12-10T09:00Z')
    const first = (renewal?: boolean) =>
      predictRuns(
        {
          contract,
          catalog: DEFAULT_CATALOG,
          account: account(),
          signedAt,
          ...(renewal !== undefined && { renewal }),
        },
        at('2026-01-01T00:00Z'),
      )[0]!.dueAt
    expect([first(), first(true)]).toEqual([signedAt, at('2026-01-01T00:00Z')])
  })

  test('a rule that refuses stops it', () => {
    const contract = monthly({ items: [seats('full-time', 1000, 2 ** 50)] })
    expect(() => run(contract, {}, '2026-02-01T00:00Z')).toThrow(
      'Refused: {"kind":"refuse","reason":"amount-out-of-range"}',
    )
  })
})

describe('the same contract through time', () => {
  const reduced: Partial<ContractFacts> = {
    scheduled: [{ kind: 'quantity', item: 'full-time', from: 10, to: 7, effectiveOn: day('2026-06-01') }],
  }

  test('BILL-04 a change on a period’s first day is in its invoice, with no other charge', () => {
    const steps = predicted(contractFrom('2026-01-01', 12, reduced), '2026-07-01T00:00Z')
    expect(steps.map(({ step, on, invoice }) => [step, on, invoice?.due])).toEqual([
      ['invoice', '2026-01-01', 107_000],
      ['invoice', '2026-02-01', 107_000],
      ['invoice', '2026-03-01', 107_000],
      ['invoice', '2026-04-01', 107_000],
      ['invoice', '2026-05-01', 107_000],
      ['change', '2026-06-01', undefined],
      ['invoice', '2026-06-01', 74_900],
      ['invoice', '2026-07-01', 74_900],
    ])
  })

  test('D-03 within a year that is paid it is credited, and the credit is used by the renewal’s invoice', () => {
    const contract = contractFrom('2026-01-01', 12, { interval: 'annual', ...reduced })
    const steps = predicted(contract, '2027-01-01T00:00Z')
    expect(steps.map(({ step, on, invoice }) => [step, on, invoice?.creditApplied])).toEqual([
      ['invoice', '2026-01-01', 0],
      ['change', '2026-06-01', undefined],
      ['renew', '2027-01-01', undefined],
      // 3 × 107.00 × 12 × 214/365, of what 7 seats cost.
      ['invoice', '2027-01-01', 225_843],
    ])
  })

  test('BILL-08 nothing follows the end of a cancelled contract', () => {
    const contract = contractFrom('2026-01-01', 3, { endsOn: day('2026-04-01') })
    expect(predicted(contract, '2028-01-01T00:00Z').map(({ step, on }) => [step, on])).toEqual([
      ['invoice', '2026-01-01'],
      ['invoice', '2026-02-01'],
      ['invoice', '2026-03-01'],
      ['end', '2026-04-01'],
    ])
  })
})
