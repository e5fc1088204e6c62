import { describe, expect, test } from 'vitest'
import { exampleContract, quoteFacts, seats } from '../../test/contract.ts'
import { day } from '../time/day.ts'
import { instantFromIso as at } from '../time/instant.ts'
import { acceptQuote, replayQuote } from './accept.ts'
import type { ContractSeason } from './contract.ts'
import { explainLine } from './line.ts'
import { quoteAdHocSeason, quoteAgain, quoteNewTerm } from './quote-subject.ts'
import type { Quote } from './quote.ts'

const ended = exampleContract({
  endsOn: day('2027-01-01'),
  items: [seats('full-time', 10, 7000, { inUse: 8 })],
})
const march = at('2027-03-15T12:00Z')
const summer: ContractSeason = {
  id: 'summer',
  name: 'Summer',
  source: 'ad-hoc',
  firstDay: day('2026-07-01'),
  lastDay: day('2026-09-30'),
  seats: 4,
  unitPrice: 6000,
}
const june = at('2026-06-10T08:00Z')

function granted(decision: { readonly kind: string }): Quote {
  if (decision.kind === 'refuse') throw new Error(JSON.stringify(decision))
  const { kind: _, ...quote } = decision
  return JSON.parse(JSON.stringify(quote)) as Quote
}
const formulas = ({ dueToday }: Quote) => dueToday.lines.map((line) => explainLine(line).formula)

describe('BILL-08 D-21 a new term after the end', () => {
  const wish = { interval: 'annual' as const, quantities: { 'full-time': 9 } }

  test('is a quote like any other: lines that replay, list price, the term from today', () => {
    const quote = granted(quoteNewTerm(quoteFacts(ended), wish, march))
    expect(formulas(quote)).toEqual(['9 × 89.00 × 12 = 9612.00 USD'])
    expect(replayQuote(quote)).toEqual({ due: 961_200, creditGranted: 0 })
    expect(quote).toMatchObject({
      changes: [],
      subject: { kind: 'new-term', ...wish },
      contract: { term: { start: '2027-03-15', end: '2028-03-15' } },
      annual: { next: { yearly: 961_200 } },
    })
    expect(quote.contract.endsOn).toBeUndefined()
  })

  test.each([
    ['in the morning for half an hour', '2027-03-15T12:00Z', '2027-03-15T12:30Z'],
    ['before midnight until midnight', '2027-03-15T23:50Z', '2027-03-16T00:00Z'],
  ])('BILL-02 it holds %s', (_, now, expires) => {
    expect(granted(quoteNewTerm(quoteFacts(ended), wish, at(now))).expiresAt).toBe(at(expires))
  })

  test('it is accepted exactly as it was quoted, or quoted anew', () => {
    const quote = granted(quoteNewTerm(quoteFacts(ended), wish, march))
    const later = at('2027-03-15T12:29:59.999Z')
    expect(acceptQuote(quote, quoteFacts(ended), later).kind).toBe('grant')
    expect(acceptQuote(quote, quoteFacts(ended), quote.expiresAt)).toMatchObject({ reason: 'quote-expired' })
    const running = exampleContract({ term: { start: day('2027-03-15'), end: day('2028-03-15') } })
    expect(acceptQuote(quote, quoteFacts(running), later)).toMatchObject({ reason: 'quote-stale', now: null })
    const credits = [{ id: 'c', grantedAt: june, remaining: 100 }]
    const credited = quoteFacts(ended, { account: { taxes: [], credits, carried: 0 } })
    expect(acceptQuote(quote, credited, later)).toMatchObject({
      reason: 'quote-stale',
      now: { amount: 961_100 },
    })
  })

  test.each([
    ['fewer seats than people hold', ended, 7, 'below-assigned'],
    ['a contract that runs', exampleContract(), 10, 'not-ended'],
    [
      'less than nothing',
      exampleContract({ endsOn: day('2027-01-01'), items: [seats('full-time', 1, 1)] }),
      -1,
      'invalid-quantity',
    ],
  ] as const)('D-23 refused: %s', (_, contract, quantity, reason) => {
    const refused = quoteNewTerm(
      quoteFacts(contract),
      { ...wish, quantities: { 'full-time': quantity } },
      march,
    )
    expect(refused).toMatchObject({ kind: 'refuse', reason })
  })
})

describe('BILL-08 D-19 seats that follow others, in a new term', () => {
  const tied = (inUse: number) =>
    exampleContract({
      endsOn: day('2027-01-01'),
      items: [
        seats('collaborator', 5, 0, { inUse, terms: { mode: 'tied', seats: 1, per: 2 } }),
        seats('full-time', 10, 7000, { inUse: 8 }),
      ],
    })
  const quantitiesOf = (quantities: Record<string, number>, inUse = 5) =>
    Object.fromEntries(
      granted(
        quoteNewTerm(quoteFacts(tied(inUse)), { interval: 'annual', quantities }, march),
      ).contract.items.map(({ id, quantity }) => [id, quantity]),
    )

  test.each([
    ['follow the number that is asked for', { 'full-time': 9 }, 4],
    ['follow the number of before where none is', {}, 5],
    ['are never asked for by themselves', { 'full-time': 12, collaborator: 1 }, 6],
  ])('%s', (_, quantities, collaborators) => {
    expect(quantitiesOf(quantities)).toMatchObject({ collaborator: collaborators })
  })

  test('may be fewer than are in use: nobody asked for their number', () => {
    expect(quantitiesOf({ 'full-time': 8, collaborator: 1 })).toMatchObject({ collaborator: 4 })
  })

  test('D-22 more in use than there are seats is let be, fewer seats than before is not', () => {
    const over = exampleContract({
      endsOn: day('2027-01-01'),
      items: [seats('full-time', 5, 7000, { inUse: 8 })],
    })
    const of = (quantities: Record<string, number>) =>
      quoteNewTerm(quoteFacts(over), { interval: 'annual', quantities }, march)
    expect(of({}).kind).toBe('grant')
    expect(of({ 'full-time': 6 }).kind).toBe('grant')
    const counted = seats('full-time', 5, 7000, { inUse: 5, terms: { mode: 'counted' } })
    const fewer = quoteNewTerm(
      quoteFacts(exampleContract({ endsOn: day('2027-01-01'), items: [counted] })),
      { interval: 'annual', quantities: { 'full-time': 4 } },
      march,
    )
    expect(fewer).toMatchObject({ reason: 'below-assigned' })
    expect(of({ 'full-time': 4 })).toMatchObject({
      reason: 'below-assigned',
      item: 'full-time',
      requested: 4,
      assigned: 8,
    })
  })
})

