import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantFromIso, type Instant } from '../time/instant.ts'
import { DIFFERENCES, differencesOf, safeRepair } from './differences.ts'
import type { CardFacts, ListedInvoice, OurCharge, ReconciliationFacts, SeatCount } from './facts.ts'

const NOW = instantFromIso('2026-11-22T01:00Z')
const ago = (minutes: number) => (NOW - minutes * 60_000) as Instant

const charge = (more: Partial<OurCharge> = {}): OurCharge => ({
  id: 'p-1',
  kind: 'purchase',
  due: 5_000,
  state: 'paid',
  credited: false,
  elsewhere: false,
  processorInvoiceId: 'in-1',
  begunAt: ago(600),
  ...more,
})
const listed = (more: Partial<ListedInvoice> = {}): ListedInvoice => ({
  id: 'in-1',
  reference: 'p-1',
  state: 'paid',
  amount: 5_000,
  currency: 'USD',
  createdAt: ago(600),
  ...more,
})
const seats = (more: Partial<SeatCount>): readonly SeatCount[] => [
  { item: 'full-time', seats: 8, invoiced: 8, unbilled: 0, givenUp: 0, ...more },
]
const card: CardFacts = {
  paymentMethodId: 'pm-1',
  brand: 'visa',
  lastFour: '4242',
  expiryMonth: 12,
  expiryYear: 2031,
}

function facts(
  more: Partial<Omit<ReconciliationFacts, 'processor'>> & {
    invoices?: readonly ListedInvoice[]
    theirCard?: CardFacts | 'gone'
  } = {},
): ReconciliationFacts {
  const { invoices = [listed()], theirCard = card, ...rest } = more
  return {
    currency: 'USD',
    charges: [charge()],
    receivable: { ledger: 0, invoices: 0 },
    card,
    seats: seats({}),
    billingFault: null,
    processor: { invoices, card: theirCard },
    ...rest,
  }
}
const kinds = (given: ReconciliationFacts) => differencesOf(given, NOW).map(({ kind }) => kind)

