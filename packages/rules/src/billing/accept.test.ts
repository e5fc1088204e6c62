import { describe, expect, test } from 'vitest'
import { exampleContract, quoteFacts, seats } from '../../test/contract.ts'
import { add, noon, quoted } from '../../test/quote.ts'
import { instantFromIso } from '../time/instant.ts'
import { acceptQuote, replayQuote } from './accept.ts'
import type { Quote } from './quote.ts'

const at = instantFromIso

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

describe('BILL-09 a quote replayed from its lines', () => {
  const tax = (percent: string) => ({
    kind: 'rate' as const,
    rule: 'tax' as const,
    subject: 'VAT',
    of: { amount: 1000, currency: 'USD' as const },
    percent,
    rounding: 'half-up' as const,
    amount: { amount: 200, currency: 'USD' as const },
    exact: { whole: 200, numerator: 0, denominator: 1 },
  })
  const quoteOf = (due: string[], credit: string[]) =>
    ({
      dueToday: { lines: due.map(tax) },
      creditGranted: { lines: credit.map(tax), amount: 0 },
    }) as unknown as Quote

  test('both sides, each added up', () => {
    expect(replayQuote(quoteOf(['20', '5'], ['10']))).toEqual({ due: 250, creditGranted: -100 })
  })

  test.each([
    ['a charge', ['20', 'x'], ['10']],
    ['a credit', ['20'], ['x']],
    ['both', ['x'], ['x']],
  ])('there is no figure where %s has terms that are none', (_, due, credit) => {
    expect(replayQuote(quoteOf(due, credit))).toBeUndefined()
  })
})

describe('D-27 what makes a quote stale is any difference in what the buyer saw', () => {
  const quote = quoted(quoteFacts(exampleContract()), [add(3)])
  test.each<[string, object]>([
    [
      'a line more',
      { dueToday: { ...quote.dueToday, lines: [...quote.dueToday.lines, ...quote.dueToday.lines] } },
    ],
    ['a line less', { dueToday: { ...quote.dueToday, lines: [] } }],
    ['null for an object', { annual: null }],
    ['a list for an object', { annual: [] }],
    ['an object for a list', { creditsUsed: {} }],
    ['a text for an object', { annual: 'annual' }],
    ['a field that is not there', { creditGranted: { lines: [] } }],
    ['a field too many', { creditGranted: { ...quote.creditGranted, more: 1 } }],
  ])('%s', (_, changed) => {
    const seen = { ...quote, ...changed } as Quote
    expect(acceptQuote(seen, quoteFacts(exampleContract()), noon)).toMatchObject({ reason: 'quote-stale' })
  })

  test('a field that is undefined is one that is not there', () => {
    const same = { ...quote, creditGranted: { ...quote.creditGranted, more: undefined } } as Quote
    expect(acceptQuote(same, quoteFacts(exampleContract()), noon).kind).toBe('grant')
  })
})
