import type { MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData } from '@remix-run/react'
import { refusalSentence } from '@seatkeeper/wording'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { TextField } from '~/components/field.tsx'
import { errorItems, fieldState } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { forgottenPasswordForm } from '~/server/identity/identity-forms.ts'
import { wishForNewPassword } from '~/server/identity/password-reset.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [{ title: 'Forgotten password' }]

export const loader = publicPage(async () => null)

export const action = publicAction({ form: forgottenPasswordForm }, async ({ context, input, reply }) => {
  const answer = await wishForNewPassword(context, input.email)
  if (answer.kind === 'refuse') return reply({ '': refusalSentence(answer) }, 429)
  return { asked: true }
})

export default function ForgottenPassword() {
  const answer = useActionData<typeof action>()
  if (answer && 'asked' in answer) return <Asked />
  const reply = answer?.reply
  return (
    <div className="stack">
      <h1>Forgotten your password?</h1>
      <p>Enter the address with which you sign in. We send a link there that sets a new password.</p>
      <ErrorSummary items={errorItems(reply, ['email'])} />
      <Form method="post" className="stack" noValidate>
        <FormToken />
        <TextField
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          maxLength={254}
          {...fieldState(reply, 'email')}
        />
        <SubmitButton busy="Sending…">Send the link</SubmitButton>
      </Form>
      <p>
        <Link to="/sign-in">Back to sign-in</Link>
      </p>
    </div>
  )
}

/** Says the same whoever asked: which addresses are known here is nobody's business. */
function Asked() {
  return (
    <div className="stack">
      <h1>Look into your inbox</h1>
      <p>
        If somebody signs in here with that address, a mail with a link is on its way to it. The link works
        once, for an hour, and the newest is the one that works.
      </p>
      <p className="soft">
        Nothing there in a few minutes? Look among the junk, or check the address. Were you invited and never
        signed up? Then use the link of your invitation.
      </p>
      <p>
        <ButtonLink to="/sign-in">Back to sign-in</ButtonLink>
      </p>
    </div>
  )
}