describe('PAY-09 what agrees', () => {
  test.each([
    ['paid on both sides', facts()],
    ['no customer at the processor', { ...facts({ charges: [] }), processor: null }],
    [
      'paid by wire: the processor was never asked',
      facts({ charges: [charge({ processorInvoiceId: null })], invoices: [] }),
    ],
    [
      'failed here, void there',
      facts({ charges: [charge({ state: 'over' })], invoices: [listed({ state: 'void' })] }),
    ],
    [
      'failed here and paid there, but credited',
      facts({ charges: [charge({ state: 'over', credited: true })] }),
    ],
    [
      'an invoice that was declined stays owed',
      facts({ charges: [charge({ kind: 'invoice', state: 'open' })], invoices: [listed({ state: 'open' })] }),
    ],
    [
      'a purchase of a minute ago',
      facts({ charges: [charge({ state: 'open', begunAt: ago(1) })], invoices: [listed({ state: 'open' })] }),
    ],
    [
      'a draft of a minute ago that no row names yet',
      facts({
        charges: [charge({ state: 'open', processorInvoiceId: null, begunAt: ago(1) })],
        invoices: [listed({ state: 'draft', createdAt: ago(1) })],
      }),
    ],
    [
      'a wire that the vendor has seen, void there',
      facts({
        charges: [charge({ kind: 'invoice', elsewhere: true })],
        invoices: [listed({ state: 'void' })],
      }),
    ],
    ['a void left-over', facts({ invoices: [listed(), listed({ id: 'in-2', state: 'void' })] })],
    [
      'an invoice that had to be replaced there, by name and round',
      facts({ invoices: [listed(), listed({ id: 'in-2', reference: 'p-1/1', state: 'void' })] }),
    ],
    [
      'a purchase of two hours ago, to the millisecond',
      facts({
        charges: [charge({ state: 'open', begunAt: ago(120) })],
        invoices: [listed({ state: 'open' })],
      }),
    ],
    [
      'a draft of nearly fifteen minutes ago that no row names yet',
      facts({
        charges: [charge({ state: 'open', processorInvoiceId: null, begunAt: ago(14) })],
        invoices: [listed({ state: 'draft', createdAt: (ago(15) + 1) as Instant })],
      }),
    ],
    [
      'an issued invoice of a day ago that the processor was never asked about',
      facts({
        charges: [charge({ kind: 'invoice', state: 'open', processorInvoiceId: null, begunAt: ago(1440) })],
        invoices: [],
      }),
    ],
    [
      'an issued invoice that was made unpayable there a moment ago',
      facts({
        charges: [charge({ kind: 'invoice', state: 'open', begunAt: ago(5) })],
        invoices: [listed({ state: 'void' })],
      }),
    ],
    [
      'failed here, given up there',
      facts({ charges: [charge({ state: 'over' })], invoices: [listed({ state: 'uncollectible' })] }),
    ],
    ['failed here, not known there', facts({ charges: [charge({ state: 'over' })], invoices: [] })],
    [
      'a wire that the vendor has seen, not known there',
      facts({ charges: [charge({ kind: 'invoice', elsewhere: true })], invoices: [] }),
    ],
    [
      'a wire that the vendor has seen, given up there',
      facts({
        charges: [charge({ kind: 'invoice', elsewhere: true })],
        invoices: [listed({ state: 'uncollectible' })],
      }),
    ],
    [
      'a left-over that was given up there',
      facts({ invoices: [listed(), listed({ id: 'in-2', state: 'uncollectible' })] }),
    ],
    ['no card here', facts({ card: null })],
    ['no card here, gone there', facts({ card: null, theirCard: 'gone' })],
    ['no card there', { ...facts(), processor: { invoices: [listed()], card: null } }],
    ['paid, and no customer at the processor', { ...facts(), processor: null }],
    [
      'nothing says how many seats were invoiced',
      facts({ seats: seats({ item: 'staff', seats: 3, invoiced: null }) }),
    ],
    [
      'D-02 bought with an invoice that was taken back: the seats stay',
      facts({ seats: seats({ seats: 13, unbilled: 5 }) }),
    ],
    ['of those some were given up', facts({ seats: seats({ seats: 11, unbilled: 5, givenUp: 2 }) })],
    ['D-03 given up before they were paid', facts({ seats: seats({ seats: 3, givenUp: 5 }) })],
    ['of those some are used again', facts({ seats: seats({ seats: 6, givenUp: 5 }) })],
  ])('%s', (_, given) => {
    expect(differencesOf(given, NOW)).toEqual([])
  })
})

