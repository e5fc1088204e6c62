import type { DeadEmailChange, EmailChangeRefusal } from '@seatkeeper/db'
import type { RefusalOf } from '@seatkeeper/rules'
import { ButtonLink } from '~/components/button.tsx'

export type DeadEmailReason = EmailChangeRefusal | 'duplicate-email' | 'too-late'

const words: Record<DeadEmailReason, { readonly title: string; readonly text: string }> = {
  'not-found': {
    title: 'This link leads nowhere',
    text: 'It may have been cut off in the mail. Open it once more.',
  },
  'link-expired': {
    title: 'This link no longer works',
    text: 'It has run out, was stopped, or a newer one has taken its place. Nothing was changed by it.',
  },
  'too-late': {
    title: 'It is too late to take this back',
    text: 'The change was confirmed, and the three days in which this link could take it back are over. If it was not you, ask whoever runs your organization: the vendor can make sure of you.',
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

/** Why a link does nothing, as it is shown. */
export const deadEmailReason = (dead: DeadEmailChange | RefusalOf<'duplicate-email'>): DeadEmailReason =>
  'tooLate' in dead && dead.tooLate ? 'too-late' : dead.reason

/** USER-12: a link about a change of address that does nothing, and why. */
export function DeadEmailLink({ reason }: { reason: DeadEmailReason }) {
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
