import type { InvoiceRow } from '@seatkeeper/db'
import { type AccountStanding, type Instant, MS_PER_HOUR } from '@seatkeeper/rules'
import { isBeingCharged, invoiceTitle } from './invoice-row-view.ts'

/** So long after its payment an invoice is news. */
const NEWS_MS = MS_PER_HOUR / 6

/** ACC-05: what has become of a card that was entered a moment ago, each time that the page is looked at. */
export function cardEnteredText(
  invoices: readonly InvoiceRow[],
  {
    standings,
    wasLocked,
    wire,
    now,
  }: {
    readonly standings: AccountStanding
    /** The account was locked for want of money when the card was entered. */
    readonly wasLocked: boolean
    readonly wire: boolean
    readonly now: Instant
  },
): string {
  const locked = standings.some(({ standing }) => standing !== 'past-due')
  const unpaid = invoices.filter(({ paidAt, due, collection }) => {
    return paidAt === null && due > 0 && collection?.method === 'card' && collection.state !== 'void'
  })
  const charging = unpaid.filter(({ collection }) => isBeingCharged(collection, now))
  const [first] = charging
  if (first !== undefined) {
    const what = charging.length === 1 ? `${invoiceTitle(first)} is` : 'What is open is'
    // Too many staff are another lock, which no payment lifts.
    const opens = locked && !standings.some(({ standing }) => standing === 'staff-count-exceeded')
    const then = opens ? '; your account opens again as soon as it is paid' : ''
    return `The card is on file. ${what} being charged with it now${then}.`
  }
  if (unpaid.length > 0) return 'The card is on file.'
  const paid = invoices.some(({ collection, paidAt }) => {
    return collection?.method === 'card' && paidAt !== null && paidAt <= now && now - paidAt < NEWS_MS
  })
  if (paid) return wasLocked && !locked ? 'Paid. Your account is open again.' : 'The card is on file. Paid.'
  if (wire) return 'The card is on file. Your invoices go by bank transfer as before.'
  return wasLocked && !locked
    ? 'The card is on file. Your account is open again.'
    : 'The card is on file. Later charges go to it.'
}
