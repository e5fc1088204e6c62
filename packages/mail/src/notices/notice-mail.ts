import type { Viewer } from '@seatkeeper/wording'
import type { Block, CalendarEvent, MailContent, RenderedMail } from '../content/mail-content.ts'
import { renderCopy } from '../content/render-mail.ts'
import { type Recipient, slot } from '../content/slot.ts'

/** What every notice of a stay knows. */
export interface NoticeProps {
  /** The vendor's product, in which the person has a seat. */
  readonly product: string
  readonly organization: string
  readonly name: string
  readonly reader: Viewer
}

/** What one kind of notice says. */
export interface NoticeText {
  readonly subject: string
  readonly preview: string
  readonly heading: string
  readonly blocks: readonly Block[]
  readonly calendar?: readonly CalendarEvent[]
}

/**
 * The frame that all notices share: the greeting, the reason, the sender. `facts` is all that two copies of the same mail have in
 * common; `word` is asked once for all of them, since wording dates takes longer than sending.
 */
export function noticeMail<Facts extends Omit<NoticeProps, 'name'>>(
  kind: string,
  recipient: Recipient,
  facts: Facts,
  word: (facts: Facts) => NoticeText,
): Promise<RenderedMail> {
  return renderCopy(JSON.stringify([kind, facts]), recipient, (): MailContent => {
    const { product, organization } = facts
    const text = word(facts)
    return {
      ...text,
      blocks: [{ kind: 'paragraph', text: `Hello ${slot.name},` }, ...text.blocks],
      reason: `You get this mail because ${organization} has given you a seat in ${product} for a limited time.`,
      sender: product,
    }
  })
}
