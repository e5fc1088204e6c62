import { describe, expect, test } from 'vitest'
import { exampleContract, quoteFacts, seats } from '../../test/contract.ts'
import { add, noon, quoted } from '../../test/quote.ts'
import { instantFromIso } from '../time/instant.ts'
import { acceptQuote } from './accept.ts'
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
