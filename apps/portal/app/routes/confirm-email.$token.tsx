import { data, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { refused } from '@seatkeeper/rules'
import { refusalSentence } from '@seatkeeper/wording'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { DeadEmailLink, deadEmailReason } from '~/pages/dead-email-link.tsx'
import { changeBehindLink, confirmEmail } from '~/server/identity/email-change.ts'
import { nothing } from '~/server/identity/identity-forms.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [
  { title: 'Confirm your new e-mail' },
  { name: 'robots', content: 'noindex' },
]

const statusOf = { 'not-found': 404, 'link-expired': 410, 'link-used': 410, 'duplicate-email': 409 } as const

/** USER-12: whoever reads the mail to a new address makes it their own. */
export const loader = publicPage(async ({ context, params }) => {
  const found = await changeBehindLink(context, 'confirm', params.token ?? '')
  if (refused(found)) return data({ dead: deadEmailReason(found) }, { status: statusOf[found.reason] })
  const { email, formerEmail } = found.change
  return { email, formerEmail }
})

export const action = publicAction({ form: nothing }, async ({ context, params, reply }) => {
  const answer = await confirmEmail(context, params.token ?? '')
  // Said outright: what the loader finds behind the link by now would make a 410 of it.
  if (answer.kind === 'grant') return data({ confirmed: answer.email }, { status: 200 })
  if (answer.reason === 'too-many-requests') return reply({ '': refusalSentence(answer) }, 429)
  return data({ dead: deadEmailReason(answer) }, { status: statusOf[answer.reason] })
})

export default function ConfirmEmail() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer && 'confirmed' in answer) return <Confirmed email={answer.confirmed} />
  if (answer && 'dead' in answer) return <DeadEmailLink reason={answer.dead} />
  if ('dead' in page) return <DeadEmailLink reason={page.dead} />
  return (
    <div className="stack">
      <h1>Confirm your new e-mail</h1>
      <p>
        From now on you sign in as <strong>{page.email}</strong> instead of {page.formerEmail}, in all your
        organizations. Every browser but the one in which you asked for it is signed out.
      </p>
      <ErrorSummary items={errorItems(answer?.reply, [])} />
      <Form method="post">
        <FormToken />
        <SubmitButton busy="Changing it…">Confirm this address</SubmitButton>
      </Form>
    </div>
  )
}

function Confirmed({ email }: { email: string }) {
  return (
    <div className="stack">
      <h1>Your e-mail is changed</h1>
      <p>
        You sign in as <strong>{email}</strong> from now on. We have told your old address.
      </p>
      <p>
        <ButtonLink to="/" kind="primary">
          Go on
        </ButtonLink>
      </p>
    </div>
  )
}
