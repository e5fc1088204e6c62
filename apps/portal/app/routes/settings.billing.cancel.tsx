import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { billingOverview, cancelSubscription, undoCancelling } from '@seatkeeper/db'
import { startOfDay } from '@seatkeeper/rules'
import { counted, formatDay, formatInstant } from '@seatkeeper/wording'
import { z } from 'zod'
import { CancelPage } from '~/billing/cancel-page.tsx'
import { buyingDoor } from '~/billing/door.ts'
import { granted } from '~/server/billing/granted.ts'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Cancel the subscription' }]

/** BILL-08 */
export const loader = adminPage(buyingDoor, async ({ query, viewer }) => {
  const { overview } = granted(await billingOverview(query))
  if (overview.ended) throw redirect('/settings/billing/reactivate')
  const waiting = overview.changes.filter(
    ({ state }) => state === 'requested' || state === 'scheduled',
  ).length
  const people = overview.items.reduce((sum, { inUse = 0 }) => sum + inUse, 0)
  return {
    idempotencyKey: newIdempotencyKey(),
    view: {
      cancelled: overview.cancelled,
      runs: overview.period !== null,
      plan: overview.planName,
      day: formatDay(overview.renewsOn, viewer.locale),
      endsAt: formatInstant(startOfDay(overview.renewsOn), viewer),
      people: counted(people, 'person loses', 'people lose', viewer.locale),
      hasPeople: people > 0,
      waiting:
        waiting === 0
          ? null
          : counted(waiting, 'change that waits lapses', 'changes that wait lapse', viewer.locale),
      credit: overview.creditBalance > 0,
      seasons: overview.seasons.some(
        ({ lastDay, source }) => source === 'ad-hoc' && lastDay >= overview.renewsOn,
      ),
    },
  }
})

const form = z.object({ intent: z.enum(['cancel', 'undo']) })

export const action = adminAction({ ...buyingDoor, form }, async ({ useCase, input }) => {
  const answer = input.intent === 'cancel' ? await cancelSubscription(useCase) : await undoCancelling(useCase)
  if (answer.kind === 'refuse') return answer
  return redirect(`/settings/billing?done=${input.intent === 'cancel' ? 'cancelled' : 'kept'}`, 303)
})

export default function Cancel() {
  const { view, idempotencyKey } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply
  return <CancelPage view={view} idempotencyKey={idempotencyKey} reply={reply} />
}
