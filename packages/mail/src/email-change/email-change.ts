import type { Instant } from '@seatkeeper/rules'
import { formatInstant, inOneLine, type Viewer } from '@seatkeeper/wording'
import type { RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { slot } from '../content/slot.ts'

export interface EmailChangeProps {
  readonly product: string
  readonly name: string
  /** The address that the person wants to have, or has by now. */
  readonly newEmail: string
  readonly url: string
  /** Until when the link does something. */
  readonly until: Instant
  readonly reader: Viewer
}

/** To the new address: the link that makes it theirs (USER-12). */
export function confirmEmail(props: EmailChangeProps): Promise<RenderedMail> {
  const { product, name, newEmail, url, until, reader } = props
  return renderMail({
    subject: `Confirm your new e-mail address for ${product}`,
    preview: 'The link works once, for a day.',
    heading: 'Confirm your new address',
    blocks: [
      { kind: 'paragraph', text: `Hello ${slot.name},` },
      { kind: 'paragraph', text: `you want to sign in to ${product} as ${newEmail}.` },
      { kind: 'link', label: 'Confirm this address', url: slot.url },
      {
        kind: 'note',
        text: `The link works once, until ${inOneLine(formatInstant(until, reader))}. Until then everything stays with your old address.`,
      },
      { kind: 'paragraph', text: 'If it was not you, ignore this mail: nothing changes.' },
    ],
    reason: `You get this mail because your address was entered in somebody’s profile at ${product}.`,
    sender: product,
    recipient: { name, url },
  })
}

/** To the old address, before anything has changed: what was asked for, and how to stop it. */
export function emailChangeAsked(props: EmailChangeProps): Promise<RenderedMail> {
  const { product, name, newEmail, url, until, reader } = props
  return renderMail({
    subject: `Your e-mail address for ${product} is about to change`,
    preview: 'If it was you, there is nothing to do here.',
    heading: 'A new address was asked for',
    blocks: [
      { kind: 'paragraph', text: `Hello ${slot.name},` },
      {
        kind: 'paragraph',
        text: `in your profile at ${product} somebody asked to sign in as ${newEmail} instead of this address. If it was you, follow the link in the mail that we sent there; there is nothing to do here.`,
      },
      {
        kind: 'note',
        text: `The new address can be confirmed until ${inOneLine(formatInstant(until, reader))}.`,
      },
      {
        kind: 'paragraph',
        text: 'If it was not you, stop it here: every browser is signed out, and second factors that were added since go. Then set a new password.',
      },
      { kind: 'link', label: 'Stop the change', url: slot.url },
    ],
    reason: `You get this mail because this is your e-mail address at ${product}. It cannot be switched off.`,
    sender: product,
    recipient: { name, url },
  })
}

/** To the old address, when it is done: how to take it back. */
export function emailChanged(props: EmailChangeProps): Promise<RenderedMail> {
  const { product, name, newEmail, url, until, reader } = props
  return renderMail({
    subject: `Your e-mail address for ${product} was changed`,
    preview: `You sign in as ${newEmail} from now on.`,
    heading: 'Your address was changed',
    blocks: [
      { kind: 'paragraph', text: `Hello ${slot.name},` },
      {
        kind: 'paragraph',
        text: `you sign in to ${product} as ${newEmail} from now on, and our mails go there. Every other browser was signed out.`,
      },
      {
        kind: 'paragraph',
        text: 'If it was not you, take it back: this address becomes yours again, every browser is signed out, and second factors that were added since go.',
      },
      { kind: 'link', label: 'Take it back', url: slot.url },
      { kind: 'note', text: `The link works until ${inOneLine(formatInstant(until, reader))}.` },
    ],
    reason: `You get this last mail because this was your e-mail address at ${product}.`,
    sender: product,
    recipient: { name, url },
  })
}
