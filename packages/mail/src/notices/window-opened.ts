import type { Instant, Season, Window } from '@seatkeeper/rules'
import { formatInstant, inOneLine } from '@seatkeeper/wording'
import { accessEvent } from '../content/access-event.ts'
import type { Block, RenderedMail } from '../content/mail-content.ts'
import { instantFact, seasonFacts } from '../content/season-facts.ts'
import { slot } from '../content/slot.ts'
import { noticeMail, type NoticeProps, type NoticeText } from './notice-mail.ts'

export interface WindowOpenedProps extends NoticeProps {
  /** The stay that has opened: seasons that overlap or meet are one. */
  readonly window: Window
  /** The seasons that it is made of, by first day. */
  readonly seasons: readonly Season[]
  readonly link:
    | { readonly kind: 'sign-up'; readonly url: string; readonly expiresAt: Instant }
    | { readonly kind: 'log-in'; readonly url: string }
}

/**
 * MAIL-02: the window is open. With the sign-up link for whoever has never signed up, be it the first season or
 * a later one (D-18), else with a link to log in.
 */
export function windowOpened({ name, link, ...rest }: WindowOpenedProps): Promise<RenderedMail> {
  const { url, ...step } = link
  return noticeMail('opened', { name, url }, { ...rest, step }, wordOpened)
}

type OpenedFacts = Omit<WindowOpenedProps, 'name' | 'link'> & {
  readonly step: { readonly kind: 'sign-up'; readonly expiresAt: Instant } | { readonly kind: 'log-in' }
}

function wordOpened(facts: OpenedFacts): NoticeText {
  const { product, organization, window, seasons, reader } = facts
  const until = inOneLine(formatInstant(window.closesAt, reader))
  const single = seasons.length === 1 ? seasons[0] : undefined
  return {
    subject: `Your ${product} access window is open!`,
    preview: `You can sign in until ${until}.`,
    heading: 'Your access window is open',
    blocks: [
      {
        kind: 'paragraph',
        text: `Your access to ${product} for ${organization} is open from now on.`,
      },
      {
        kind: 'facts',
        groups: single
          ? [seasonFacts(single, reader)]
          : [
              {
                title: seasons.map(({ name }) => name).join(', '),
                facts: [
                  instantFact('Opens', window.opensAt, reader),
                  instantFact('Closes', window.closesAt, reader),
                ],
              },
            ],
      },
      ...nextStep(facts),
    ],
    calendar: [accessEvent(window, { product, organization })],
  }
}

function nextStep({ step, reader }: OpenedFacts): Block[] {
  if (step.kind === 'log-in') {
    return [
      { kind: 'paragraph', text: 'Log in with the password that you have.' },
      { kind: 'link', label: 'Log in', url: slot.url },
    ]
  }
  return [
    { kind: 'paragraph', text: 'Sign up once and choose a password; after that you log in with it.' },
    { kind: 'link', label: 'Sign up', url: slot.url },
    {
      kind: 'note',
      text: `The link is for you alone and works once, until ${inOneLine(formatInstant(step.expiresAt, reader))}.`,
    },
  ]
}
