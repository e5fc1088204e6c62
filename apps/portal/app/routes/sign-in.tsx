import { data, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { refusalSentence } from '@seatkeeper/wording'
import { SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Flash } from '~/components/flash.tsx'
import { Notice } from '~/components/notice.tsx'
import { PasskeyButton } from '~/components/passkey-button.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { CredentialFields } from '~/pages/credential-fields.tsx'
import { ShutDoor } from '~/pages/shut-door.tsx'
import { signInForm } from '~/server/identity/identity-forms.ts'
import { signIn } from '~/server/identity/sign-in.ts'
import { visitorOf } from '~/server/identity/visitor.ts'
import { ownPath } from '~/server/routes/own-path.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [{ title: 'Sign in' }]

export const loader = publicPage(async ({ request, url, context }) => {
  const to = ownPath(url.searchParams.get('to')) ?? '/'
  const visitor = await visitorOf(request, context)
  if (visitor.kind === 'signed-in') throw redirect(to)
  return { to, said: url.searchParams.get('done') }
})

export const action = publicAction({ form: signInForm }, async ({ request, context, input, reply }) => {
  const answer = await signIn(request, context, input)
  switch (answer.kind) {
    case 'grant':
      return redirect(ownPath(input.to) ?? '/', 303)
    case 'second-step':
      return redirect(`/sign-in/second-step?${new URLSearchParams({ to: ownPath(input.to) ?? '/' })}`, 303)
    case 'wrong':
      return reply({ '': 'The e-mail address or the password is not right. Check both and try again.' })
    case 'refuse':
      return reply({ '': refusalSentence(answer) }, 429)
    case 'shut-out':
      return data(answer, { status: 403 })
  }
})

export default function SignIn() {
  const { to, said } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer && 'shutOut' in answer) return <ShutDoor door={answer.shutOut} />
  const reply = answer?.reply
  return (
    <div className="stack">
      <h1>Sign in</h1>
      <Flash>{said === 'password' && !reply ? 'Your new password is set. Sign in with it.' : null}</Flash>
      {said === 'too-slow' && !reply && (
        <Notice>
          <p>The second step took too long. Please begin anew.</p>
        </Notice>
      )}
      <ErrorSummary
        items={errorItems(reply, ['email', 'password'])}
        title={reply && reply.formErrors.length > 0 ? 'Could not sign in' : undefined}
      />
      <Form method="post" action="/sign-in" className="stack" noValidate>
        <FormToken />
        <input type="hidden" name="to" value={to} />
        <CredentialFields reply={reply} />
        <SubmitButton busy="Signing in…">Sign in</SubmitButton>
      </Form>
      <PasskeyButton
        purpose="sign-in"
        action="/sign-in/passkey"
        label="Sign in with a passkey"
        hidden={{ to }}
      />
      <p>
        <Link to="/forgotten-password">Forgotten your password?</Link>
      </p>
    </div>
  )
}
