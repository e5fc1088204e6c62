import { useLocation, useRouteLoaderData } from '@remix-run/react'
import { ButtonLink } from '~/components/button.tsx'
import type { loader } from '~/root.tsx'
import { FreshLinkForm } from './fresh-link-form.tsx'

type Reason = 'not-found' | 'invitation-expired' | 'link-used'

const words: Record<Reason, { readonly title: string; readonly text: string }> = {
  'not-found': {
    title: 'This link leads nowhere',
    text: 'It may have been cut off in the mail. Open the link of the latest invitation, or ask whoever invited you for a fresh one.',
  },
  'invitation-expired': {
    title: 'This link no longer works',
    text: 'It has run out, or a newer one has taken its place. We can send a fresh one to the address that was invited.',
  },
  'link-used': {
    title: 'This link has been used',
    text: 'A sign-up link works once. If it was you, sign in with your address and password. If not, tell whoever invited you, and ask for a fresh link.',
  },
}

/** ACC-02: a sign-up link that no longer works, and the way on. */
export function DeadLink({ reason, idempotencyKey }: { reason: Reason; idempotencyKey: string }) {
  const { title, text } = words[reason]
  const { pathname } = useLocation()
  const signedIn = useRouteLoaderData<typeof loader>('root')?.viewer != null
  if (reason === 'link-used' && signedIn) {
    return (
      <div className="stack">
        <h1>You have signed up already</h1>
        <p>A sign-up link works once, and this one has been used.</p>
        <p>
          <ButtonLink to="/my-access">Go to My access</ButtonLink>
        </p>
      </div>
    )
  }
  return (
    <div className="stack">
      <h1>{title}</h1>
      <p>{text}</p>
      {reason === 'invitation-expired' ? (
        <FreshLinkForm action={`${pathname}/fresh-link`} idempotencyKey={idempotencyKey} />
      ) : (
        <p>
          <ButtonLink to="/sign-in">Go to sign-in</ButtonLink>
        </p>
      )}
    </div>
  )
}
