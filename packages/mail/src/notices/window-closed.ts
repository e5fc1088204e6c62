import type { Instant, Window } from '@seatkeeper/rules'
import { formatInstant, inOneLine } from '@seatkeeper/wording'
import type { RenderedMail } from '../content/mail-content.ts'
import { instantFact } from '../content/season-facts.ts'
import { noticeMail, type NoticeProps, type NoticeText } from './notice-mail.ts'

export interface WindowClosedProps extends NoticeProps {
  /** The stay that is over. */
  readonly window: Window
  /** When the next one opens; null: there is none so far. */
  readonly nextOpensAt: Instant | null
}

/** MAIL-03: the window has closed, and when the next one opens, if any. */
export function windowClosed({ name, ...facts }: WindowClosedProps): Promise<RenderedMail> {
  return noticeMail('closed', { name }, facts, wordClosed)
}

function wordClosed({
  product,
  organization,
  window,
  nextOpensAt,
  reader,
}: Omit<WindowClosedProps, 'name'>): NoticeText {
  return {
    subject: `Your ${product} access window has closed`,
    preview:
      nextOpensAt === null
        ? 'You can no longer sign in.'
        : `It opens again on ${inOneLine(formatInstant(nextOpensAt, reader))}.`,
    heading: 'Your access window has closed',
    blocks: [
      {
        kind: 'paragraph',
        text: `Your access to ${product} for ${organization} has ended, and you can no longer sign in. Nothing of your work is lost.`,
      },
      {
        kind: 'facts',
        groups: [
          {
            title: 'Your access',
            facts: [
              instantFact('Closed', window.closesAt, reader),
              ...(nextOpensAt === null ? [] : [instantFact('Opens again', nextOpensAt, reader)]),
            ],
          },
        ],
      },
      {
        kind: 'paragraph',
        text:
          nextOpensAt === null
            ? `If you need access again, ask an admin of ${organization}.`
            : 'You will get a mail when it opens again. There is nothing to do until then.',
      },
    ],
  }
}
