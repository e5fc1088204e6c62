import { makeQuote, type MadeQuote, previewQuote, type QuoteInput } from '@seatkeeper/db'
import { taxesFor } from '@seatkeeper/payments'
import type { AdminPage } from '../routes/admin.ts'

type Asker = Pick<AdminPage, 'query' | 'context'>
type Wish = Pick<QuoteInput, 'changes' | 'subject'>

/** Somebody else may change the contract while the tax service is asked: then it is asked again. */
const TRIES = 3

/**
 * BILL-02: a quote with the taxes that the processor's tax service reckons for exactly its net, where there is one. It is asked between
 * two transactions, never inside one; where it can't say, the table of rates stands in, and the quote says so.
 */
export const makeQuoteWithTaxes = (asker: Asker, wish: Wish): Promise<MadeQuote> =>
  withTaxes(asker, wish, makeQuote)

/** The same, not written down. */
export const previewQuoteWithTaxes = (asker: Asker, wish: Wish): Promise<MadeQuote> =>
  withTaxes(asker, wish, previewQuote)

async function withTaxes(
  { query, context }: Asker,
  wish: Wish,
  price: (context: AdminPage['query'], input: QuoteInput) => Promise<MadeQuote>,
): Promise<MadeQuote> {
  const { taxService, log } = context.services
  if (taxService === null) return price(query, wish)
  for (let n = 0; n < TRIES; n += 1) {
    const first = await previewQuote(query, wish)
    if (first.kind === 'refuse') return first
    const { quote, place, asked } = first
    const { currency } = quote
    const answer = await taxesFor(taxService, { place, currency, ...asked, reference: first.quoteId })
    if (answer.error !== undefined) log.warn({ error: answer.error }, 'The tax service did not answer')
    const made = await price(query, { ...wish, taxes: answer.taxes, basis: answer.basis })
    if (made.kind === 'grant' || made.reason !== 'changed-meanwhile') return made
  }
  return price(query, { ...wish, basis: { by: 'table', why: 'service-unreachable' } })
}
