import { data, type MetaFunction } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { refusalSentence } from '@seatkeeper/wording'
import { useEffect, useRef } from 'react'
import { z } from 'zod'
import { Button, ButtonLink } from '~/components/button.tsx'
import { keptField, resumedField } from '~/forms/kept-fields.ts'
import { useFormToken } from '~/forms/form-token.tsx'
import { SessionEndedForm } from '~/pages/session-ended.tsx'
import { ShutDoor } from '~/pages/shut-door.tsx'
import { type KeptForm, readKeptForm } from '~/server/forms/kept-form.ts'
import { signInForm } from '~/server/identity/identity-forms.ts'
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
  if ('resume' in answer) return <Resume kept={answer.resume} csrf={csrf} />
  return (
    <SessionEndedForm kept={answer.reply.values[keptField]?.[0] ?? ''} csrf={csrf} reply={answer.reply} />
  )
}

/** One comes here with a form in hand; somebody who merely opens the address has none. */
function NoFormInHand() {
  return (
    <div className="stack">
      <h1>Sign in</h1>
      <p>There is nothing here to go on with.</p>
      <p>
        <ButtonLink to="/sign-in">Go to sign-in</ButtonLink>
      </p>
    </div>
  )
}

/** Sends what was typed back to its form, by itself where it can. */
function Resume({ kept, csrf }: { kept: KeptForm; csrf: string }) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.requestSubmit(), [])
  return (
    <div className="stack">
      <h1>You are signed in again</h1>
      <p>What you typed is still here, and not saved yet. Go back to it, look it over, and send it.</p>
      <form method="post" action={kept.to} ref={form}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name={resumedField} value="yes" />
        {kept.fields.map(([name, value], index) => (
          <input key={`${index}${name}`} type="hidden" name={name} value={value} />
        ))}
        <Button kind="primary">Back to what I typed</Button>
      </form>
    </div>
  )
}
