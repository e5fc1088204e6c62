import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { ClockForms } from '~/demo/clock-forms.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { clockRefusal, clockView, moveClockForm, sendClock } from '~/server/demo/clock.ts'
import { found, notFound } from '~/server/routes/answers.ts'
import { ownPath } from '~/server/routes/own-path.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [{ title: 'Demo clock' }]

/** OPS-04: in production, and wherever nobody can move the clock, there is no such page. */
export const loader = publicPage(async ({ context }) => ({ clock: found(clockView(context)) }))

export const action = publicAction({ form: moveClockForm }, async ({ context, input, reply }) => {
  if (clockView(context) === null) throw notFound()
  const moved = await sendClock(context, input.goal!)
  if (moved.kind === 'grant') return redirect(ownPath(input.to) ?? '/demo/clock', 303)
  return reply({ at: clockRefusal[moved.reason] })
})

export default function DemoClock() {
  const { clock } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply
  return (
    <div className="stack">
      <h1>Demo clock</h1>
      <p>
        Business time is <strong>{clock.now}</strong>
        {clock.moving && `, ${clock.moving}`}
        {clock.moving === null && '.'} Seasons, invitations and deadlines go by it.
      </p>
      <p className="soft">
        Some things go by the real clock, and so do their dates: sessions, links that set a new password or
        e-mail address, API keys, and the bank’s confirmation of a payment.
      </p>
      <ErrorSummary items={errorItems(reply, ['at'])} title="The clock was not moved" />
      <ClockForms clock={clock} to="/demo/clock" place="page" />
    </div>
  )
}
