import {
  type ContractFacts,
  type Day,
  DEFAULT_CATALOG,
  type Instant,
  quoteChange,
  type QuoteFacts,
} from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { liveFigures } from './live-figures.ts'
import { quoteChanges } from './quote-changes.ts'
import { quoteFigures } from './quote-view.ts'
import { moneyText } from './words.ts'

const now = Date.UTC(2026, 5, 10, 8) as Instant
const day = (text: string) => text as Day

function facts(
  contract: Partial<ContractFacts> = {},
  account: Partial<QuoteFacts['account']> = {},
): QuoteFacts {
  return {
    contract: {
      plan: 'enterprise',
      policy: DEFAULT_CATALOG.policies['standard']!,
      currency: 'USD',
      interval: 'annual',
      term: { start: day('2026-01-01'), end: day('2027-01-01') },
      items: [
        {
          id: 'full-time',
          kind: 'seats',
          quantity: 20,
          unitPrice: 8900,
          inUse: 18,
          cover: [{ quantity: 20, unitPrice: 8900, paid: true }],
        },
      ],
      seasons: [],
      scheduled: [],
      selfService: true,
      payment: 'card',
      ...contract,
    },
    catalog: DEFAULT_CATALOG,
    account: {
      taxes: [{ kind: 'rate', name: 'Sales tax', percent: '8.875' }],
      credits: [],
      carried: 0,
      ...account,
    },
    by: 'customer',
  }
}

const typed = (fields: Record<string, string>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

describe('BILL-02 figures while typing', () => {
  test('BILL-02 BILL-03 BILL-09 they are the rules’ own, and each line explains itself', () => {
    const { figures } = liveFigures(typed({ 'full-time': '3' }), facts(), now, 'en-US')
    // 3 × 89.00 × 12 × 205/365 = 1,799.51 and 8.875 % of it.
    expect(figures).toMatchObject({
      seats: [{ name: 'Full-time seats', current: '20', next: '23', changed: true }],
      due: '$1,959.22',
      lines: [
        {
          text: '3 × Full-time seats, added',
          period: 'Jun 10, 2026 – Dec 31, 2026',
          amount: '$1,799.51',
          formula: '3 × 89.00 × 12 × 205/365 days = 1799.51 USD',
          requirement: 'BILL-03',
        },
        { text: 'Sales tax, 8.875 % of $1,799.51, estimated', amount: '$159.71', requirement: 'D-27' },
      ],
    })
    expect(figures!.costs.at(-1)).toMatchObject({ name: 'A year', current: '$21,360.00', next: '$24,564.00' })
  })

  test.each<[string, Record<string, string>, Partial<ContractFacts>, RegExp]>([
    ['nothing yet', {}, {}, /^$/],
    ['BILL-04 fewer', { 'full-time': '-1' }, {}, /reduced before the renewal/],
    ['words', { 'full-time': 'x' }, {}, /whole number/],
    ['BILL-14 special terms', { 'full-time': '1' }, { selfService: false }, /Review/],
  ])('BILL-02 no figures: %s', (_name, fields, contract, advice) => {
    const said = liveFigures(typed(fields), facts(contract), now, undefined)
    expect(said.figures).toBeNull()
    expect(said.advice ?? '').toMatch(advice)
  })

  test('BILL-12 BILL-05 a monthly contract shows the month; what is under the minimum is carried, and says so', () => {
    const monthly = facts({
      interval: 'monthly',
      items: [{ id: 'full-time', kind: 'seats', quantity: 1, unitPrice: 60, cover: [] }],
    })
    const { figures } = liveFigures(typed({ 'full-time': '1' }), monthly, now, 'en-US')
    expect(figures!.costs.map(({ name }) => name)).toEqual(['Full-time seats', 'A month', 'A year'])
    const small = facts({
      items: [
        {
          id: 'full-time',
          kind: 'seats',
          quantity: 1,
          unitPrice: 1,
          cover: [{ quantity: 1, unitPrice: 1, paid: true }],
        },
      ],
    })
    const carried = liveFigures(typed({ 'full-time': '1' }), small, now, 'en-US').figures!
    expect(carried.due).toBe('$0.00')
    expect(carried.notes[0]).toMatch(/less than a card can be charged/)
  })
})

test('BILL-02 a fresh quote says what is different', () => {
  const quoted = (given: QuoteFacts) => {
    const quote = quoteChange(given, [{ kind: 'quantity', item: 'full-time', by: 3 }], now)
    if (quote.kind === 'refuse') throw new Error(quote.reason)
    return quote
  }
  const was = quoted(facts())
  expect(quoteChanges(was, quoted(facts()), 'en-US')).toEqual([])
  const taxed = quoted(facts({}, { taxes: [{ kind: 'rate', name: 'Sales tax', percent: '8.25' }] }))
  expect(quoteChanges(was, taxed, 'en-US')).toEqual([
    'Due today: $1,959.22 before, $1,947.97 now.',
    'Tax: $159.71 before, $148.46 now.',
  ])
  expect(quoteFigures(was, { plan: 'business' }, 'en-US').seats[0]).toEqual({
    name: 'Plan',
    current: 'Business',
    next: 'Enterprise',
    changed: true,
  })
})

test('BILL-09 amounts of 0 and 3 decimals, and below zero', () => {
  expect(moneyText('JPY', 'en-US')(1234)).toBe('¥1,234')
  expect(moneyText('KWD', 'en-US')(1234).replaceAll(/\s/g, ' ')).toBe('KWD 1.234')
  expect(moneyText('USD', 'en-US')(-50)).toBe('−$0.50')
})
