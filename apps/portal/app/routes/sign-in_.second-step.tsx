import { data, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { refusalSentence } from '@seatkeeper/wording'
import { useFormToken } from '~/forms/form-token.tsx'
import { SecondStep } from '~/pages/second-step.tsx'
import { ShutDoor } from '~/pages/shut-door.tsx'
import { secondStepForm } from '~/server/identity/factor-forms.ts'
import { secondStepView, stepOf, takeSecondStep } from '~/server/identity/second-step.ts'
import { ownPath } from '~/server/routes/own-path.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [{ title: 'One more step' }]

/** USER-12: for whoever has given their password, and has something to show besides it. */
export const loader = publicPage(async ({ request, url, context }) => {
  const to = ownPath(url.searchParams.get('to')) ?? '/'
  const step = await stepOf(request, context)
  if (step === null) throw redirect(`/sign-in?${new URLSearchParams({ to })}`)
  return { to, ...(await secondStepView(context, step)) }
})

export const action = publicAction({ form: secondStepForm }, async ({ request, context, input, reply }) => {
  const to = ownPath(input.to) ?? '/'
  const answer = await takeSecondStep(request, context, input)
  switch (answer.kind) {
    case 'grant':
      return redirect(to, 303)
    case 'gone':
      return redirect(`/sign-in?${new URLSearchParams({ to, done: 'too-slow' })}`, 303)
    case 'wrong':
      return reply({ [answer.field]: answer.sentence })
    case 'refuse':
      return reply({ '': refusalSentence(answer) }, 429)
    case 'shut-out':
      return data({ shutOut: answer.shutOut }, { status: 403 })
  }
})

export default function SecondStepRoute() {
  const { to, ...view } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const csrf = useFormToken()
  if (answer && 'shutOut' in answer) return <ShutDoor door={answer.shutOut} />
  return (
    <SecondStep {...view} action="/sign-in/second-step" csrf={csrf} hidden={{ to }} reply={answer?.reply} />
  )
}
