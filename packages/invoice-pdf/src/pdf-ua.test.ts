import type { Day, Instant, InvoiceLine } from '@seatkeeper/rules'
import { beforeAll, describe, expect, test } from 'vitest'
import { nameOf, type Operation, PdfFile, textOf, type Value } from '../test/pdf-file.ts'
import { all, type Element, treeOf } from '../test/tag-tree.ts'
import type { InvoiceDocument, Party } from './document.ts'
import { renderInvoice } from './render-invoice.ts'

const line = (name: string): InvoiceLine => ({
  kind: 'flat',
  rule: 'season',
  subject: name,
  amount: { amount: 120_000, currency: 'USD' },
})

const english: Party = {
  name: 'Larkspur Outfitters',
  address: ['12 Alder Street', 'United States'],
  taxId: null,
}

const invoice: InvoiceDocument = {
  kind: 'invoice',
  number: 7,
  seller: { ...english, name: 'Smith & Sons <Ltd>', email: 'billing@example.com', bank: ['Bank of Example'] },
  billTo: english,
  purchaseOrder: 'PO-2231',
  issuedAt: Date.UTC(2026, 5, 10, 9) as Instant,
  paidAt: null,
  dueOn: '2026-07-10' as Day,
  period: { firstDay: '2026-06-10' as Day, lastDay: '2027-06-09' as Day },
  currency: 'USD',
  net: 0,
  tax: 0,
  due: 120_000,
  lines: [],
  toBalance: 0,
  voids: null,
  voidedBy: null,
  seasons: {},
}
const billedTo = (name: string, ...address: string[]): InvoiceDocument => ({
  ...invoice,
  billTo: { name, address, taxId: null },
})

const DOCUMENTS: readonly (readonly [string, InvoiceDocument])[] = [
  ['English', invoice],
  ['three pages', { ...invoice, lines: Array.from({ length: 60 }, (_, n) => line(`Line ${n}`)) }],
  ['a credit note', { ...invoice, kind: 'credit-note', dueOn: null, due: 0 }],
  ['Japanese', billedTo('株式会社さくら・骨董', '東京都渋谷区神宮前一丁目2番3号、青葉ビル', 'Japan')],
  ['Korean, Chinese', billedTo('주식회사 한강', '臺北市信義區', '北京市')],
  ['Arabic', billedTo('شركة النور (م.م.ح) ABC', 'القاهرة 11511، مكتب 4B–5C', 'Egypt')],
  ['Persian', billedTo('شرکت می‌خواهم', 'پلاک ۱۲۳', 'Iran')],
  ['Hebrew', billedTo('חברת השמש (2019) בע"מ', 'הרצל 12', 'Israel')],
  ['Greek, Cyrillic, Vietnamese', billedTo('Ελιά & Щука', 'Nguyễn Huệ, Bến Nghé', 'Vietnam')],
  ['Thai', billedTo('บริษัท น้ำตาล จำกัด', 'ถนนสุขุมวิทแขวงคลองเตยเขตคลองเตย', 'Thailand')],
  ['Hindi', billedTo('श्री कृष्ण ट्रेडर्स', 'किदवई नगर, नई दिल्ली', 'India')],
  ['signs that no typeface has', billedTo('ქართული 🦊', 'e\u0301tage', 'Georgia')],
]

const STANDARD = /^(Document|H[12]|P|L|LI|Lbl|LBody|Table|THead|TBody|TFoot|TR|TH|TD)$/
const rolesOf = ({ children }: Element) => children.map(({ role }) => role)

