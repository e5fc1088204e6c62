import type { BillingNotice, Day, Instant, NoticedInvoice, Season, Window } from '@seatkeeper/rules'
import type { Viewer } from '@seatkeeper/wording'
import type { RenderedMail } from '../content/mail-content.ts'
import { billingNotice } from '../billing/billing-notice.ts'
import { invitation } from '../invitation/invitation.ts'
import { creditNoteIssued } from '../invoice/credit-note-issued.ts'
import { invoiceIssued } from '../invoice/invoice-issued.ts'
import { windowClosed } from '../notices/window-closed.ts'
import { windowContinues } from '../notices/window-continues.ts'
import { windowOpened } from '../notices/window-opened.ts'
import { confirmEmail, emailChangeAsked, emailChanged } from '../email-change/email-change.ts'
import { passwordReset } from '../password-reset/password-reset.ts'
import { factorRule } from '../security/factor-rule.ts'
import { securityNotice } from '../security/security-notice.ts'
import { seatGivenUp } from '../seat-given-up/seat-given-up.ts'
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
const newAddress = { product, name, newEmail: 'ada.byron@example.com', url, until: at('2026-06-10T09:00Z') }
const changedNow = {
  product,
  name,
  at: at('2026-06-10T09:00Z'),
  url: 'https://seats.example.com/forgotten-password',
}
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

const noticed: NoticedInvoice = {
  id: '018f2c5e-7c1d-7000-8000-2f6a0e1b9c11',
  number: 8,
  issuedOn: '2026-06-10' as Day,
  due: { amount: 99_600, currency: 'USD' },
}
const graceDeadline = at('2026-06-14')
const chargeAt = at('2026-07-01')

const agreedSeason = {
  name: 'Trade fair',
  firstDay: '2026-09-01' as Day,
  lastDay: '2026-11-30' as Day,
  seats: 10,
}

const billing = (id: string, title: string, notice: BillingNotice): MailSample => ({
  id,
  title,
  render: (reader) =>
    billingNotice({
      product,
      company: organization,
      portalUrl: 'https://seats.example.com',
      bankDetails: 'Seatkeeper Ltd, DE02 1203 0000 0000 2020 51, BYLADEM1001',
      notice,
      reader,
    }),
})

