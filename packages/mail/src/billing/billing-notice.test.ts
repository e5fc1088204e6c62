import type { BillingNotice, Day, Instant, NoticedInvoice } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { billingNotice } from './billing-notice.ts'

const at = (iso: string) => Date.parse(iso) as Instant
const invoice: NoticedInvoice = {
  id: '018f2c5e-7c1d-7000-8000-2f6a0e1b9c11',
  number: 8,
  issuedOn: '2026-06-10' as Day,
  due: { amount: 99_600, currency: 'USD' },
}
const season = {
  name: 'Fair <i>',
  firstDay: '2026-09-01' as Day,
  lastDay: '2026-11-30' as Day,
  seats: 10,
}
const graceDeadline = at('2026-06-14')
const mail = (notice: BillingNotice, bankDetails: string | null = 'DE02 1203 0000') =>
  billingNotice({
    product: 'Seatkeeper',
    company: 'Copperline <b>',
    portalUrl: 'https://seats.example.com',
    bankDetails,
    notice,
    reader: { zone: 'UTC' },
  })

describe('MAIL-05 what each billing mail must say', () => {
  test.each<[string, BillingNotice, readonly string[]]>([
    [
      'PAY-03 D-06 declined: how much, why, until when, and where to mend it',
      {
        kind: 'card-declined',
        invoice,
        cause: 'insufficient-funds',
        graceDeadline,
        locked: false,
      },
      [
        'US$996.00',
        'not enough funds',
        '14 Jun 2026, 00:00 UTC',
        '/settings/billing/card',
        'Nothing is deleted',
      ],
    ],
    [
      'D-06 reissued: that the later date counts',
      {
        kind: 'card-declined-reissued',
        invoice,
        cause: 'declined',
        graceDeadline: at('2026-06-15'),
        locked: false,
      },
      ['15 Jun 2026, 00:00 UTC', 'delivered late'],
    ],
    [
      'declined while locked: no deadline that has no meaning',
      { kind: 'card-declined', invoice, cause: 'expired-card', graceDeadline, locked: true },
      ['locked already', 'expired'],
    ],
    [
      'PAY-08 the bank asks: the link to the invoice’s page',
      { kind: 'action-required', invoice, graceDeadline },
      [`/settings/billing/invoices/${invoice.id}`, '14 Jun 2026, 00:00 UTC'],
    ],
    [
      'PAY-07 the card and its month',
      {
        kind: 'card-expiring',
        chargeAt: at('2026-07-01'),
        card: { brand: 'mastercard', lastFour: '4444', year: 2026, month: 6 },
      },
      ['Mastercard ending in 4444', '06/2026', '1 Jul 2026, 00:00 UTC'],
    ],
    [
      'ACC-04 a period ends without a card',
      { kind: 'card-missing', chargeAt: at('2026-07-01') },
      ['1 Jul 2026, 00:00 UTC', 'locked', 'switched off under'],
    ],
    [
      'D-20 deactivated: what is open',
      { kind: 'account-deactivated', cause: 'unpaid', since: graceDeadline, unpaid: [invoice] },
      ['Invoice 8', 'US$996.00', 'Nothing is deleted'],
    ],
    [
      'PAY-06 a wire: until when, to where, with which reference',
      { kind: 'wire-sent', invoice, dueOn: '2026-07-10' as Day },
      ['10 Jul 2026', 'DE02 1203 0000', 'Invoice 8'],
    ],
    [
      'D-28 overdue without a deadline: nothing is locked',
      { kind: 'wire-overdue', invoice, dueOn: '2026-07-10' as Day, graceDeadline: null },
      ['overdue', 'Nothing is locked.'],
    ],
    [
      'D-28 overdue with staff’s deadline',
      { kind: 'wire-overdue', invoice, dueOn: '2026-07-10' as Day, graceDeadline: at('2026-08-01T12:00Z') },
      ['1 Aug 2026, 12:00 UTC'],
    ],
    [
      'BILL-11 a renewal: its day',
      { kind: 'renewal-coming', renewsOn: '2026-07-01' as Day, payment: 'wire' },
      ['1 Jul 2026', 'by wire'],
    ],
    [
      'BILL-04 what was agreed, and from when on',
      {
        kind: 'change-accepted',
        changes: [
          { kind: 'plan', from: 'enterprise', to: 'business' },
          { kind: 'quantity', item: 'full-time', from: 25, to: 20 },
        ],
        effectiveOn: '2027-01-01' as Day,
      },
      ['1 Jan 2027', 'Enterprise → Business', '25 → 20', '/settings/billing/renewal'],
    ],
    [
      'BILL-04 what was not agreed: nothing changes',
      {
        kind: 'change-declined',
        changes: [{ kind: 'quantity', item: 'staff', from: 3, to: 2 }],
        effectiveOn: '2027-01-01' as Day,
      },
      ['Staff seats', '3 → 2', 'Nothing changes'],
    ],
    [
      'BILL-06 an offer: until when, and where to answer',
      { kind: 'season-offered', offerId: invoice.id, season, expiresAt: at('2026-06-25T10:00Z') },
      ['Fair <i>', '25 Jun 2026, 10:00 UTC', `/settings/billing/offers/${invoice.id}`, 'nothing is charged'],
    ],
    [
      'BILL-11 seasons agreed',
      { kind: 'seasons-agreed', seasons: [season] },
      ['Fair <i> is agreed', '30 Nov 2026', '/settings/seasons'],
    ],
    [
      'BILL-08 cancelled: when it ends, and how to undo it',
      { kind: 'subscription-cancelled', endsOn: '2027-01-01' as Day },
      ['1 Jan 2027 (00:00 UTC)', '/settings/billing/cancel', 'Nothing is deleted'],
    ],
    [
      'BILL-08 undone: it renews',
      { kind: 'cancellation-undone', endsOn: '2027-01-01' as Day },
      ['renews on 1 Jan 2027'],
    ],
    [
      'D-23 who gave up a seat',
      { kind: 'seats-given-up', people: ['Ada Byron', 'Bo Lindqvist'] },
      ['2 people have given up a seat', 'Ada Byron', 'Bo Lindqvist'],
    ],
  ])('%s', async (_, notice, parts) => {
    const { subject, text, html } = await mail(notice)
    const said = `${subject}\n${text}`.replaceAll(/\s+/g, ' ')
    for (const part of parts) expect(said).toContain(part)
    expect(said).toContain('among the invoicing e-mails of Copperline')
    expect(html).not.toContain('Copperline <b>')
  })

  test('PAY-06 an installation that names no bank says nothing of one', async () => {
    const { text } = await mail({ kind: 'wire-sent', invoice, dueOn: '2026-07-10' as Day }, null)
    expect(text).not.toContain('Pay to')
  })
})
