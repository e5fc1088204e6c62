import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { callOffChange, renewalFacts } from '@seatkeeper/db'
import { billingDoor, buyingDoor } from '~/billing/door.ts'
import { RenewalPage } from '~/billing/renewal-page.tsx'
import { renewalView } from '~/billing/renewal-view.ts'
import { granted } from '~/server/billing/granted.ts'
import { id } from '~/server/forms/text.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { isOpen } from '~/server/routes/doors.ts'
import { z } from 'zod'

export const meta: MetaFunction = () => [{ title: 'Renewal' }]

const flashes: Readonly<Record<string, string>> = {
  requested: 'Your request is filed. Nothing changes before it is agreed and the contract renews.',
  scheduled: 'It is scheduled. Until then you can call it off.',
  'called-off': 'It is called off. Nothing has changed.',
}

/** BILL-11 */
export const loader = adminPage(billingDoor, async ({ query, viewer, now, url, membership }) => {
  const found = granted(await renewalFacts(query))
  return {
    view: renewalView(found, { viewer, now, mayBuy: isOpen(membership, buyingDoor) }),
    flash: flashes[url.searchParams.get('done') ?? ''] ?? null,
  }
})

const form = z.object({ changeId: id })

/** BILL-04: a change that waits is called off; one that waits no longer is said to be gone. */
export const action = adminAction({ ...buyingDoor, form }, async ({ useCase, input, reply }) => {
  const answer = await callOffChange(useCase, input.changeId)
  if (answer.kind === 'grant') return redirect('/settings/billing/renewal?done=called-off', 303)
  return answer.reason === 'not-found'
    ? reply({ '': 'This change does not wait any more. What is so now stands below.' }, 404)
    : answer
})

export default function Renewal() {
  const { view, flash } = useLoaderData<typeof loader>()
  return <RenewalPage view={view} flash={flash} reply={useActionData<typeof action>()?.reply} />
}
