import { data, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { enabledStaffOf, purchaseFormFacts } from '@seatkeeper/db'
import { z } from 'zod'
import { AddSeatsPage, type AddSeatsView } from '~/billing/add-seats-page.tsx'
import { buyingDoor } from '~/billing/door.ts'
import { purchaseFormView } from '~/billing/purchase-form-view.ts'
import { type QuoteFigures, quoteFigures } from '~/billing/quote-view.ts'
import { readWish } from '~/billing/wish.ts'
import { granted } from '~/server/billing/granted.ts'
import { makeQuoteWithTaxes, previewQuoteWithTaxes } from '~/server/billing/quote-with-taxes.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Add seats' }]

/** BILL-02 */
export const loader = adminPage(buyingDoor, async ({ query, viewer, now, context }) => {
  const found = granted(await purchaseFormFacts(query))
  return {
    view: {
      ...purchaseFormView(found, viewer),
      now,
      facts: found.facts,
      contact: context.services.billingContact,
      staff: found.facts.contract.items.some(({ id }) => id === 'staff')
        ? granted(await enabledStaffOf(query)).staff
        : [],
    },
  }
})

const field = z.string().max(20, 'Enter a whole number, such as 3.').optional()
const form = z.object({
  intent: z.enum(['review', 'preview']).default('review'),
  plan: z.string().max(40).optional(),
  'full-time': field,
  collaborator: field,
  staff: field,
})

const refusals = { 'unknown-plan': 'plan', 'below-assigned': 'staff' } as const

/** `preview` shows the figures below the form, for whoever has no scripts; `review` writes the quote down. */
export const action = adminAction({ ...buyingDoor, form, refusals }, async (page) => {
  const { query, input, reply, viewer } = page
  const { facts } = granted(await purchaseFormFacts(query))
  const wish = readWish((name) => input[name as keyof typeof input], facts.contract.plan)
  if (wish.kind === 'wrong') return reply(wish.errors)
  if (input.intent === 'review') {
    const answer = await makeQuoteWithTaxes(page, wish)
    return answer.kind === 'grant' ? redirect(`/settings/billing/quotes/${answer.quoteId}`, 303) : answer
  }
  const answer = await previewQuoteWithTaxes(page, wish)
  if (answer.kind === 'refuse') return answer
  return data({
    ...reply({}).data,
    figures: quoteFigures(answer.quote, facts.contract, viewer.locale),
  })
})

export default function AddSeats() {
  const { view } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const figures = (answer as { readonly figures?: QuoteFigures } | undefined)?.figures ?? null
  return <AddSeatsPage view={view as AddSeatsView} figures={figures} reply={answer?.reply} />
}
