import { redirect } from '@remix-run/node'
import { quoteView } from '@seatkeeper/db'
import type { AdminPage } from '../routes/admin.ts'
import { granted } from './granted.ts'
import { makeQuoteWithTaxes } from './quote-with-taxes.ts'

/** The same changes at today's price; the review page says what is different (BILL-02). */
export async function quoteAgain(page: Pick<AdminPage, 'query' | 'context'>, quoteId: string) {
  const { quote } = granted(await quoteView(page.query, quoteId))
  const fresh = await makeQuoteWithTaxes(page, { changes: quote.changes, subject: quote.subject })
  if (fresh.kind === 'refuse') return fresh
  return redirect(`/settings/billing/quotes/${fresh.quoteId}?was=${quoteId}`, 303)
}
