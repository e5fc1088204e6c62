import type { Window } from '@seatkeeper/rules'
import { formatInstant, inOneLine } from '@seatkeeper/wording'
import { accessEvent } from '../content/access-event.ts'
import type { RenderedMail } from '../content/mail-content.ts'
import { instantFact } from '../content/season-facts.ts'
import { noticeMail, type NoticeProps, type NoticeText } from './notice-mail.ts'

export interface WindowContinuesProps extends NoticeProps {
  /** The whole stay, to its present end. */
  readonly window: Window
}

/** D-16: one season ends where the next goes on: nothing closes, and nobody is signed out. */
export function windowContinues({ name, ...facts }: WindowContinuesProps): Promise<RenderedMail> {
  return noticeMail('continues', { name }, facts, wordContinues)
}

function wordContinues({
  product,
  organization,
  window,
  reader,
}: Omit<WindowContinuesProps, 'name'>): NoticeText {
  return {
    subject: `Your ${product} access continues`,
    preview: `You can go on until ${inOneLine(formatInstant(window.closesAt, reader))}.`,
    heading: 'Your access continues',
    blocks: [
      {
        kind: 'paragraph',
        text: `One season of yours at ${organization} has ended, and the next goes on without a break. You stay signed in, and there is nothing to do.`,
      },
      {
        kind: 'facts',
        groups: [{ title: 'Your access', facts: [instantFact('Now closes', window.closesAt, reader)] }],
      },
    ],
    calendar: [accessEvent(window, { product, organization })],
  }
}
