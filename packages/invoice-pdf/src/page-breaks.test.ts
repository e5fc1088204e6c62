import type { Day, Instant, InvoiceLine } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { PdfFile } from '../test/pdf-file.ts'
import { all, treeOf } from '../test/tag-tree.ts'
import type { InvoiceDocument, Party } from './document.ts'
import { renderInvoice } from './render-invoice.ts'

const withLines = (count: number, billTo: Partial<Party> = {}): InvoiceDocument => ({
  kind: 'invoice',
  number: 7,
  seller: { name: 'Seatkeeper', address: ['United States'], taxId: null, email: null, bank: [] },
  billTo: { name: 'Larkspur Outfitters', address: ['United States'], taxId: null, ...billTo },
  purchaseOrder: null,
  issuedAt: Date.UTC(2026, 5, 10) as Instant,
  paidAt: null,
  dueOn: '2026-07-10' as Day,
  period: null,
  currency: 'USD',
  net: 0,
  tax: 0,
  due: 100,
  lines: Array.from({ length: count }, (_, n): InvoiceLine => ({
    kind: 'flat',
    rule: 'season',
    subject: `Holiday ${n}`,
    amount: { amount: 100, currency: 'USD' },
  })),
  toBalance: 0,
  voids: null,
  voidedBy: null,
  seasons: {},
})

/** On which page each row of a part of the table stands. */
async function pagesOf(invoice: InvoiceDocument) {
  const file = new PdfFile(await renderInvoice(invoice))
  const elements = all(treeOf(file))
  const rowsOf = (part: string) =>
    elements
      .filter(({ role }) => role === part)
      .flatMap(({ children }) => children.map((row) => all(row).flatMap(({ marked }) => marked)[0]!.page))
  return { head: rowsOf('THead'), body: rowsOf('TBody'), foot: rowsOf('TFoot') }
}

test('BILL-10 wherever a page ends, the totals stand together and with the last charge', async () => {
  const counts = [7, 8, 9, 10, 11, 12, 20, 21, 22, 23]
  for (const count of counts) {
    const { body, foot } = await pagesOf(withLines(count))
    expect([count, ...foot]).toEqual([count, ...foot.map(() => body.at(-1))])
    expect(body).toHaveLength(count)
  }
})

test('BILL-10 the columns’ names are never the last on a page', async () => {
  for (let lines = 24; lines <= 44; lines += 2) {
    const { head, body } = await pagesOf(
      withLines(1, { address: Array.from({ length: lines }, () => 'Floor') }),
    )
    expect([lines, head]).toEqual([lines, [body[0]]])
  }
})
