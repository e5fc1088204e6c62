import { describe, expect, test } from 'vitest'
import { exampleContract, quoteFacts, seats } from '../../test/contract.ts'
import { day } from '../time/day.ts'
import { instantFromIso as at } from '../time/instant.ts'
import { acceptQuote, replayQuote } from './accept.ts'
import type { ContractSeason } from './contract.ts'
import { explainLine } from './line.ts'
import { quoteAdHocSeason, quoteNewTerm } from './quote-subject.ts'
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
    ['a season that has passed', '2026-10-01T00:00Z', {}, 'season-closed'],
  ])('BILL-06 refused: %s', (_, now, more, reason) => {
    const refused = quoteAdHocSeason(quoteFacts(exampleContract(more)), summer, at(now))
    expect(refused).toMatchObject({ kind: 'refuse', reason })
  })

  test('BILL-06 special terms do not keep from what the vendor has offered; it may outlast the contract', () => {
    const contract = exampleContract({ selfService: false })
    const late = { ...summer, firstDay: day('2026-12-01'), lastDay: day('2027-02-28') }
    expect(quoteAdHocSeason(quoteFacts(contract), late, june).kind).toBe('grant')
  })
})
