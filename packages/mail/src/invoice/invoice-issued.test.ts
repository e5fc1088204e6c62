import type { Day, InvoiceLine } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { invoiceIssued } from './invoice-issued.ts'

const line: InvoiceLine = {
  kind: 'flat',
  rule: 'credit-applied',
  subject: 'credit-applied',
  amount: { amount: -1000, currency: 'USD' },
}
const props = {
  product: 'Seatkeeper',
  company: 'Larkspur <b>',
  number: 7,
  issuedOn: '2026-06-10' as Day,
  paidOn: '2026-06-10' as Day,
  dueOn: null,
  total: { amount: 25_326, currency: 'USD' },
  lines: [line],
  seasons: {},
  url: 'https://portal.example.com/settings/billing/invoices/1',
  reader: { zone: 'UTC', locale: 'en-US' },
} as const

test('BILL-07 a paid invoice says so, with its lines, its total and its page', async () => {
  const { subject, text, html } = await invoiceIssued(props)
  expect(subject).toBe('Invoice 7 of Seatkeeper, paid')
  for (const part of ['$253.26', '-$10.00', 'Credit from your balance', props.url])
    expect(text).toContain(part)
  expect(html).not.toContain('Larkspur <b>')
})

test('PAY-06 one that is sent says until when it is to be paid', async () => {
  const { subject, text } = await invoiceIssued({ ...props, paidOn: null, dueOn: '2026-07-10' as Day })
  expect(subject).toBe('Invoice 7 of Seatkeeper, to be paid')
  expect(text).toContain('until Jul 10, 2026')
})
