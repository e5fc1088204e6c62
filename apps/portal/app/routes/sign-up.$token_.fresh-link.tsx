import { data, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { refusalSentence } from '@seatkeeper/wording'
import { ButtonLink } from '~/components/button.tsx'
import { FreshLinkForm } from '~/pages/fresh-link-form.tsx'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { freshLink, type FreshLinkAnswer } from '~/server/identity/fresh-link.ts'
import { nothing } from '~/server/identity/identity-forms.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [{ title: 'A fresh link' }, { name: 'robots', content: 'noindex' }]

/** The button alone: asking is a form, so that nothing is sent by a link that a mail scanner opens. */
export const loader = publicPage(async () => ({ idempotencyKey: newIdempotencyKey() }))

export const action = publicAction({ form: nothing }, async ({ context, params, idempotencyKey }) => {
  const answer = await freshLink(context, params.token ?? '', idempotencyKey)
  const { status, ...said } = answerOf(answer)
  return data(said, { status })
})

/** What a stranger with an old link may hear: no name, no address, nothing of the account but that no seat is free. */
function answerOf(answer: FreshLinkAnswer) {
  if (answer.kind === 'grant') {
    return {
      status: 200,
      title: 'A fresh link is on its way',
      text: 'We send it to the address that was invited; it should be there in a few minutes. The newest link is the one that works.',
    }
  }
  switch (answer.reason) {
    case 'not-found':
      return {
        status: 404,
        title: 'This link leads nowhere',
        text: 'It may have been cut off in the mail. Open the link of the latest invitation, or ask whoever invited you for a fresh one.',
      }
    case 'link-used':
      return {
        status: 410,
        title: 'You need no fresh link',
        text: 'This invitation has been accepted. Sign in with your e-mail address and password.',
      }
    case 'invitation-expired':
      return {
        status: 410,
        title: 'There is no fresh link for this invitation',
        text: 'Please ask whoever invited you: they see why, and can invite you again.',
      }
    case 'busy':
      return { status: 503, title: 'Just a moment', text: refusalSentence(answer) }
    case 'too-many-requests':
      return { status: 429, title: 'That was a little too often', text: refusalSentence(answer) }
    default:
      return {
        status: 409,
        title: 'No seat is free at the moment',
        text: 'Your seat was kept for as long as the invitation ran, and has been given to somebody else since. Please ask whoever invited you: as soon as a seat is free, a fresh link can be sent.',
      }
  }
}

export default function FreshLink() {
  const { idempotencyKey } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer === undefined || 'reply' in answer) {
    return (
      <div className="stack">
        <h1>A fresh link</h1>
        <p>If your sign-up link no longer works, we send a fresh one to the address that was invited.</p>
        <FreshLinkForm idempotencyKey={idempotencyKey} />
      </div>
    )
  }
  return (
    <div className="stack">
      <h1>{answer.title}</h1>
      <p>{answer.text}</p>
      <p>
        <ButtonLink to="/sign-in">Go to sign-in</ButtonLink>
      </p>
    </div>
  )
}
