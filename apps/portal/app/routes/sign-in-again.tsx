import { data, type MetaFunction } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { refusalSentence } from '@seatkeeper/wording'
import { z } from 'zod'
import { keptField } from '~/forms/kept-fields.ts'
import { useFormToken } from '~/forms/form-token.tsx'
import { NoFormInHand, ResumeForm } from '~/pages/resume-form.tsx'
import { SecondStep } from '~/pages/second-step.tsx'
import { SessionEndedForm } from '~/pages/session-ended.tsx'
import { ShutDoor } from '~/pages/shut-door.tsx'
import { readKeptForm } from '~/server/forms/kept-form.ts'
import { signInForm } from '~/server/identity/identity-forms.ts'
import { secondStepView } from '~/server/identity/second-step.ts'
import { signIn } from '~/server/identity/sign-in.ts'
import { badRequest } from '~/server/routes/answers.ts'
import { publicAction } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [{ title: 'Sign in again' }]

const form = signInForm.extend({ [keptField]: z.string().max(200_000) })

/** Signs in, and gives the form back that came after the last session's end. */
export const action = publicAction({ form }, async ({ request, context, input, reply }) => {
  const kept = readKeptForm(input.kept)
  if (kept === null) throw badRequest()
  const { email, password } = input
  const answer = await signIn(request, context, {
    email,
    password,
    ...(kept.organizationId !== null && { organizationId: kept.organizationId }),
  })
  switch (answer.kind) {
    case 'grant':
      return { resume: kept }
    case 'second-step':
      return { view: await secondStepView(context, { personId: answer.personId, email }), kept: input.kept }
    case 'wrong':
      return reply({ '': 'The e-mail address or the password is not right. Check both and try again.' })
    case 'refuse':
      return reply({ '': refusalSentence(answer) }, 429)
    case 'shut-out':
      return data(answer, { status: 403 })
  }
})

export default function SignInAgain() {
  const answer = useActionData<typeof action>()
  const csrf = useFormToken()
  if (answer === undefined) return <NoFormInHand />
  if ('shutOut' in answer) return <ShutDoor door={answer.shutOut} />
  if ('resume' in answer && answer.resume) return <ResumeForm kept={answer.resume} csrf={csrf} />
  if ('view' in answer && answer.view) {
    return (
      <SecondStep
        {...answer.view}
        action="/sign-in-again/second-step"
        csrf={csrf}
        hidden={{ [keptField]: answer.kept }}
        reply={undefined}
      />
    )
  }
  return (
    <SessionEndedForm kept={answer.reply.values[keptField]?.[0] ?? ''} csrf={csrf} reply={answer.reply} />
  )
}
