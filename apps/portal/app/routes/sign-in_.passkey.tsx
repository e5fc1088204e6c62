import { data, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { refusalSentence } from '@seatkeeper/wording'
import { ButtonLink } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { ShutDoor } from '~/pages/shut-door.tsx'
import { passkeySignInForm } from '~/server/identity/factor-forms.ts'
import { signInWithPasskey } from '~/server/identity/sign-in.ts'
import { ownPath } from '~/server/routes/own-path.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [{ title: 'Sign in with a passkey' }]

export const loader = publicPage(async () => null)

/** USER-12: a passkey that has made sure of its person signs in by itself. */
export const action = publicAction(
  { form: passkeySignInForm },
  async ({ request, context, input, reply }) => {
    const answer = await signInWithPasskey(request, context, input.passkey)
    switch (answer.kind) {
      case 'grant':
        return redirect(ownPath(input.to) ?? '/', 303)
      case 'wrong':
        return reply({ '': 'That passkey is not known here, or was removed. Sign in with your password.' })
      case 'refuse':
        return reply({ '': refusalSentence(answer) }, 429)
      case 'shut-out':
        return data({ shutOut: answer.shutOut }, { status: 403 })
    }
  },
)

export default function PasskeySignIn() {
  const answer = useActionData<typeof action>()
  if (answer && 'shutOut' in answer) return <ShutDoor door={answer.shutOut} />
  return (
    <div className="stack">
      <h1>Sign in with a passkey</h1>
      {answer ? (
        <ErrorSummary items={errorItems(answer.reply, [])} title="Could not sign in" />
      ) : (
        <p>The sign-in page has a button for it.</p>
      )}
      <p>
        <ButtonLink to="/sign-in">Go to sign-in</ButtonLink>
      </p>
    </div>
  )
}
