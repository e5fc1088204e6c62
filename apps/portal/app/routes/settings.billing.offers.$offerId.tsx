import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { declineOffer, purchaseFormFacts, seasonOffer } from '@seatkeeper/db'
import { z } from 'zod'
import { offerView } from '~/billing/changes-view.ts'
import { buyingDoor } from '~/billing/door.ts'
import { OfferPage } from '~/billing/offer-page.tsx'
import { quoteFigures } from '~/billing/quote-view.ts'
import { granted } from '~/server/billing/granted.ts'
import { makeQuoteWithTaxes, previewQuoteWithTaxes } from '~/server/billing/quote-with-taxes.ts'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'A season offered to you' }]

/** BILL-06: the offer with its tax, as a purchase would have it. */
export const loader = adminPage(buyingDoor, async (page) => {
  const { query, viewer, now, params } = page
  const { offer, subject } = granted(await seasonOffer(query, params['offerId']!))
  const { facts, openPurchase } = granted(await purchaseFormFacts(query))
  const priced = await previewQuoteWithTaxes(page, { changes: [], subject })
  const figures = priced.kind === 'grant' ? quoteFigures(priced.quote, facts.contract, viewer.locale) : null
  return {
    idempotencyKey: newIdempotencyKey(),
    view: {
      ...offerView(offer, facts.contract.currency, viewer),
      state: offer.state === 'offered' && offer.expiresAt <= now ? ('expired' as const) : offer.state,
      lines: figures?.lines ?? null,
      due: figures?.due ?? null,
      byCard: facts.contract.payment === 'card',
      openPurchase,
    },
  }
})

const form = z.object({ intent: z.enum(['accept', 'decline']) })

/** Accepting leads to the review of its quote, like any purchase. */
export const action = adminAction({ ...buyingDoor, form }, async (page) => {
  const { query, useCase, input, params } = page
  const offerId = params['offerId']!
  if (input.intent === 'decline') {
    const answer = await declineOffer(useCase, offerId)
    return answer.kind === 'grant' ? redirect('/settings/billing?done=declined', 303) : answer
  }
  const { subject } = granted(await seasonOffer(query, offerId))
  const answer = await makeQuoteWithTaxes(page, { changes: [], subject })
  return answer.kind === 'grant' ? redirect(`/settings/billing/quotes/${answer.quoteId}`, 303) : answer
})

export default function Offer() {
  const { view, idempotencyKey } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply
  return <OfferPage view={view} idempotencyKey={idempotencyKey} reply={reply} />
}