const PAINTS = /^(Tj|TJ|'|"|S|s|f|F|f\*|B|B\*|b|b\*|sh|Do|BI)$/

/** What is painted, and the marks that it is in: the number of its content, or Artifact. */
function painted(operations: readonly Operation[]) {
  const open: { tag: string; id: number | null }[] = []
  const found: { operator: string; tags: string[]; ids: number[] }[] = []
  for (const { operator, operands } of operations) {
    if (operator === 'BMC' || operator === 'BDC') {
      const properties = operands[1] as Record<string, Value> | undefined
      open.push({ tag: nameOf(operands[0])!, id: (properties?.['MCID'] as number | undefined) ?? null })
    } else if (operator === 'EMC') open.pop()
    else if (PAINTS.test(operator))
      found.push({
        operator,
        tags: open.map(({ tag }) => tag),
        ids: open.map(({ id }) => id).filter((id) => id !== null),
      })
  }
  return { found, left: open.length }
}

/** Which glyphs a page shows, by the name of their typeface in it. */
function shown(operations: readonly Operation[]): Map<string, Set<number>> {
  const glyphs = new Map<string, Set<number>>()
  let font = ''
  for (const { operator, operands } of operations) {
    if (operator === 'Tf') font = nameOf(operands[0])!
    if (operator !== 'TJ' && operator !== 'Tj') continue
    const codes = glyphs.get(font) ?? new Set()
    glyphs.set(font, codes)
    for (const part of operands.flat())
      if (typeof part === 'string')
        for (let at = 0; at < part.length; at += 2)
          codes.add(part.charCodeAt(at) * 256 + part.charCodeAt(at + 1))
  }
  return glyphs
}

const unicodeOf = (cmap: string): string[] =>
  [...cmap.matchAll(/\[((?:<[^>]*>\s*)+)\]/g)].flatMap(([, list]) =>
    [...list!.matchAll(/<([^>]*)>/g)].map(([, code]) => code!.replaceAll(' ', '')),
  )

describe.each(DOCUMENTS)('BILL-10 the rules of PDF/UA-1 that a program can check: %s', (_, document) => {
  let file: PdfFile
  let tree: Element
  let elements: Element[]
  beforeAll(async () => {
    file = new PdfFile(await renderInvoice(document))
    tree = treeOf(file)
    elements = all(tree)
  })

  test('says what it is, in which language, and by which rules', () => {
    const { catalog } = file
    expect(file.dictionary(catalog['MarkInfo'])).toMatchObject({ Marked: true })
    expect(catalog['Lang']).toBe('en-GB')
    expect(file.dictionary(catalog['ViewerPreferences'])).toMatchObject({ DisplayDocTitle: true })
    expect(file.trailer).not.toHaveProperty('Encrypt')
    const title = textOf(file.resolve(file.dictionary(file.trailer['Info'])['Title']))
    expect(title).toContain(`${document.seller.name} to ${document.billTo.name}`)
    const xmp = Buffer.from(file.stream(catalog['Metadata']), 'latin1').toString()
    expect(xmp).toContain('<pdfuaid:part>1</pdfuaid:part>')
    const written = /<dc:title>[\s\S]*?x-default">(.*?)<\//.exec(xmp)![1]!
    expect(written.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(title)
    // No markup but the document's own.
    expect(xmp.replaceAll(/<\/?(?:\?|[a-z]+:)[^<>]*>|&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>&]/)
  })

  test('everything that is painted is content of one tag, once, or decoration', () => {
    const inTree = elements.flatMap(({ marked }) => marked.map(({ page, id }) => `${page} ${id}`))
    const inPages: string[] = []
    for (const [page, dictionary] of file.pages.entries()) {
      const { found, left } = painted(file.operations(dictionary))
      expect(left).toBe(0)
      expect(found.filter(({ tags, ids }) => (tags.includes('Artifact') ? 1 : 0) + ids.length !== 1)).toEqual(
        [],
      )
      inPages.push(...new Set(found.flatMap(({ ids }) => ids.map((id) => `${page} ${id}`))))
    }
    expect(inTree.toSorted()).toEqual(inPages.toSorted())
    expect(new Set(inTree).size).toBe(inTree.length)
    expect(file.pages.map(({ StructParents }) => StructParents)).toEqual(file.pages.map((__, n) => n))
    // Nothing to walk through by key, else its order would have to be said.
    expect(file.pages.filter((page) => 'Annots' in page && !('Tabs' in page))).toEqual([])
  })

  test('its tags are known ones, in an order that makes sense', () => {
    expect(elements.map(({ role }) => role).filter((role) => !STANDARD.test(role))).toEqual([])
    const headings = elements.map(({ role }) => role).filter((role) => /^H\d$/.test(role))
    expect([headings[0], headings.filter((role) => role === 'H1').length]).toEqual(['H1', 1])
    for (const list of elements.filter(({ role }) => role === 'L')) {
      expect(new Set(rolesOf(list))).toEqual(new Set(['LI']))
      expect(list.children.map(rolesOf)).toEqual(list.children.map(() => ['Lbl', 'LBody']))
    }
    const [table] = elements.filter(({ role }) => role === 'Table')
    expect(rolesOf(table!).filter((role) => role !== 'TBody')).toEqual(['THead', 'TFoot'])
    for (const row of all(table!).filter(({ role }) => role === 'TR')) expect(row.children).toHaveLength(3)
    for (const cell of all(table!).filter(({ role }) => role === 'TH')) {
      const [attributes] = file.list(cell.dictionary['A']).map((each) => file.dictionary(each))
      expect([nameOf(attributes?.['O']), nameOf(attributes?.['Scope'])]).toEqual([
        'Table',
        expect.stringMatching(/^(Row|Column)$/),
      ])
    }
  })

  test('its typefaces are embedded, and every shape has its letter and its width', () => {
    for (const page of file.pages) {
      const fonts = file.dictionary(file.dictionary(page['Resources'])['Font'])
      for (const [name, glyphs] of shown(file.operations(page))) {
        const font = file.dictionary(fonts[name])
        const [descendant] = file.list(font['DescendantFonts']).map((each) => file.dictionary(each))
        expect(nameOf(font['Encoding'])).toBe('Identity-H')
        expect(nameOf(descendant!['CIDToGIDMap'])).toBe('Identity')
        expect(
          file.stream(file.dictionary(descendant!['FontDescriptor'])['FontFile2']).length,
        ).toBeGreaterThan(100)
        // Not the shape that stands for 'missing'.
        expect(glyphs.has(0)).toBe(false)
        const letters = unicodeOf(file.stream(font['ToUnicode']))
        const [, widths] = file.list(descendant!['W']) as [number, readonly number[]]
        for (const glyph of glyphs) {
          expect([glyph, letters[glyph]]).toEqual([
            glyph,
            expect.stringMatching(/^(?!0000|feff|fffe)[\da-f]{4,}$/),
          ])
          expect(widths[glyph]).toBeGreaterThanOrEqual(0)
        }
      }
    }
  })

  test('what shapes do not tell in their order stands at its tag, as it was written', () => {
    const told = elements
      .map(({ dictionary }) => textOf(dictionary['ActualText']))
      .filter((text) => text !== null)
    const { name, address } = document.billTo
    expect(told).toEqual(
      [name, ...address].filter((text) =>
        /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Georgian}\p{Script=Thai}\p{Script=Devanagari}]/u.test(
          text,
        ),
      ),
    )
  })
})

test('BILL-10 a document does not depend on those that were drawn before it', async () => {
  const drawn = await renderInvoice(billedTo('直', 'さくら・骨董'))
  await renderInvoice(billedTo('ABC\u00a0DEF‧', '董直骨', 'ら・く'))
  expect((await renderInvoice(billedTo('直', 'さくら・骨董'))).equals(drawn)).toBe(true)
})
