import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { customerFacts, purchaseFormFacts, quoteView, submitPurchase } from '@seatkeeper/db'
import { formatInstant } from '@seatkeeper/wording'
import { z } from 'zod'
import { addressView } from '~/billing/address-view.ts'
import { buyingDoor } from '~/billing/door.ts'
import { quoteChanges } from '~/billing/quote-changes.ts'
import { quoteFigures } from '~/billing/quote-view.ts'
import { ReviewPage } from '~/billing/review-page.tsx'
import { brandName, moneyText, netTermsText, taxNote } from '~/billing/words.ts'
import { granted } from '~/server/billing/granted.ts'
import { quoteAgain } from '~/server/billing/quote-again.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Review your purchase' }]

/** BILL-02: what is accepted here is what is charged. */
export const loader = adminPage(buyingDoor, async ({ query, viewer, url, now, params }) => {
  const { quoteId, quote, purchaseId, taxBasis } = granted(await quoteView(query, params['quoteId']!))
  if (purchaseId !== null) throw redirect(`/settings/billing/purchases/${purchaseId}`)
  const { facts, card, netDays, openPurchase } = granted(await purchaseFormFacts(query))
  const { customer } = granted(await customerFacts(query))
  const before = await quoteView(query, url.searchParams.get('was') ?? '')
  const byCard = facts.contract.payment === 'card'
  return {
    view: {
      quoteId,
      subject: quote.subject?.kind ?? ('changes' as const),
      address: customer.profile && addressView(customer.profile),
      figures: quoteFigures(quote, facts.contract, viewer.locale),
      due: moneyText(quote.currency, viewer.locale)(quote.dueToday.due),
      expires: formatInstant(quote.expiresAt, viewer),
      expired: now >= quote.expiresAt,
      changes: before.kind === 'grant' ? quoteChanges(before.quote, quote, viewer.locale) : null,
      collects: byCard && quote.dueToday.due > 0,
      wireTerms: byCard ? null : netTermsText(netDays, viewer.locale),
      card: card && `${brandName(card.brand)} ending in ${card.lastFour}`,
      openPurchase,
      taxNote: taxBasis?.by === 'table' ? taxNote[taxBasis.why] : null,
    },
  }
})

const form = z.object({ intent: z.enum(['submit', 'again']) })

export const action = adminAction({ ...buyingDoor, form }, async (page) => {
  const { query, input, params } = page
  const quoteId = params['quoteId']!
  if (input.intent === 'again') return quoteAgain(page, quoteId)
  const answer = await submitPurchase(query, { quoteId })
  if (answer.kind === 'grant') return redirect(`/settings/billing/purchases/${answer.purchaseId}`, 303)
  const outdated = answer.reason === 'quote-stale' || answer.reason === 'quote-expired'
  return outdated ? quoteAgain(page, quoteId) : answer
})

export default function Review() {
  const { view } = useLoaderData<typeof loader>()
  return <ReviewPage view={view} reply={useActionData<typeof action>()?.reply} />
}
