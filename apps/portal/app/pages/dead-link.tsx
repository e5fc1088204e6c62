import { ButtonLink } from '~/components/button.tsx'

type Reason = 'not-found' | 'invitation-expired' | 'link-used'

const words: Record<Reason, { readonly title: string; readonly text: string }> = {
  'not-found': {
    title: 'This link leads nowhere',
    text: 'It may have been cut off in the mail, or a newer one may have taken its place. Open the link of the latest invitation, or ask whoever invited you for a fresh one.',
  },
  'invitation-expired': {
    title: 'This invitation has run out',
    text: 'Reply to whoever invited you and ask for a fresh link: an admin sends it with one click.',
  },
  'link-used': {
    title: 'This link has done its work',
    text: 'A sign-up link works once. If it was you, sign in with your e-mail address and password. If not, tell whoever invited you, and ask for a fresh link.',
  },
}

/** ACC-02: a sign-up link that no longer works, and the way on. */
export function DeadLink({ reason }: { reason: Reason }) {
  const { title, text } = words[reason]
  return (
    <div className="stack">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <ButtonLink to="/sign-in">Go to sign-in</ButtonLink>
      </p>
    </div>
  )
}
