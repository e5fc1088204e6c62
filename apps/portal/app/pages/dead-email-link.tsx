import type { EmailChangeRefusal } from '@seatkeeper/db'
import { ButtonLink } from '~/components/button.tsx'

type Reason = EmailChangeRefusal | 'duplicate-email'

const words: Record<Reason, { readonly title: string; readonly text: string }> = {
  'not-found': {
    title: 'This link leads nowhere',
    text: 'It may have been cut off in the mail. Open it once more.',
  },
  'link-expired': {
    title: 'This link no longer works',
    text: 'It has run out, was stopped, or a newer one has taken its place. The address is as it was.',
  },
  'link-used': {
    title: 'This link has been used',
    text: 'It works once, and what it was for is done.',
  },
  'duplicate-email': {
    title: 'This address is taken',
    text: 'Somebody signs in with it already, or one of your organizations knows another user by it. Nothing was changed: ask an admin there to remove that user, or choose another address.',
  },
}

/** USER-12: a link about a change of address that does nothing, and why. */
export function DeadEmailLink({ reason }: { reason: Reason }) {
  const { title, text } = words[reason]
  return (
    <div className="stack">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <ButtonLink to="/profile">Go to your profile</ButtonLink>
      </p>
    </div>
  )
}
