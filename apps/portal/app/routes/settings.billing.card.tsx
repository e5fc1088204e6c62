import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { accountInvoices, billingOverview } from '@seatkeeper/db'
import { z } from 'zod'
import { CardPage } from '~/billing/card-page.tsx'
import { buyingDoor } from '~/billing/door.ts'
import { brandName, moneyText } from '~/billing/words.ts'
import { startCardEntry } from '~/server/billing/card-entry.ts'
import { granted } from '~/server/billing/granted.ts'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Card on file' }]

/** PAY-01 */
export const loader = adminPage(buyingDoor, async ({ query, url, viewer, context }) => {
  const { overview } = granted(await billingOverview(query))
  const { invoices } = granted(await accountInvoices(query))
  const { card, currency } = overview
  const open = invoices.reduce(
    (sum, { collection, paidAt, due }) =>
      sum + (paidAt === null && collection?.method === 'card' && collection.state !== 'void' ? due : 0),
    0,
  )
  return {
    view: {
      card: card?.paymentMethodId ? `${brandName(card.brand)} ending in ${card.lastFour}` : null,
      open: open > 0 ? moneyText(currency, viewer.locale)(open) : null,
      wire: overview.payment === 'wire',
      canEnter: context.services.payments !== null,
      problem: url.searchParams.has('problem'),
      quoteId: url.searchParams.get('quote') ?? '',
      idempotencyKey: newIdempotencyKey(),
    },
  }
})

const form = z.object({ quote: z.string().max(40).optional() })

export const action = adminAction({ ...buyingDoor, form }, async (request) => {
  const started = await startCardEntry(request, request.input.quote, request.idempotencyKey)
  switch (started.kind) {
    case 'refuse':
      return started
    case 'unreachable':
      return request.reply(
        {
          '': 'The payment processor can’t be reached just now. Nothing has changed; try again in a minute.',
        },
        503,
      )
    case 'started':
      return redirect(started.url, 303)
  }
})

export default function CardRoute() {
  const { view } = useLoaderData<typeof loader>()
  return <CardPage view={view} reply={useActionData<typeof action>()?.reply} />
}