describe('PAY-09 what differs', () => {
  test.each([
    ['paid there, open here', { charges: [charge({ state: 'open' })] }, 'paid-there-open-here', 'settle'],
    [
      'paid there, failed here, and no credit',
      { charges: [charge({ state: 'over' })] },
      'paid-there-open-here',
      'settle',
    ],
    [
      'an issued invoice paid there',
      { charges: [charge({ kind: 'invoice', state: 'open' })] },
      'paid-there-open-here',
      'settle',
    ],
    ['paid here, open there', { invoices: [listed({ state: 'open' })] }, 'paid-here-not-there', null],
    ['paid here, not known there', { invoices: [] }, 'paid-here-not-there', null],
    ['another amount was collected', { invoices: [listed({ amount: 4_999 })] }, 'amount-differs', null],
    [
      'the same amount of another currency',
      { invoices: [listed({ currency: 'EUR' })] },
      'amount-differs',
      null,
    ],
    [
      'two rounds of an invoice were paid',
      { invoices: [listed(), listed({ id: 'in-2', reference: 'p-1/1' })] },
      'paid-twice',
      null,
    ],
    [
      'a second invoice of the same purchase was paid',
      { invoices: [listed(), listed({ id: 'in-2' })] },
      'paid-twice',
      null,
    ],
    [
      'a purchase that nobody has looked at for a day',
      { charges: [charge({ state: 'open', begunAt: ago(1440) })], invoices: [listed({ state: 'void' })] },
      'undecided',
      'look-again',
    ],
    [
      'failed here, still payable there',
      { charges: [charge({ state: 'over' })], invoices: [listed({ state: 'open' })] },
      'open-there-over-here',
      'void',
    ],
    [
      'a wire that the vendor has seen, still payable there',
      {
        charges: [charge({ kind: 'invoice', elsewhere: true })],
        invoices: [listed({ state: 'open' })],
      },
      'open-there-over-here',
      'void',
    ],
    [
      'a wire that the vendor has seen, and the card was charged, too',
      { charges: [charge({ kind: 'invoice', elsewhere: true })] },
      'paid-twice',
      null,
    ],
    [
      'a draft that a crash left',
      { invoices: [listed(), listed({ id: 'in-2', state: 'draft' })] },
      'left-over',
      'void',
    ],
    [
      'an invoice that none of ours made',
      { invoices: [listed(), listed({ id: 'in-9', reference: null })] },
      'unknown-invoice',
      null,
    ],
    [
      'an invoice for something that is not in the books',
      { invoices: [listed(), listed({ id: 'in-9', reference: 'p-9', state: 'open' })] },
      'unknown-invoice',
      null,
    ],
    [
      'a purchase of two hours and a millisecond ago',
      {
        charges: [charge({ state: 'open', begunAt: (ago(120) - 1) as Instant })],
        invoices: [listed({ state: 'open' })],
      },
      'undecided',
      'look-again',
    ],
    [
      'a purchase of a day ago that never came there',
      { charges: [charge({ state: 'open', processorInvoiceId: null, begunAt: ago(1440) })], invoices: [] },
      'undecided',
      'look-again',
    ],
    [
      'an issued invoice of a day ago, unpayable there',
      {
        charges: [charge({ kind: 'invoice', state: 'open', begunAt: ago(1440) })],
        invoices: [listed({ state: 'void' })],
      },
      'undecided',
      'look-again',
    ],
    [
      'failed here, still a draft there',
      { charges: [charge({ state: 'over' })], invoices: [listed({ state: 'draft' })] },
      'open-there-over-here',
      'void',
    ],
    [
      'a wire that the vendor has seen, still a draft there',
      { charges: [charge({ kind: 'invoice', elsewhere: true })], invoices: [listed({ state: 'draft' })] },
      'open-there-over-here',
      'void',
    ],
    [
      'a draft of fifteen minutes ago that no row names',
      { invoices: [listed(), listed({ id: 'in-2', state: 'draft', createdAt: ago(15) })] },
      'left-over',
      'void',
    ],
    ['another brand', { theirCard: { ...card, brand: 'mastercard' } }, 'card-differs', 'adopt-card'],
    ['other digits', { theirCard: { ...card, lastFour: '0005' } }, 'card-differs', 'adopt-card'],
    ['another month', { theirCard: { ...card, expiryMonth: 11 } }, 'card-differs', 'adopt-card'],
    [
      'the bank has renewed the card',
      { theirCard: { ...card, expiryYear: 2035 } },
      'card-differs',
      'adopt-card',
    ],
    ['the card is gone there', { theirCard: 'gone' }, 'card-gone', null],
    [
      'the ledger says another debt than the invoices',
      { receivable: { ledger: 5_000, invoices: 0 } },
      'receivable-differs',
      null,
    ],
    ['more seats than were invoiced', { seats: seats({ seats: 9 }) }, 'seats-differ', null],
    ['fewer seats than were invoiced', { seats: seats({ seats: 7 }) }, 'seats-differ', null],
    [
      'more than were bought with an invoice that was taken back',
      { seats: seats({ seats: 14, unbilled: 5 }) },
      'seats-differ',
      null,
    ],
    [
      'fewer than were given up before they were paid',
      { seats: seats({ seats: 2, givenUp: 5 }) },
      'seats-differ',
      null,
    ],
  ] as const)('%s', (_, given, kind, repair) => {
    const found = differencesOf(facts(given), NOW)
    expect(found.map((each) => [each.kind, safeRepair(each)])).toEqual([[kind, repair]])
  })

  test('those about money come first', () => {
    const given = facts({
      invoices: [listed({ id: 'in-2', state: 'draft' })],
      seats: seats({ seats: 9 }),
    })
    expect(kinds(given)).toEqual(['paid-here-not-there', 'seats-differ', 'left-over'])
  })
})

