import type { Viewer } from '@seatkeeper/wording'
import type { Block, CalendarEvent, MailContent } from '../content/mail-content.ts'
import type { RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { slot, type Recipient } from '../content/slot.ts'

/** What every notice of a stay knows. */
export interface NoticeProps {
  /** The vendor's product, in which the person has a seat. */
  readonly product: string
  readonly organization: string
  readonly name: string
  readonly reader: Viewer
}

interface NoticeText {
  readonly subject: string
  readonly preview: string
  readonly heading: string
  readonly blocks: readonly Block[]
  readonly calendar?: readonly CalendarEvent[]
  readonly url?: string
}

/** The frame that all notices share: the greeting, the reason, the sender. */
export function noticeMail(
  { product, organization, name }: NoticeProps,
  { url, ...text }: NoticeText,
): Promise<RenderedMail> {
  const recipient: Recipient = url === undefined ? { name } : { name, url }
  const content: MailContent = {
    ...text,
    blocks: [{ kind: 'paragraph', text: `Hello ${slot.name},` }, ...text.blocks],
    reason: `You get this mail because ${organization} has given you a seat in ${product} for a limited time.`,
    sender: product,
    recipient,
  }
  return renderMail(content)
}
