import type { Decision } from '../decision.ts'
import { sumAmounts } from '../money/exact.ts'
import type { Instant } from '../time/instant.ts'
import { recomputeLine } from './line.ts'
import type { Quote, QuoteFacts } from './quote.ts'
import { quoteAgain } from './quote-subject.ts'

/**
 * May this quote still be charged (BILL-02, D-27)? Granted: exactly it. Refused: at or after its expiry; when the
 * facts of today would price the same changes at the quote's instant otherwise, in any line or in what the contract
 * becomes (somebody else bought meanwhile, a price, a credit or a tax changed). Quote anew then.
 */
export function acceptQuote(
  quote: Quote,
  facts: QuoteFacts,
  now: Instant,
): Decision<{ readonly quote: Quote }, 'quote-expired' | 'quote-stale'> {
  if (now >= quote.expiresAt) return { kind: 'refuse', reason: 'quote-expired', expiredAt: quote.expiresAt }
  const fresh = quoteAgain(facts, quote, quote.madeAt)
  if (fresh.kind === 'grant' && sameQuote(quote, fresh)) return { kind: 'grant', quote }
  return {
    kind: 'refuse',
    reason: 'quote-stale',
    quoted: { amount: quote.dueToday.due, currency: quote.currency },
    now: fresh.kind === 'grant' ? { amount: fresh.dueToday.due, currency: fresh.currency } : null,
  }
}

/**
 * What the buyer saw and agreed to. Who sits on the seats, and what the next invoice is expected to say, may change
 * meanwhile without making a quote stale.
 */
function sameQuote(a: Quote, b: Quote): boolean {
  return sameValue(agreed(a), agreed(b))
}

function agreed({ currency, dueToday, creditsUsed, creditGranted, annual, contract }: Quote) {
  const { plan, term, interval, scheduled } = contract
  return { currency, dueToday, creditsUsed, creditGranted, annual, plan, term, interval, scheduled }
}

/** Equality of JSON values; a field that is undefined is a field that is not there. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in left) if (!sameValue(left[key], right[key])) return false
  for (const key in right) if (!(key in left) && right[key] !== undefined) return false
  return true
}

export interface Replay {
  readonly due: number
  readonly creditGranted: number
}

/**
 * BILL-09: a quote's (or an invoice's) figures from nothing but the terms stored on its lines: every line reckoned
 * anew, then added up. Undefined where a line's terms are no terms or a sum leaves the safe integers.
 */
export function replayQuote(quote: Pick<Quote, 'dueToday' | 'creditGranted'>): Replay | undefined {
  const due = total(quote.dueToday.lines.map(recomputeLine))
  const credit = total(quote.creditGranted.lines.map(recomputeLine))
  return due === undefined || credit === undefined ? undefined : { due, creditGranted: 0 - credit }
}

function total(amounts: readonly (number | undefined)[]): number | undefined {
  const known = amounts.filter((amount) => amount !== undefined)
  return known.length === amounts.length ? sumAmounts(known) : undefined
}
