import type { Day, Instant, Season, Window } from '@seatkeeper/rules'
import type { Viewer } from '@seatkeeper/wording'
import type { RenderedMail } from '../content/mail-content.ts'
import { invitation } from '../invitation/invitation.ts'
import { invoiceIssued } from '../invoice/invoice-issued.ts'
import { windowClosed } from '../notices/window-closed.ts'
import { windowContinues } from '../notices/window-continues.ts'
import { windowOpened } from '../notices/window-opened.ts'
import { passwordReset } from '../password-reset/password-reset.ts'
import { seatFreed } from '../waiting-list/seat-freed.ts'

/** A mail as it could go out, to be looked at (MAIL-06). */
export interface MailSample {
  readonly id: string
  /** What it is, and in which case. */
  readonly title: string
  render(reader: Viewer): Promise<RenderedMail>
}

const product = 'Seatkeeper'
const organization = 'Larkspur Outfitters'
const name = 'Ada Byron'
const url =
  'https://seats.example.com/sign-up/018f2c5e-7c1d-7000-8000-2f6a0e1b9c11.dGhpcyBpcyBub3QgYSBzaWduYXR1cmUgYXQgYWxsISE'
const at = (iso: string) => Date.parse(iso) as Instant
const season = (name: string, firstDay: string, lastDay: string): Season => ({
  id: name,
  name,
  firstDay: firstDay as Day,
  lastDay: lastDay as Day,
})
const june = season('June rush', '2026-06-01', '2026-06-30')
const harvest = season('Harvest', '2026-09-01', '2026-11-15')
const window: Window = { opensAt: at('2026-06-01'), closesAt: at('2026-07-01') }
const signUp = { kind: 'sign-up', url, expiresAt: window.closesAt } as const
const logIn = { kind: 'log-in', url: 'https://app.example.com/' } as const

/** Every kind of mail that goes out, in each of its cases. A new template belongs here, so that somebody looks at it. */
export const mailSamples: readonly MailSample[] = [
  {
    id: 'invitation-before-opening',
    title: 'Invitation, before the season opens',
    render: (reader) =>
      invitation({
        product,
        organization,
        name,
        seasons: [june, harvest],
        access: { kind: 'later', opensAt: window.opensAt },
        reader,
      }),
  },
  {
    id: 'invitation-open',
    title: 'Invitation, while the season is open',
    render: (reader) => invitation({ product, organization, name, seasons: [june], access: signUp, reader }),
  },
  {
    id: 'invitation-full-time',
    title: 'Invitation of a full-time user',
    render: (reader) => invitation({ product, organization, name, seasons: [], access: signUp, reader }),
  },
  {
    id: 'invitation-signed-up',
    title: 'Invitation of somebody who has a password',
    render: (reader) =>
      invitation({
        product,
        organization,
        name,
        seasons: [june],
        access: { kind: 'sign-in', url: 'https://seats.example.com/sign-in' },
        reader,
      }),
  },
  {
    id: 'window-opened-sign-up',
    title: 'The window is open, never signed up',
    render: (reader) =>
      windowOpened({ product, organization, name, window, seasons: [june], link: signUp, reader }),
  },
  {
    id: 'window-opened-log-in',
    title: 'The window is open again',
    render: (reader) =>
      windowOpened({
        product,
        organization,
        name,
        window: { opensAt: at('2026-09-01'), closesAt: at('2026-11-16') },
        seasons: [harvest],
        link: logIn,
        reader,
      }),
  },
  {
    id: 'window-continues',
    title: 'Access continues into the next season',
    render: (reader) =>
      windowContinues({
        product,
        organization,
        name,
        window: { opensAt: window.opensAt, closesAt: at('2026-08-01') },
        reader,
      }),
  },
  {
    id: 'window-closed',
    title: 'The window has closed, none follows',
    render: (reader) => windowClosed({ product, organization, name, window, nextOpensAt: null, reader }),
  },
  {
    id: 'window-closed-opens-again',
    title: 'The window has closed, another follows',
    render: (reader) =>
      windowClosed({ product, organization, name, window, nextOpensAt: at('2026-09-01'), reader }),
  },
  {
    id: 'password-reset',
    title: 'A new password',
    render: (reader) => passwordReset({ product, name, url, expiresAt: at('2026-06-10T09:00Z'), reader }),
  },
  {
    id: 'seat-freed-told',
    title: 'A seat is free, for whoever wanted to be told',
    render: (reader) =>
      seatFreed({ product, organization, name, season: june, offeredUntil: null, url, reader }),
  },
  {
    id: 'seat-freed-held',
    title: 'A seat is held for the next in the queue',
    render: (reader) =>
      seatFreed({
        product,
        organization,
        name,
        season: june,
        offeredUntil: at('2026-05-29T12:00Z'),
        url,
        reader,
      }),
  },
  {
    id: 'invoice-paid',
    title: 'An invoice, paid',
    render: (reader) =>
      invoiceIssued({
        product,
        company: organization,
        number: 7,
        issuedOn: '2026-06-10' as Day,
        paidOn: '2026-06-10' as Day,
        dueOn: null,
        total: { amount: 25_326, currency: 'USD' },
        lines: [
          {
            kind: 'flat',
            rule: 'carried-in',
            subject: 'carried-in',
            amount: { amount: 26_326, currency: 'USD' },
          },
          {
            kind: 'flat',
            rule: 'credit-applied',
            subject: 'credit',
            amount: { amount: -1000, currency: 'USD' },
          },
        ],
        seasons: {},
        url: 'https://seats.example.com/settings/billing/invoices/018f2c5e-7c1d-7000-8000-2f6a0e1b9c11',
        reader,
      }),
  },
]
