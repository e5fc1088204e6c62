import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { giveUpPurchase, purchaseView } from '@seatkeeper/db'
import { z } from 'zod'
import { billingDoor, buyingDoor } from '~/billing/door.ts'
import { PurchasePage } from '~/billing/purchase-page.tsx'
import { purchaseStateView } from '~/billing/purchase-view.ts'
import { granted } from '~/server/billing/granted.ts'
import { makeQuoteWithTaxes } from '~/server/billing/quote-with-taxes.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { isOpen } from '~/server/routes/doors.ts'

export const meta: MetaFunction = () => [{ title: 'Your purchase' }]

/** BILL-13: what became of a purchase. */
export const loader = adminPage(billingDoor, async ({ query, viewer, params, membership }) => {
  const { purchase } = granted(await purchaseView(query, params['purchaseId']!))
  return { view: purchaseStateView(purchase, viewer, isOpen(membership, buyingDoor)) }
})

const form = z.object({ intent: z.enum(['give-up', 'again']) })

export const action = adminAction({ ...buyingDoor, form }, async (page) => {
  const { query, input, params, context } = page
  const purchaseId = params['purchaseId']!
  if (input.intent === 'give-up') {
    const answer = await giveUpPurchase({ ...query, wallNow: context.services.clock.wallNow() }, purchaseId)
    return answer.kind === 'grant' ? redirect(`/settings/billing/purchases/${purchaseId}`, 303) : answer
  }
  const { purchase } = granted(await purchaseView(query, purchaseId))
  const fresh = await makeQuoteWithTaxes(page, {
    changes: purchase.quote.changes,
    subject: purchase.quote.subject,
  })
  return fresh.kind === 'grant' ? redirect(`/settings/billing/quotes/${fresh.quoteId}`, 303) : fresh
})

export default function Purchase() {
  const { view } = useLoaderData<typeof loader>()
  return <PurchasePage view={view} reply={useActionData<typeof action>()?.reply} />
}
