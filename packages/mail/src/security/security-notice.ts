import type { Instant } from '@seatkeeper/rules'
import { formatInstant, inOneLine, type Viewer } from '@seatkeeper/wording'
import type { RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { slot } from '../content/slot.ts'

/** What was changed of how somebody signs in, and what that means for them. */
const changes = {
  'password-changed': {
    title: 'Your password was changed',
    text: 'A new password was set in your profile, and every other browser was signed out.',
  },
  'password-reset': {
    title: 'A new password was set',
    text: 'A new password was set by a link that we mailed to you, and every browser was signed out.',
  },
  'app-added': {
    title: 'An authenticator app was added',
    text: 'From now on signing in takes your password and a second factor, such as a code of the app. If it is your first, every other browser was signed out.',
  },
  'app-removed': {
    title: 'Your authenticator app was removed',
    text: 'Codes of the app no longer sign you in.',
  },
  'passkey-added': {
    title: 'A passkey was added',
    text: 'It can sign in as you. From now on your password alone does not. If it is your first, every other browser was signed out.',
  },
  'passkey-removed': {
    title: 'A passkey was removed',
    text: 'It no longer signs you in.',
  },
  'recovery-codes-made': {
    title: 'New recovery codes were made',
    text: 'The recovery codes that you had before no longer work.',
  },
  'recovery-code-used': {
    title: 'A recovery code was used',
    text: 'One of your recovery codes took the place of your second factor. It does not work a second time.',
  },
  'factors-reset': {
    title: 'Your second factor was taken away',
    text: 'We have removed your authenticator app, your passkeys and your recovery codes, and signed out every browser. Your password is as it was, and is all you need for now.',
  },
  'factors-taken-back': {
    title: 'A second factor was taken away',
    text: 'You stopped a change of your e-mail address, or took it back. Authenticator apps, passkeys and recovery codes that were added since it was asked for are gone with it; those from before are as they were.',
  },
} as const satisfies Record<string, { readonly title: string; readonly text: string }>

export interface SecurityNoticeProps {
  readonly product: string
  readonly name: string
  readonly what: keyof typeof changes
  readonly at: Instant
  /** Where a new password is asked for. */
  readonly url: string
  readonly reader: Viewer
}

/** USER-12: whoever's way to sign in was changed hears of it, so that a change that was not theirs does not stay unseen. */
export function securityNotice(props: SecurityNoticeProps): Promise<RenderedMail> {
  const { product, name, what, at, url, reader } = props
  const { title, text } = changes[what]
  return renderMail({
    subject: `${title} (${product})`,
    preview: 'If that was you, there is nothing to do.',
    heading: title,
    blocks: [
      { kind: 'paragraph', text: `Hello ${slot.name},` },
      { kind: 'paragraph', text },
      { kind: 'note', text: `This happened on ${inOneLine(formatInstant(at, reader))}.` },
      {
        kind: 'paragraph',
        text: 'If that was you, there is nothing to do. If not, set a new password now, which signs out every browser, and tell whoever runs your organization: an app or a passkey that is not yours stays until the vendor takes it away.',
      },
      { kind: 'link', label: 'Set a new password', url: slot.url },
    ],
    reason: `You get this mail because the way you sign in to ${product} was changed. It cannot be switched off.`,
    sender: product,
    recipient: { name, url },
  })
}
