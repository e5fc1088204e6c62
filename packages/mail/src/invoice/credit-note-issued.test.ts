import type { Day, InvoiceLine } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { creditNoteIssued } from './credit-note-issued.ts'

const line = (rule: 'adjustment' | 'credited-before', amount: number): InvoiceLine => {
  return { kind: 'flat', rule, subject: rule, amount: { amount, currency: 'USD' } }
}

test.each([
  {
    what: 'paid',
    wasPaid: true,
    toBalance: 26_326,
    before: 0,
    says: 'US$263.26 went into the credit balance: the next invoices use it by themselves.',
  },
  {
    what: 'unpaid',
    wasPaid: false,
    toBalance: 0,
    before: 0,
    says: 'Nothing went into the credit balance, for nothing had been paid.',
  },
  {
    what: 'paid, and credited in full before',
    wasPaid: true,
    toBalance: 0,
    before: 26_326,
    says: 'Nothing more went into the credit balance: what had been paid was credited before.',
  },
  {
    what: 'paid for what it had taken over from an earlier one',
    wasPaid: true,
    toBalance: 0,
    before: 0,
    says: 'Nothing went into the credit balance: what had been paid was owed from an earlier invoice.',
  },
])('MAIL-05 D-02 an invoice that is void, $what: the mail says what became of the money', async (row) => {
  const { wasPaid, toBalance, before, says } = row
  const { text } = await creditNoteIssued({
    product: 'Seatkeeper',
    company: 'Larkspur Outfitters',
    number: 8,
    issuedOn: '2026-06-12' as Day,
    voids: 7,
    total: { amount: 26_326 - before, currency: 'USD' },
    toBalance,
    wasPaid,
    lines: [line('adjustment', -26_326), ...(before > 0 ? [line('credited-before', before)] : [])],
    seasons: {},
    url: 'https://seats.example.com/settings/billing/invoices/1',
    reader: { zone: 'UTC' },
  })
  expect(text.replaceAll(/\s+/g, ' ')).toContain(`it is not owed any more. ${says}`)
})
