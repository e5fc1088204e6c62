import { redirect } from '@remix-run/node'
import { makeQuote, type QueryContext, quoteView } from '@seatkeeper/db'
import { granted } from './granted.ts'

/** The same changes at today's price; the review page says what is different (BILL-02). */
export async function quoteAgain(query: QueryContext, quoteId: string) {
  const { quote } = granted(await quoteView(query, quoteId))
  const fresh = await makeQuote(query, { changes: quote.changes })
  if (fresh.kind === 'refuse') return fresh
  return redirect(`/settings/billing/quotes/${fresh.quoteId}?was=${quoteId}`, 303)
}
