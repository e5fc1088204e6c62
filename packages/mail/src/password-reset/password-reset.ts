import type { Instant } from '@seatkeeper/rules'
import { formatInstant, inOneLine, type Viewer } from '@seatkeeper/wording'
import type { RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { slot } from '../content/slot.ts'

export interface PasswordResetProps {
  readonly product: string
  readonly name: string
  readonly url: string
  readonly expiresAt: Instant
  readonly reader: Viewer
}

/** The link that sets a new password, for whoever has asked for it. */
export function passwordReset(props: PasswordResetProps): Promise<RenderedMail> {
  const { product, name, url, expiresAt, reader } = props
  return renderMail({
    subject: `Set a new password for ${product}`,
    preview: 'The link works once, for an hour.',
    heading: 'Set a new password',
    blocks: [
      { kind: 'paragraph', text: `Hello ${slot.name},` },
      { kind: 'paragraph', text: `somebody has asked to set a new password for your sign-in to ${product}.` },
      { kind: 'link', label: 'Set a new password', url: slot.url },
      {
        kind: 'note',
        text: `The link is for you alone and works once, until ${inOneLine(formatInstant(expiresAt, reader))}.`,
      },
      { kind: 'paragraph', text: 'If it was not you, ignore this mail: your password stays as it is.' },
    ],
    reason: `You get this mail because your address was entered at ${product} under ‘Forgotten your password?’.`,
    sender: product,
    recipient: { name, url },
  })
}
