import type { RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { slot } from '../content/slot.ts'

export interface SeatGivenUpProps {
  readonly product: string
  readonly organization: string
  readonly name: string
}

/** D-23: tells the person who was named when their organization agreed on fewer seats. */
export function seatGivenUp({ product, organization, name }: SeatGivenUpProps): Promise<RenderedMail> {
  return renderMail({
    subject: `Your seat at ${organization} has ended (${product})`,
    preview: 'Your organization has fewer seats from now on.',
    heading: 'Your seat has ended',
    blocks: [
      { kind: 'paragraph', text: `Hello ${slot.name},` },
      {
        kind: 'paragraph',
        text: `${organization} has fewer seats from now on, and yours is among those that were given up, so you can no longer sign in there. Nothing of yours is deleted.`,
      },
      {
        kind: 'note',
        text: 'If this is a surprise, ask whoever looks after the users of your organization: they can give you a seat again.',
      },
    ],
    reason: `You get this mail because you were a user of ${organization}.`,
    sender: product,
    recipient: { name },
  })
}