test('PAY-09 nothing that would move money or take something away is repaired by itself', () => {
  const repaired = Object.entries(DIFFERENCES).filter(([, { repair }]) => repair !== null)
  expect(repaired.map(([kind]) => kind).toSorted()).toEqual([
    'card-differs',
    'left-over',
    'open-there-over-here',
    'paid-there-open-here',
    'undecided',
  ])
})

test('PAY-09 what was collected for something open is booked by itself where it is the very amount', () => {
  const [difference] = differencesOf(facts({ charges: [charge({ state: 'open' })] }), NOW)
  expect(safeRepair(difference!)).toBe('settle')
  const [other] = differencesOf(facts({ invoices: [listed({ amount: 4_000 })] }), NOW)
  expect([other!.kind, safeRepair(other!)]).toEqual(['amount-differs', null])
  const [crashed] = differencesOf(
    facts({ invoices: [listed(), listed({ id: 'in-2', state: 'draft' })] }),
    NOW,
  )
  expect(safeRepair(crashed!)).toBe('void')
})

test('PAY-09 each difference names what it is about', () => {
  const of = (given: Parameters<typeof facts>[0]) => differencesOf(facts(given), NOW)
  expect(of({ billingFault: 'The invoice is refused' })).toEqual([
    { kind: 'not-billed', subject: 'billing', why: 'The invoice is refused' },
  ])
  expect(of({ receivable: { ledger: 5, invoices: 0 } })).toEqual([
    { kind: 'receivable-differs', subject: 'receivable', ledger: 5, invoices: 0 },
  ])
  expect(of({ invoices: [] })).toMatchObject([{ subject: 'p-1', charge: 'purchase', there: 'not-there' }])
  expect(of({ invoices: [listed({ state: 'open' })] })).toMatchObject([{ subject: 'p-1', there: 'open' }])
})

test('PAY-09 another amount than was due is never booked by itself', () => {
  const [difference] = differencesOf(
    facts({ charges: [charge({ state: 'open' })], invoices: [listed({ amount: 4_000 })] }),
    NOW,
  )
  expect([difference!.kind, safeRepair(difference!)]).toEqual(['paid-there-open-here', null])
})

test('PAY-09 the order in which the two sides are listed does not matter, and each difference is named once', () => {
  const anyCharge = fc.record({
    state: fc.constantFrom('open' as const, 'paid' as const, 'over' as const),
    there: fc.constantFrom('draft' as const, 'open' as const, 'paid' as const, 'void' as const, null),
    amount: fc.constantFrom(5_000, 4_000),
    credited: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(anyCharge, { maxLength: 6 }), (drawn) => {
      const charges = drawn.map(({ state, credited }, n) =>
        charge({ id: `p-${n}`, state, credited, processorInvoiceId: `in-${n}` }),
      )
      const invoices = drawn.flatMap(({ there, amount }, n) =>
        there === null ? [] : [listed({ id: `in-${n}`, reference: `p-${n}`, state: there, amount })],
      )
      const one = differencesOf(facts({ charges, invoices }), NOW)
      const other = differencesOf(
        facts({ charges: charges.toReversed(), invoices: invoices.toReversed() }),
        NOW,
      )
      const names = one.map(({ kind, subject }) => `${kind} ${subject}`)
      expect(other.map(({ kind, subject }) => `${kind} ${subject}`).toSorted()).toEqual(names.toSorted())
      expect(new Set(names).size).toBe(names.length)
      // Where both sides say paid and the same amount, there is nothing to say.
      for (const [n, { state, there, amount }] of drawn.entries()) {
        const agrees = state === 'paid' && there === 'paid' && amount === 5_000
        expect(agrees && one.some(({ subject }) => subject === `p-${n}`)).toBe(false)
      }
    }),
  )
})