describe('BILL-02 the same thing priced once more', () => {
  const running = quoteFacts(exampleContract())
  test.each([
    ['changes', { changes: [{ kind: 'quantity', item: 'full-time', by: 2 } as const] }, running, june],
    [
      'a new term',
      { subject: { kind: 'new-term', interval: 'annual', quantities: {} } as const, changes: [] },
      quoteFacts(ended),
      march,
    ],
    [
      'an ad hoc season',
      { subject: { kind: 'ad-hoc-season', season: summer } as const, changes: [] },
      running,
      june,
    ],
  ])('%s', (_, of, facts, now) => {
    const quote = granted(quoteAgain(facts, of, now))
    expect(quote).toMatchObject(of)
    expect(granted(quoteAgain(facts, quote, now))).toEqual(quote)
  })
})

describe('BILL-06 an ad hoc season at the price that was offered', () => {
  test('whole, at once: seats × price × months', () => {
    const quote = granted(quoteAdHocSeason(quoteFacts(exampleContract()), summer, june))
    expect(formulas(quote)).toEqual(['4 × 60.00 × 3 = 720.00 USD'])
    expect(replayQuote(quote)?.due).toBe(72_000)
    expect(quote.contract.seasons).toEqual([summer])
    expect(quote.annual.next.yearly).toBe(quote.annual.current.yearly)
    expect(acceptQuote(quote, quoteFacts(exampleContract()), june).kind).toBe('grant')
  })

  test.each([
    ['before the term', '2025-12-31T23:00Z', {}, 'change-outside-period'],
    ['after it', '2027-01-01T00:00Z', {}, 'contract-ended'],
    [
      'after the term, whenever the contract ends',
      '2027-01-01T00:00Z',
      { endsOn: day('2028-01-01') },
      'contract-ended',
    ],
    ['after a cancelled contract', '2026-08-01T00:00Z', { endsOn: day('2026-08-01') }, 'contract-ended'],
    ['a season that has passed', '2026-10-01T00:00Z', {}, 'season-closed'],
  ])('BILL-06 refused: %s', (_, now, more, reason) => {
    const refused = quoteAdHocSeason(quoteFacts(exampleContract(more)), summer, at(now))
    expect(refused).toMatchObject({ kind: 'refuse', reason })
  })

  test.each([
    ['until its last day', '2026-09-30T23:59:59.999Z', {}],
    ['on the first day of the term', '2026-01-01T00:00Z', {}],
    ['on the last day of a cancelled contract', '2026-07-31T23:59:59.999Z', { endsOn: day('2026-08-01') }],
    ['where a contract ends later than its term', '2026-08-02T00:00Z', { endsOn: day('2028-01-01') }],
  ])('BILL-06 can be had %s', (_, now, more) => {
    expect(quoteAdHocSeason(quoteFacts(exampleContract(more)), summer, at(now)).kind).toBe('grant')
  })

  test('BILL-06 refused: an amount beyond what can be reckoned', () => {
    const refused = quoteAdHocSeason(quoteFacts(exampleContract()), { ...summer, unitPrice: 2 ** 52 }, june)
    expect(refused).toEqual({ kind: 'refuse', reason: 'amount-out-of-range' })
  })

  test('BILL-12 what is below the card’s minimum is carried; taxes that are none refuse', () => {
    const contract = exampleContract()
    const small = { ...summer, seats: 1, unitPrice: 10 }
    expect(quoteAdHocSeason(quoteFacts(contract), small, june)).toMatchObject({
      dueToday: { due: 0, carriedOut: 30 },
    })
    const taxes = [{ kind: 'rate', name: 'VAT', percent: 'much' } as const]
    const account = { taxes, credits: [], carried: 0 }
    expect(quoteAdHocSeason(quoteFacts(contract, { account }), summer, june).kind).toBe('refuse')
  })

  test('BILL-02 it holds until the period ends at most, whose invoice it would be beside', () => {
    const late = { ...summer, lastDay: day('2027-02-28') }
    const quote = granted(quoteAdHocSeason(quoteFacts(exampleContract()), late, at('2026-12-31T23:50Z')))
    expect(quote.expiresAt).toBe(at('2027-01-01T00:00Z'))
  })

  test('BILL-06 special terms do not keep from what the vendor has offered; it may outlast the contract', () => {
    const contract = exampleContract({ selfService: false })
    const late = { ...summer, firstDay: day('2026-12-01'), lastDay: day('2027-02-28') }
    expect(quoteAdHocSeason(quoteFacts(contract), late, june).kind).toBe('grant')
  })
})
