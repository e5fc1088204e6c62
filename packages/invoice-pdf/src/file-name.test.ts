import { expect, test } from 'vitest'
import { fileNameOf } from './document.ts'

test.each<[string, Parameters<typeof fileNameOf>[0], string]>([
  [
    'whose and which',
    { kind: 'invoice', number: 7, billTo: { company: 'Larkspur Outfitters' } },
    'larkspur-outfitters-invoice-7.pdf',
  ],
  [
    'a credit note of a company with accents',
    { kind: 'credit-note', number: 2, billTo: { company: 'Café Señor & Söhne GmbH' } },
    'cafe-senor-sohne-gmbh-credit-note-2.pdf',
  ],
  [
    'nothing that leads elsewhere or ends a header',
    { kind: 'invoice', number: 1, billTo: { company: '../..\\"\r\nX: y/évil' } },
    'x-y-evil-invoice-1.pdf',
  ],
  [
    'another alphabet: the number alone',
    { kind: 'invoice', number: 3, billTo: { company: '株式会社' } },
    'invoice-3.pdf',
  ],
  [
    'a long name is cut',
    { kind: 'invoice', number: 4, billTo: { company: 'a'.repeat(200) } },
    `${'a'.repeat(60)}-invoice-4.pdf`,
  ],
])('BILL-10 a document’s file name: %s', (_, invoice, name) => {
  expect(fileNameOf(invoice)).toBe(name)
})
