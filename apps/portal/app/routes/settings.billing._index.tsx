import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { accountInvoices, billingOverview, booksView, purchaseView } from '@seatkeeper/db'
import { booksAgreeView } from '~/billing/books-view.ts'
import { cardEnteredText } from '~/billing/card-entered-view.ts'
import { billingDoor, buyingDoor } from '~/billing/door.ts'
import { OverviewPage } from '~/billing/overview-page.tsx'
import { overviewView } from '~/billing/overview-view.ts'
import { bankAsks } from '~/billing/purchase-view.ts'
import { granted } from '~/server/billing/granted.ts'
import { adminPage } from '~/server/routes/admin.ts'
import { isOpen, standingsOf } from '~/server/routes/doors.ts'

export const meta: MetaFunction = () => [{ title: 'Manage Subscription' }]

const LATEST = 5

const flashes: Readonly<Record<string, string>> = {
  details: 'The billing details are saved.',
  cancelled: 'The subscription is cancelled. Until its end one click undoes it.',
  kept: 'The cancellation is undone. The subscription goes on as before; what had lapsed stays lapsed.',
  declined: 'The offer is declined.',
}

/** BILL-01 */
export const loader = adminPage(billingDoor, async ({ query, viewer, now, url, membership, context }) => {
  const { overview } = granted(await billingOverview(query))
  const { invoices } = granted(await accountInvoices(query))
  const { books } = granted(await booksView(query))
  const mayBuy = isOpen(membership, buyingDoor)
  const standings = standingsOf(membership)
  const done = url.searchParams.get('done') ?? ''
  const waiting =
    overview.openPurchase === null ? null : granted(await purchaseView(query, overview.openPurchase)).purchase
  return {
    view: overviewView(overview, invoices.slice(0, LATEST), {
      viewer,
      now,
      mayBuy,
      contact: context.services.billingContact,
      all: invoices,
      standings,
    }),
    books: booksAgreeView(books, viewer),
    bank: waiting && bankAsks(waiting, viewer),
    more: invoices.length > LATEST ? invoices.length : null,
    flash:
      done === 'card' || done === 'card-unlocks'
        ? cardEnteredText(invoices, {
            standings,
            wasLocked: done === 'card-unlocks',
            wire: overview.payment === 'wire',
            now,
          })
        : (flashes[done] ?? null),
  }
})

export default function BillingOverview() {
  const { view, books, bank, more, flash } = useLoaderData<typeof loader>()
  return <OverviewPage view={view} books={books} bank={bank} more={more} flash={flash} />
}
