import { data, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { refused } from '@seatkeeper/rules'
import { refusalSentence } from '@seatkeeper/wording'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { DeadEmailLink, deadEmailReason } from '~/pages/dead-email-link.tsx'
import { changeBehindLink, stopChange } from '~/server/identity/email-change.ts'
import { nothing } from '~/server/identity/identity-forms.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [
  { title: 'Stop the change of your e-mail' },
  { name: 'robots', content: 'noindex' },
]

const statusOf = { 'not-found': 404, 'link-expired': 410, 'link-used': 410, 'duplicate-email': 409 } as const

/** USER-12: the old address stops a change that was not its owner's, or takes it back. */
export const loader = publicPage(async ({ context, params }) => {
  const found = await changeBehindLink(context, 'stop', params.token ?? '')
  if (refused(found)) return data({ dead: deadEmailReason(found) }, { status: statusOf[found.reason] })
  const { email, formerEmail } = found.change
  return { email, formerEmail, done: found.way === 'take-back' }
})

export const action = publicAction({ form: nothing }, async ({ context, params, reply }) => {
  const answer = await stopChange(context, params.token ?? '')
  // Said outright: what the loader finds behind the link by now would make a 410 of it.
  if (answer.kind === 'grant')
    return data({ stopped: answer.email, factorsTaken: answer.factorsTaken }, { status: 200 })
  if (answer.reason === 'too-many-requests') return reply({ '': refusalSentence(answer) }, 429)
  return data({ dead: deadEmailReason(answer) }, { status: statusOf[answer.reason] })
})

export default function StopEmailChange() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer && 'stopped' in answer)
    return <Stopped email={answer.stopped} factorsTaken={answer.factorsTaken} />
  if (answer && 'dead' in answer) return <DeadEmailLink reason={answer.dead} />
  if ('dead' in page) return <DeadEmailLink reason={page.dead} />
  const { email, formerEmail, done } = page
  return (
    <div className="stack">
      <h1>{done ? 'Take the change back' : 'Stop the change'}</h1>
      <p>
        {done
          ? `You sign in as ${email} at present. Take it back, and ${formerEmail} is your address again.`
          : `Somebody asked to sign in as ${email} instead of ${formerEmail}. Stop it, and the address stays as it is.`}
      </p>
      <p>
        Whoever asked was signed in as you. So every browser is signed out, and apps, passkeys and recovery
        codes that were added since are taken away.
      </p>
      <ErrorSummary items={errorItems(answer?.reply, [])} />
      <Form method="post">
        <FormToken />
        <SubmitButton kind="danger" busy="Stopping it…">
          {done ? 'Take it back' : 'Stop the change'}
        </SubmitButton>
      </Form>
    </div>
  )
}

/** Whoever asked for it was signed in: the address alone does not keep them out. */
function Stopped({ email, factorsTaken }: { email: string; factorsTaken: boolean }) {
  return (
    <div className="stack">
      <h1>Your address is {email}</h1>
      <p>
        Every browser is signed out. Whoever asked for the change may know your password, so set a new one
        now.
      </p>
      {factorsTaken && (
        <p>Authenticator apps, passkeys and recovery codes that were added since are gone as well.</p>
      )}
      <p>
        If signing in asks for a second step that is not yours, tell whoever runs your organization: the
        vendor makes sure of you and takes it away.
      </p>
      <p className="row">
        <ButtonLink to="/forgotten-password" kind="primary">
          Set a new password
        </ButtonLink>
        <ButtonLink to="/sign-in" kind="quiet">
          Go to sign-in
        </ButtonLink>
      </p>
    </div>
  )
}
