import type { Instant, Season } from '@seatkeeper/rules'
import { formatInstant, inOneLine, type Viewer } from '@seatkeeper/wording'
import type { RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { seasonFacts } from '../content/season-facts.ts'
import { slot } from '../content/slot.ts'

export interface SeatFreedProps {
  readonly product: string
  readonly organization: string
  readonly name: string
  readonly season: Season
  /** Until when the seat is held for the reader; null: nothing is held, they wanted to be told. */
  readonly offeredUntil: Instant | null
  /** Where waiting places are kept. */
  readonly url: string
  readonly reader: Viewer
}

/** SEAT-12: a seat has come free in a season that was full. */
export function seatFreed(props: SeatFreedProps): Promise<RenderedMail> {
  const { product, organization, name, season, offeredUntil, url, reader } = props
  const until = offeredUntil === null ? null : inOneLine(formatInstant(offeredUntil, reader))
  return renderMail({
    subject: until === null ? `A seat is free in ${season.name}` : `A seat in ${season.name} is held for you`,
    preview:
      until === null
        ? 'Whoever adds a user first takes it.'
        : `Take it until ${until}; then it goes to the next.`,
    heading: until === null ? 'A seat is free' : 'A seat is held for you',
    blocks: [
      { kind: 'paragraph', text: `Hello ${slot.name},` },
      {
        kind: 'paragraph',
        text:
          until === null
            ? `a seat has come free in ${season.name} of ${organization}. Nothing is held: whoever adds a user first takes it.`
            : `a seat has come free in ${season.name} of ${organization}, and you are next in line. It is held for you until ${until}. Add or edit a user to take it.`,
      },
      { kind: 'facts', groups: [seasonFacts(season, reader)] },
      { kind: 'link', label: until === null ? 'See the seasons' : 'Take the seat', url: slot.url },
    ],
    reason: `You get this mail because you asked for it when ${season.name} was full.`,
    sender: product,
    recipient: { name, url },
  })
}