/** MAIL-05: what invoicing addresses are told. */
const billingSamples: readonly MailSample[] = [
  billing('card-missing', 'A period ends soon without a card', { kind: 'card-missing', chargeAt }),
  billing('card-expiring', 'A card expires before the next charge', {
    kind: 'card-expiring',
    chargeAt,
    card: { brand: 'mastercard', lastFour: '4444', year: 2026, month: 6 },
  }),
  billing('card-declined', 'A charge was declined', {
    kind: 'card-declined',
    invoice: noticed,
    cause: 'insufficient-funds',
    graceDeadline,
    locked: false,
  }),
  billing('card-declined-locked', 'A charge was declined, the account is locked already', {
    kind: 'card-declined',
    invoice: noticed,
    cause: 'expired-card',
    graceDeadline,
    locked: true,
  }),
  billing('card-declined-reissued', 'A charge was declined, told late and anew', {
    kind: 'card-declined-reissued',
    invoice: noticed,
    cause: 'declined',
    graceDeadline: at('2026-06-15'),
    locked: false,
  }),
  billing('action-required', 'A bank asks for confirmation', {
    kind: 'action-required',
    invoice: noticed,
    graceDeadline,
  }),
  billing('card-required', 'Locked: a period ended without a card', {
    kind: 'card-required',
    since: chargeAt,
  }),
  billing('account-deactivated', 'Locked: an invoice is unpaid', {
    kind: 'account-deactivated',
    since: graceDeadline,
    cause: 'unpaid',
    unpaid: [noticed],
  }),
  billing('account-ended', 'Locked: a cancelled subscription is over', {
    kind: 'account-deactivated',
    since: graceDeadline,
    cause: 'ended',
    unpaid: [],
  }),
  billing('account-reactivated', 'Open again', { kind: 'account-reactivated', at: at('2026-06-20T09:30Z') }),
  billing('renewal-coming', 'A term renews soon', {
    kind: 'renewal-coming',
    renewsOn: '2026-07-01' as Day,
    payment: 'card',
  }),
  billing('wire-sent', 'An invoice to be paid by wire', {
    kind: 'wire-sent',
    invoice: noticed,
    dueOn: '2026-07-10' as Day,
  }),
  billing('wire-overdue', 'A wire is overdue', {
    kind: 'wire-overdue',
    invoice: noticed,
    dueOn: '2026-07-10' as Day,
    graceDeadline: null,
  }),
  billing('change-made', 'Fewer seats at once, as agreed', {
    kind: 'change-made',
    effectiveOn: '2026-06-20' as Day,
    changes: [{ kind: 'quantity', item: 'full-time', from: 25, to: 20 }],
  }),
  billing('change-accepted', 'What was asked for is agreed', {
    kind: 'change-accepted',
    changes: [
      { kind: 'plan', from: 'enterprise', to: 'business' },
      { kind: 'quantity', item: 'full-time', from: 25, to: 20 },
    ],
    effectiveOn: '2027-01-01' as Day,
  }),
  billing('change-declined', 'What was asked for is not agreed', {
    kind: 'change-declined',
    changes: [{ kind: 'quantity', item: 'full-time', from: 25, to: 20 }],
    effectiveOn: '2027-01-01' as Day,
  }),
  billing('season-offered', 'A season outside the contract is offered', {
    kind: 'season-offered',
    offerId: '018f2c5e-7c1d-7000-8000-2f6a0e1b9c11',
    season: agreedSeason,
    expiresAt: at('2026-06-25'),
  }),
  billing('seasons-agreed', 'A season is agreed for another year', {
    kind: 'seasons-agreed',
    seasons: [agreedSeason],
  }),
  billing('subscription-cancelled', 'The subscription was cancelled', {
    kind: 'subscription-cancelled',
    endsOn: '2027-01-01' as Day,
  }),
  billing('cancellation-undone', 'The cancellation was undone', {
    kind: 'cancellation-undone',
    endsOn: '2027-01-01' as Day,
  }),
  billing('seats-given-up', 'Fewer seats: who has given up one', {
    kind: 'seats-given-up',
    people: ['Ada Byron', 'Bo Lindqvist'],
  }),
]

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
    id: 'email-confirm',
    title: 'A new e-mail address, to be confirmed',
    render: (reader) => confirmEmail({ ...newAddress, reader }),
  },
  {
    id: 'email-change-asked',
    title: 'A new e-mail address, told to the old one',
    render: (reader) => emailChangeAsked({ ...newAddress, reader }),
  },
  {
    id: 'email-changed',
    title: 'The e-mail address was changed, told to the old one',
    render: (reader) => emailChanged({ ...newAddress, reader }),
  },
  {
    id: 'security-password',
    title: 'The password was changed',
    render: (reader) => securityNotice({ ...changedNow, what: 'password-changed', reader }),
  },
  {
    id: 'security-factor',
    title: 'A second factor was added',
    render: (reader) => securityNotice({ ...changedNow, what: 'app-added', reader }),
  },
  {
    id: 'factor-rule-on',
    title: 'A second step is required of admins',
    render: () => factorRule({ product, organization, name, required: true, url }),
  },
  {
    id: 'factor-rule-off',
    title: 'A second step is no longer required of admins',
    render: () => factorRule({ product, organization, name, required: false, url }),
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
    id: 'invoice-voided',
    title: 'An invoice is void: its credit note',
    render: (reader) =>
      creditNoteIssued({
        product,
        company: organization,
        number: 8,
        issuedOn: '2026-06-12' as Day,
        voids: 7,
        total: { amount: 26_326, currency: 'USD' },
        toBalance: 26_326,
        wasPaid: true,
        lines: [
          {
            kind: 'flat',
            rule: 'adjustment',
            subject: 'full-time',
            amount: { amount: -26_326, currency: 'USD' },
          },
        ],
        seasons: {},
        url: 'https://seats.example.com/settings/billing/invoices/018f2c5e-7c1d-7000-8000-2f6a0e1b9c12',
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
  ...billingSamples,
  {
    id: 'seat-given-up',
    title: 'Fewer seats: to who has given up theirs',
    render: () => seatGivenUp({ product, organization, name }),
  },
]
