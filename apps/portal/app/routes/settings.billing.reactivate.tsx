import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { purchaseFormFacts } from '@seatkeeper/db'
import { dayAt } from '@seatkeeper/rules'
import { z } from 'zod'
import { buyingDoor } from '~/billing/door.ts'
import { NewTermPage } from '~/billing/new-term-page.tsx'
import { newTermView } from '~/billing/new-term-view.ts'
import { SEAT_FIELDS } from '~/billing/wish.ts'
import { granted } from '~/server/billing/granted.ts'
import { makeQuoteWithTaxes } from '~/server/billing/quote-with-taxes.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Come back' }]

/** BILL-08, D-21: after the end; before it there is nothing to come back from. */
export const loader = adminPage(buyingDoor, async ({ query, viewer, now }) => {
  const found = granted(await purchaseFormFacts(query))
  const { contract } = found.facts
  if (contract.endsOn == null || dayAt(now) < contract.endsOn) throw redirect('/settings/billing')
  return { view: newTermView(found, viewer) }
})

const number = z
  .string()
  .trim()
  .regex(/^\d{1,9}$/, 'Enter a whole number of zero or more.')
  .transform(Number)
  .pipe(z.number().max(10_000, 'Enter at most 10,000. Ask for more than that.'))
  .optional()
const form = z.object({
  interval: z.enum(['monthly', 'quarterly', 'annual'], { error: 'Choose one of those shown.' }),
  'full-time': number,
  collaborator: number,
  staff: number,
})

/** A quote for a new term, to be reviewed; nothing is charged before it is accepted there. */
export const action = adminAction({ ...buyingDoor, form }, async (page) => {
  const { input } = page
  const typed = SEAT_FIELDS.flatMap((item) =>
    input[item] === undefined ? [] : [[item, input[item]] as const],
  )
  const subject = {
    kind: 'new-term',
    interval: input.interval,
    quantities: Object.fromEntries(typed) as Record<string, number>,
  } as const
  const answer = await makeQuoteWithTaxes(page, { changes: [], subject })
  return answer.kind === 'grant' ? redirect(`/settings/billing/quotes/${answer.quoteId}`, 303) : answer
})

export default function Reactivate() {
  const { view } = useLoaderData<typeof loader>()
  return <NewTermPage view={view} reply={useActionData<typeof action>()?.reply} />
}
