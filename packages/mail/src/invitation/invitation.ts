import { mergeWindows, seasonWindow, type Instant, type Season } from '@seatkeeper/rules'
import { formatInstant, inOneLine, type Viewer } from '@seatkeeper/wording'
import { accessEvent } from '../content/access-event.ts'
import type { Block, MailContent, RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { seasonFacts } from '../content/season-facts.ts'
import { slot } from '../content/slot.ts'

export interface InvitationProps {
  /** The vendor's product, in which the person gets a seat. */
  readonly product: string
  readonly organization: string
  readonly name: string
  /** Open and coming ones in which a seat is held, by first day. */
  readonly seasons: readonly Season[]
  readonly access:
    | { readonly kind: 'sign-up'; readonly url: string; readonly expiresAt: Instant }
    | { readonly kind: 'sign-in'; readonly url: string }
    | { readonly kind: 'later'; readonly opensAt: Instant | null }
  /** The reader's zone where it is known; UTC comes first in any case (CAL-02). */
  readonly reader: Viewer
}

/** MAIL-01: the mail that somebody gets when an admin has given them a seat. */
export function invitation(props: InvitationProps): Promise<RenderedMail> {
  return renderMail(invitationContent(props))
}

function invitationContent({
  product,
  organization,
  name,
  seasons,
  access,
  reader,
}: InvitationProps): MailContent {
  const facts: Block[] =
    seasons.length > 0
      ? [{ kind: 'facts', groups: seasons.map((season) => seasonFacts(season, reader)) }]
      : []
  return {
    subject: `${organization} invites you to ${product}`,
    preview: previewOf(seasons, access, reader),
    heading: `${organization} keeps a seat for you`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${slot.name},` },
      {
        kind: 'paragraph',
        text:
          seasons.length > 0
            ? `${organization} has added you to ${product} for ${seasons.length === 1 ? 'this season' : 'these seasons'}:`
            : `${organization} has added you to ${product}.`,
      },
      ...facts,
      ...nextStep(access, reader),
    ],
    reason: `You get this mail because an admin of ${organization} entered your address. If you do not know why, ignore it: nothing happens without you.`,
    sender: product,
    calendar: mergeWindows(seasons.map(seasonWindow)).map((window) =>
      accessEvent(window, { product, organization }),
    ),
    recipient: access.kind === 'later' ? { name } : { name, url: access.url },
  }
}

function nextStep(access: InvitationProps['access'], reader: Viewer): Block[] {
  switch (access.kind) {
    case 'sign-up':
      return [
        { kind: 'link', label: 'Sign up', url: slot.url },
        {
          kind: 'note',
          text: `The link is for you alone and works once, until ${inOneLine(formatInstant(access.expiresAt, reader))}.`,
        },
      ]
    case 'sign-in':
      return [
        { kind: 'paragraph', text: 'You have a password already: sign in with it as usual.' },
        { kind: 'link', label: 'Sign in', url: slot.url },
      ]
    case 'later':
      return [
        {
          kind: 'paragraph',
          text:
            access.opensAt === null
              ? 'You will get a mail with your link as soon as a season is open for you. There is nothing to do until then.'
              : 'You will get a mail with your link when the season opens. There is nothing to do until then.',
        },
      ]
  }
}

function previewOf(seasons: readonly Season[], access: InvitationProps['access'], reader: Viewer): string {
  if (access.kind === 'later' && access.opensAt !== null)
    return `Your access opens on ${inOneLine(formatInstant(access.opensAt, reader))}.`
  const names = seasons.map(({ name }) => name).join(', ')
  return names === '' ? 'Your seat is ready.' : `Your seat is ready: ${names}.`
}
