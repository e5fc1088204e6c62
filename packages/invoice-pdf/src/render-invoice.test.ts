import { type Day, DEFAULT_CATALOG, type Instant, type InvoiceLine, invoiceFor } from '@seatkeeper/rules'
import { getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import type { InvoiceDocument } from './document.ts'
import { renderInvoice } from './render-invoice.ts'

const settled = invoiceFor(
  {
    contract: {
      plan: 'enterprise',
      policy: DEFAULT_CATALOG.policies['standard']!,
      currency: 'USD',
      interval: 'annual',
      term: { start: '2026-06-10' as Day, end: '2027-06-10' as Day },
      items: [
        { id: 'full-time', kind: 'seats', quantity: 25, unitPrice: 8900, cover: [] },
        { id: 'data-storage', kind: 'add-on', quantity: 2, unitPrice: 5000, cover: [] },
      ],
      seasons: [
        {
          id: 's1',
          name: 'Holiday',
          source: 'contract',
          firstDay: '2026-11-01' as Day,
          lastDay: '2026-12-31' as Day,
          seats: 30,
          unitPrice: 5340,
        },
      ],
      scheduled: [],
      selfService: true,
      payment: 'card',
    },
    account: {
      taxes: [{ kind: 'rate', name: 'Sales tax', percent: '8.875' }],
      credits: [{ id: 'c', grantedAt: 0 as Instant, remaining: 12_345 }],
      carried: 40,
      discounts: [],
    },
    minimumCharge: 50,
  },
  '2026-06-10' as Day,
)
if (settled.kind === 'refuse') throw new Error(settled.reason)

const invoice: InvoiceDocument = {
  kind: 'invoice',
  number: 7,
  seller: {
    name: 'Seatkeeper',
    address: ['1 Juniper Way', 'Portland, ME, 04101', 'United States'],
    taxId: 'US 12-3456789',
    email: 'billing@example.com',
    bank: ['Bank of Example', 'IBAN DE02 1203 0000 0000 2020 51'],
  },
  billTo: {
    name: 'Larkspur Outfitters',
    address: ['12 Alder Street', 'Albany, NY, 12207', 'United States'],
    taxId: '98-7654321',
  },
  purchaseOrder: 'PO-2231',
  issuedAt: Date.UTC(2026, 5, 10, 9) as Instant,
  paidAt: Date.UTC(2026, 5, 10, 9, 1) as Instant,
  dueOn: null,
  period: { firstDay: '2026-06-10' as Day, lastDay: '2027-06-09' as Day },
  currency: 'USD',
  net: settled.net,
  tax: settled.tax,
  due: settled.due,
  lines: settled.lines,
  toBalance: 0,
  voids: null,
  voidedBy: null,
  seasons: { s1: 'Holiday' },
}

interface Node {
  readonly role?: string
  readonly children?: readonly Node[]
  readonly type?: string
  readonly id?: string
}

/** What stands in it, page by page, and its tags with the text that each has. */
async function read(bytes: Buffer) {
  const pdf = await getDocumentProxy(new Uint8Array(bytes))
  const pages = []
  for (let n = 1; n <= pdf.numPages; n += 1) {
    const page = await pdf.getPage(n)
    const { items } = await page.getTextContent({ includeMarkedContent: true })
    const byId = new Map<string, string>()
    const open: (string | null)[] = []
    let artifacts = ''
    for (const item of items as unknown as { type?: string; id?: string; str?: string; hasEOL?: boolean }[]) {
      if (item.type?.startsWith('beginMarkedContent')) open.push(item.id ?? null)
      else if (item.type === 'endMarkedContent') open.pop()
      else {
        // A space at a line's end is told as the end of the line.
        const text = `${item.str}${item.hasEOL ? ' ' : ''}`
        const id = open.at(-1)
        if (id) byId.set(id, (byId.get(id) ?? '') + text)
        else artifacts += text
      }
    }
    pages.push({ tree: (await page.getStructTree()) as unknown as Node, byId, artifacts })
  }
  const { info, metadata } = (await pdf.getMetadata()) as unknown as {
    info: Record<string, unknown>
    metadata: { getRaw(): string } | null
  }
  const outline: string[] = []
  for (const { tree, byId } of pages) walk(tree, byId, outline)
  return { pages, info, xmp: metadata?.getRaw() ?? '', marked: await pdf.getMarkInfo(), outline }
}

const textOf = (node: Node, byId: Map<string, string>): string =>
  node.type === 'content'
    ? (byId.get(node.id!) ?? '')
    : (node.children ?? []).map((c) => textOf(c, byId)).join(' ')

function walk(node: Node, byId: Map<string, string>, into: string[]): void {
  if (node.role && /^(H1|H2|P|TR|LI)$/.test(node.role)) {
    const kinds = (node.children ?? []).map(({ role }) => role).filter(Boolean)
    into.push(
      `${node.role}${kinds.length > 0 ? `(${kinds.join(' ')})` : ''}: ${textOf(node, byId).replaceAll(/ +/g, ' ').trim()}`,
    )
    return
  }
  for (const child of node.children ?? []) walk(child, byId, into)
}

describe('BILL-10 an invoice’s document', () => {
  test('has headings, a list of facts and a table whose figures are the invoice’s', async () => {
    const { outline, marked, info, xmp, pages } = await read(await renderInvoice(invoice))
    expect(outline).toMatchInlineSnapshot(`
      [
        "P: Seatkeeper",
        "H1: Invoice 7",
        "P: Paid 10 Jun 2026",
        "H2: Billed to",
        "P: Larkspur Outfitters",
        "P: 12 Alder Street",
        "P: Albany, NY, 12207",
        "P: United States",
        "P: Tax id 98-7654321",
        "H2: From",
        "P: Seatkeeper",
        "P: 1 Juniper Way",
        "P: Portland, ME, 04101",
        "P: United States",
        "P: Tax id US 12-3456789",
        "LI(Lbl LBody): Number 7",
        "LI(Lbl LBody): Issued 10 Jun 2026",
        "LI(Lbl LBody): Period 10 Jun 2026 – 9 Jun 2027",
        "LI(Lbl LBody): Paid 10 Jun 2026",
        "LI(Lbl LBody): Purchase order PO-2231",
        "TR(TH TH TH): Description Period Amount",
        "TR(TH TD TD): 25 × Full-time seats 25 × 89.00 × 12 = 26700.00 USD 10 Jun 2026 – 9 Jun 2027 US$26,700.00",
        "TR(TH TD TD): 2 × Data storage, GB 2 × 50.00 × 12 = 1200.00 USD 10 Jun 2026 – 9 Jun 2027 US$1,200.00",
        "TR(TH TD TD): 30 × Season seats, Holiday 30 × 53.40 × 2 = 3204.00 USD 1 Nov 2026 – 31 Dec 2026 US$3,204.00",
        "TR(TH TD TD): Net US$31,104.00",
        "TR(TH TD TD): Sales tax, 8.875 % of US$31,104.00 8.875 % × 31104.00 = 2760.48 USD US$2,760.48",
        "TR(TH TD TD): Carried from an earlier invoice An earlier charge was below what a card can be charged. US$0.40",
        "TR(TH TD TD): Credit from your balance Credit is used by itself, the oldest first, and comes off after tax. −US$123.45",
        "TR(TH TD TD): Total, paid US$33,741.43",
      ]
    `)
    expect(marked).toMatchObject({ Marked: true })
    expect(info).toMatchObject({ Title: 'Invoice 7, Seatkeeper to Larkspur Outfitters', Language: 'en-GB' })
    expect(xmp).toContain('pdfuaid:part')
    // What is no content is marked as decoration.
    expect(pages[0]!.artifacts.trim()).toBe('Seatkeeper · billing@example.com · Invoice 7 Page 1 of 1')
  })

  test('says of its cells what they head, and embeds every typeface', async () => {
    const raw = (await renderInvoice(invoice)).toString('latin1')
    for (const part of [
      '/Scope /Column',
      '/Scope /Row',
      '/DisplayDocTitle true',
      '/Marked true',
      '/Lang (en-GB)',
    ]) {
      expect([part, raw.includes(part)]).toEqual([part, true])
    }
    expect(raw).not.toContain('Helvetica')
    const count = (pattern: RegExp) => raw.match(pattern)?.length ?? 0
    expect(count(/\/Type \/FontDescriptor/g)).toBeGreaterThan(1)
    expect(count(/\/Type \/FontDescriptor/g)).toBe(count(/\/FontFile[23]? /g))
  })

  test('is the same bytes for the same invoice, and is told apart once it is paid', async () => {
    const [one, same, unpaid] = await Promise.all([
      renderInvoice(invoice),
      renderInvoice(invoice),
      renderInvoice({ ...invoice, paidAt: null }),
    ])
    expect(one.equals(same)).toBe(true)
    expect(one.equals(unpaid)).toBe(false)
  })

  test('PAY-06 says how it is paid by wire, and until when', async () => {
    const sent = await renderInvoice({ ...invoice, paidAt: null, dueOn: '2026-07-10' as Day })
    const { outline } = await read(sent)
    expect(outline.slice(-4)).toEqual([
      'H2: Payment',
      expect.stringMatching(/^P: Please pay \S+ by the end of 10 Jul 2026 and name “Invoice 7”/),
      'P: Bank of Example',
      'P: IBAN DE02 1203 0000 0000 2020 51',
    ])
  })

  test.each([
    [
      'void',
      { voidedBy: 8 },
      'P: Voided',
      'LI(Lbl LBody): Voided by Credit note 8',
      /^P: Credit note 8 voids/,
    ],
    [
      'a credit note',
      { kind: 'credit-note', voids: 6, toBalance: 12_345 } as const,
      'P: Voids invoice 6',
      'LI(Lbl LBody): Voids Invoice 6',
      /^P: This voids invoice 6\. \S+ went into your credit balance/,
    ],
  ])('D-02 says that it is %s, and of which', async (_, more, state, fact, payment) => {
    const { outline } = await read(await renderInvoice({ ...invoice, ...more }))
    expect(outline).toEqual(expect.arrayContaining([state, fact, expect.stringMatching(payment)]))
  })

  test('goes on over pages without losing a line, whatever alphabet names have', async () => {
    const line = settled.lines[0]!
    const many: InvoiceLine[] = Array.from({ length: 60 }, (_, n) => ({
      ...line,
      subject: `Ρόδο ${n} Искра`,
    }))
    const { pages, outline } = await read(
      await renderInvoice({
        ...invoice,
        lines: many,
        billTo: { ...invoice.billTo, name: 'Ελιά & Искра 株式会社', address: ['x'.repeat(200)] },
      }),
    )
    expect(pages.length).toBeGreaterThan(2)
    const rows = outline.filter((each) => each.startsWith('TR(TH TD TD)'))
    expect(rows.filter((each) => each.includes('Ρόδο'))).toHaveLength(60)
    expect(rows[0]).toContain('25 × Ρόδο 0 Искра')
  })
})
