import { data, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { refusalSentence } from '@seatkeeper/wording'
import { z } from 'zod'
import { useFormToken } from '~/forms/form-token.tsx'
import { keptField } from '~/forms/kept-fields.ts'
import { NoFormInHand, ResumeForm } from '~/pages/resume-form.tsx'
import { SecondStep } from '~/pages/second-step.tsx'
import { ShutDoor } from '~/pages/shut-door.tsx'
import { readKeptForm } from '~/server/forms/kept-form.ts'
import { secondStepForm } from '~/server/identity/factor-forms.ts'
import { secondStepView, stepOf, takeSecondStep } from '~/server/identity/second-step.ts'
import { badRequest } from '~/server/routes/answers.ts'
import { publicAction } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [{ title: 'One more step' }]

const form = secondStepForm.extend({ [keptField]: z.string().max(200_000) })

/** The second step of somebody who signs in again with a form in hand, which stays with them. */
export const action = publicAction({ form }, async ({ request, context, input, reply }) => {
  const kept = readKeptForm(input.kept)
  if (kept === null) throw badRequest()
  const step = await stepOf(request, context)
  if (step === null) return redirect('/sign-in?done=too-slow', 303)
  const view = await secondStepView(context, step)
  const answer = await takeSecondStep(request, context, input)
  const again = (errors: Record<string, string>, status?: number) => {
    const { data: body, init } = reply(errors, status)
    return data({ ...body, view, kept: input.kept }, init ?? {})
  }
  switch (answer.kind) {
    case 'grant':
      return { resume: kept }
    case 'gone':
      return redirect('/sign-in?done=too-slow', 303)
    case 'wrong':
      return again({ [answer.field]: answer.sentence })
    case 'refuse':
      return again({ '': refusalSentence(answer) }, 429)
    case 'shut-out':
      return data({ shutOut: answer.shutOut }, { status: 403 })
  }
})

export default function SecondStepAgain() {
  const answer = useActionData<typeof action>()
  const csrf = useFormToken()
  if (answer === undefined) return <NoFormInHand />
  if ('shutOut' in answer) return <ShutDoor door={answer.shutOut} />
  if ('resume' in answer) return <ResumeForm kept={answer.resume} csrf={csrf} />
  if (!('view' in answer)) return <NoFormInHand />
  return (
    <SecondStep
      {...answer.view}
      action="/sign-in-again/second-step"
      csrf={csrf}
      hidden={{ [keptField]: answer.kept }}
      reply={answer.reply}
    />
  )
}
