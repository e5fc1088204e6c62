import { type Instant, quoteChange, type QuoteFacts } from '@seatkeeper/rules'
import { type QuoteFigures, quoteFigures } from './quote-view.ts'
import { readWish } from './wish.ts'

/**
 * The figures while somebody types (BILL-02), from the rules in the browser; a chunk of its own, loaded when they begin. What
 * the server says on review is what counts.
 */
export function liveFigures(
  typed: FormData,
  facts: QuoteFacts,
  now: number,
  locale: string | undefined,
): { readonly figures: QuoteFigures | null; readonly advice: string | null } {
  const wish = readWish((name) => typed.get(name) as string | null, facts.contract.plan)
  if (wish.kind === 'wrong') return { figures: null, advice: Object.values(wish.errors).join(' ') }
  if (wish.changes.length === 0) return { figures: null, advice: null }
  const quote = quoteChange(facts, wish.changes, now as Instant)
  if (quote.kind === 'grant') return { figures: quoteFigures(quote, facts.contract, locale), advice: null }
  const fewer = quote.reason === 'reduction-before-renewal'
  return {
    figures: null,
    advice: fewer
      ? 'Seats and plan can’t be reduced before the renewal.'
      : 'This can’t be bought as it is. Press Review to see why.',
  }
}
