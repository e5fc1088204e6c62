import { data, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import type { ResetRefusal } from '@seatkeeper/db'
import { refused } from '@seatkeeper/rules'
import { refusalSentence } from '@seatkeeper/wording'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { TextField } from '~/components/field.tsx'
import { errorItems, fieldState } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { resetPasswordForm } from '~/server/identity/identity-forms.ts'
import { longestPassword, shortestPassword } from '~/server/identity/password-rule.ts'
import { resetBehindLink, setNewPassword } from '~/server/identity/password-reset.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [
  { title: 'Set a new password' },
  { name: 'robots', content: 'noindex' },
]

export const loader = publicPage(async ({ context, params }) => {
  const found = await resetBehindLink(context, params.token ?? '')
  if (refused(found)) return deadLink(found.reason)
  return { email: found.reset.email, shortest: shortestPassword, longest: longestPassword }
})

export const action = publicAction({ form: resetPasswordForm }, async ({ context, params, input, reply }) => {
  const answer = await setNewPassword(context, params.token ?? '', input.password)
  switch (answer.kind) {
    case 'grant':
      return redirect('/sign-in?done=password', 303)
    case 'weak':
      return reply({ password: answer.sentence })
    case 'refuse':
      if (answer.reason === 'too-many-requests') return reply({ '': refusalSentence(answer) }, 429)
      return deadLink(answer.reason)
  }
})

const deadLink = (dead: ResetRefusal) => data({ dead }, { status: dead === 'not-found' ? 404 : 410 })

export default function ResetPassword() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const dead = answer && 'dead' in answer ? answer : 'dead' in page ? page : null
  if (dead) return <DeadReset reason={dead.dead} />
  if ('dead' in page) return null
  const reply = answer && 'reply' in answer ? answer.reply : undefined
  const { email, shortest, longest } = page
  return (
    <div className="stack">
      <h1>Set a new password</h1>
      <p>
        For <strong>{email}</strong>. Wherever you are signed in, you will be signed out.
      </p>
      <ErrorSummary items={errorItems(reply, ['password'])} />
      <Form method="post" className="stack" noValidate>
        <FormToken />
        {/* Password managers file the password under it. */}
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        <TextField
          name="password"
          type="password"
          label="New password"
          hint={`At least ${shortest} characters. A few words in a row are easy to keep and hard to guess.`}
          autoComplete="new-password"
          minLength={shortest}
          maxLength={longest}
          {...fieldState(reply, 'password')}
        />
        <SubmitButton busy="Setting it…">Set password</SubmitButton>
      </Form>
    </div>
  )
}

const words: Record<ResetRefusal, { readonly title: string; readonly text: string }> = {
  'not-found': {
    title: 'This link leads nowhere',
    text: 'It may have been cut off in the mail. Open it once more, or ask for another.',
  },
  'link-expired': {
    title: 'This link no longer works',
    text: 'It works for an hour, and a newer one takes its place. Your password is as it was.',
  },
  'link-used': {
    title: 'This link has been used',
    text: 'It sets a password once. If it was not you, ask for another link now: whoever used it will be signed out.',
  },
}

function DeadReset({ reason }: { reason: ResetRefusal }) {
  const { title, text } = words[reason]
  return (
    <div className="stack">
      <h1>{title}</h1>
      <p>{text}</p>
      <p className="row">
        <ButtonLink to="/forgotten-password" kind="primary">
          Send me another link
        </ButtonLink>
        <ButtonLink to="/sign-in" kind="quiet">
          Go to sign-in
        </ButtonLink>
      </p>
    </div>
  )
}
