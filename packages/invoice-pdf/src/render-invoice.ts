import { buffer } from 'node:stream/consumers'
import type { InvoiceDocument, Party } from './document.ts'
import { drawWithFaces, type Faces } from './faces/faces.ts'
import { regionOf } from './faces/typefaces.ts'
import { Paper } from './paper.ts'
import { lineHeight, Pen, type Style } from './pen.ts'
import { documentWords, type DocumentWords, type Row } from './words.ts'

const INK = '#1a2426'
const SOFT = '#536063'
const LINE = '#dbe1e1'
const ACCENT = '#155c49'

const regular: Style = { weight: 'regular', size: 9.5, color: INK }
const strong: Style = { ...regular, weight: 'strong' }
const soft: Style = { ...regular, size: 8, color: SOFT }
const brand: Style = { weight: 'strong', size: 12.5, color: ACCENT }
const heading: Style = { weight: 'strong', size: 21, color: INK }
const label: Style = { weight: 'strong', size: 8, color: SOFT }
const totalStyle: Style = { weight: 'strong', size: 12, color: INK }

const TONES = {
  good: { ground: '#e4f3ec', text: ACCENT },
  due: { ground: '#fbf1d9', text: '#6f4a08' },
  plain: { ground: '#eef1f1', text: SOFT },
} as const

const MARGIN = 56
const FOOT = 34
const PERIOD_WIDTH = 128
const AMOUNT_WIDTH = 92
const GAP = 14

/** Those who print on other paper. */
const LETTER_PAPER = /(United States|Canada|Mexico)$/

/**
 * BILL-10: an invoice or a credit note as a tagged PDF (PDF/UA-1): language, title, headings, a table with header cells,
 * embedded typefaces, everything that is decoration marked as such. The same document gives the same bytes.
 */
export const renderInvoice = (invoice: InvoiceDocument): Promise<Buffer> =>
  drawWithFaces((faces) => draw(invoice, faces))

function draw(invoice: InvoiceDocument, faces: Faces): Promise<Buffer> {
  const words = documentWords(invoice)
  const doc = new Paper({
    size: LETTER_PAPER.test(invoice.billTo.address.at(-1) ?? '') ? 'LETTER' : 'A4',
    margin: 0,
    autoFirstPage: true,
    bufferPages: true,
    tagged: true,
    displayTitle: true,
    lang: 'en-GB',
    pdfVersion: '1.7',
    // PDF/UA-1 by name; the types know the subsets for archives alone.
    subset: 'PDF/UA' as never,
    // No typeface that is not embedded.
    font: null as never,
    info: {
      Title: words.title,
      Author: invoice.seller.name,
      Creator: invoice.seller.name,
      CreationDate: new Date(invoice.issuedAt),
      ModDate: new Date(invoice.paidAt ?? invoice.issuedAt),
    },
  })
  new Sheet(doc, invoice, words, faces).draw()
  doc.end()
  return buffer(doc)
}

class Sheet {
  readonly #doc: PDFKit.PDFDocument
  readonly #invoice: InvoiceDocument
  readonly #words: DocumentWords
  readonly #pen: Pen
  readonly #left = MARGIN
  readonly #right: number
  readonly #bottom: number
  #y = MARGIN

  constructor(doc: PDFKit.PDFDocument, invoice: InvoiceDocument, words: DocumentWords, faces: Faces) {
    this.#doc = doc
    this.#invoice = invoice
    this.#words = words
    this.#pen = new Pen(doc, faces, regionOf([invoice.billTo.name, ...invoice.billTo.address]))
    this.#right = doc.page.width - MARGIN
    this.#bottom = doc.page.height - MARGIN - FOOT
  }

  draw(): void {
    const root = this.#tag('Document')
    this.#doc.addStructure(root)
    this.#head(root)
    this.#parties(root)
    this.#table(root)
    this.#payment(root)
    root.end()
    this.#feet()
  }

  #head(root: PDFKit.PDFStructureElement): void {
    const { seller } = this.#invoice
    const region = regionOf([seller.name, ...seller.address])
    const style = { ...brand, region }
    root.add(this.#paragraph(seller.name, style))
    this.#y += this.#pen.heightOf(seller.name, style, this.#right - this.#left) + 26
    root.add(this.#tag('H1', () => this.#write(this.#words.heading, heading)))
    const { text, tone } = this.#words.state
    const pill: Style = { ...strong, color: TONES[tone].text }
    const width = this.#pen.widthOf(text, pill) + 20
    this.#decoration(() =>
      this.#doc.roundedRect(this.#right - width, this.#y + 4, width, 22, 11).fill(TONES[tone].ground),
    )
    root.add(
      this.#tag('P', () => this.#pen.flushRight(text, { right: this.#right - 10, y: this.#y + 8.4 }, pill)),
    )
    this.#y += lineHeight(heading) + 20
  }

  #parties(root: PDFKit.PDFStructureElement): void {
    const { billTo, seller } = this.#invoice
    const facts = 204
    const width = (this.#right - this.#left - facts) / 2 - GAP
    const top = this.#y
    let lowest = top
    const column = (n: number, write: (x: number) => void) => {
      this.#y = top
      write(this.#left + n * (width + GAP))
      lowest = Math.max(lowest, this.#y)
    }
    column(0, (x) => this.#party(root, 'Billed to', billTo, { x, width }))
    column(1, (x) => this.#party(root, 'From', seller, { x, width }))
    column(2, (x) => {
      const list = this.#tag('L')
      root.add(list)
      for (const { label: name, value } of this.#words.facts) {
        const item = this.#tag('LI')
        list.add(item)
        const height = this.#pen.heightOf(value, regular, facts - 78)
        item.add(this.#tag('Lbl', () => this.#write(name, { ...soft, size: 9.5 }, { x, width: 74 })))
        item.add(
          this.#tag('LBody', () => this.#write(value, regular, { x: x + 78, width: facts - 78 }), {
            text: value,
          }),
        )
        item.end()
        this.#y += height + 2
      }
      list.end()
    })
    this.#y = lowest + 30
  }

  #party(
    root: PDFKit.PDFStructureElement,
    title: string,
    { name, address, taxId }: Party,
    place: { readonly x: number; readonly width: number },
  ): void {
    const region = regionOf([name, ...address])
    root.add(this.#tag('H2', () => this.#write(title, label, place)))
    this.#y += lineHeight(label) + 3
    const lines = [...address, ...(taxId === null ? [] : [`Tax id ${taxId}`])]
    for (const [n, text] of [name, ...lines].entries()) {
      const style = { ...(n === 0 ? strong : regular), region }
      root.add(this.#paragraph(text, style, place))
      this.#y += this.#pen.heightOf(text, style, place.width)
    }
  }

  #table(root: PDFKit.PDFStructureElement): void {
    const { charges, figures } = this.#words
    // Net, tax and total stay together where they can, and with the last charge; the columns' names stay with the first.
    const settling = figures.reduce((sum, each) => sum + this.#rowHeight(each), 0) + 44
    const [first, second] = charges
    this.#room(60 + (first ? this.#rowHeight(first) : 0) + (second ? 0 : settling))
    const table = this.#tag('Table')
    root.add(table)
    const head = this.#tag('THead')
    table.add(head)
    const row = this.#tag('TR')
    head.add(row)
    const columns = this.#columns()
    for (const write of columns) row.add(this.#tag('TH', write, { scope: 'Column' }))
    row.end()
    head.end()
    this.#underColumns()

    const body = this.#tag('TBody')
    table.add(body)
    for (const [n, each] of charges.entries()) this.#row(body, each, n === charges.length - 1 ? settling : 0)
    body.end()
    const foot = this.#tag('TFoot')
    table.add(foot)
    for (const each of figures) this.#row(foot, each)
    this.#total(foot)
    foot.end()
    table.end()
    if (this.#words.contained !== null) {
      this.#room(20)
      root.add(this.#paragraph(this.#words.contained, soft))
      this.#y += lineHeight(soft)
    }
  }

  #columns(): (() => void)[] {
    const { period, descriptionWidth } = this.#places()
    const y = this.#y
    return [
      () => this.#pen.block('Description', { x: this.#left, y, width: descriptionWidth }, label),
      () => this.#pen.block('Period', { x: period, y, width: PERIOD_WIDTH }, label),
      () => this.#pen.flushRight('Amount', { right: this.#right, y }, label),
    ]
  }

  #underColumns(): void {
    this.#y += lineHeight(label) + 4
    this.#ruler(LINE, 1)
    this.#y += 8
  }

  /** `below`: what should stand on the same page with it. */
  #row(parent: PDFKit.PDFStructureElement, { text, why, period, amount }: Row, below = 0): void {
    const height = this.#rowHeight({ text, why, period, amount })
    const together = height + below < this.#bottom - MARGIN - 60 ? height + below : height
    if (this.#room(together)) {
      // The columns' names again, for the eye: whoever listens has heard them.
      this.#decoration(() => {
        for (const write of this.#columns()) write()
      }, 'Pagination')
      this.#underColumns()
    }
    const places = this.#places()
    const row = this.#tag('TR')
    parent.add(row)
    const { descriptionWidth: width } = places
    row.add(
      this.#tag(
        'TH',
        () => {
          const at = { x: this.#left, y: this.#y, width }
          const height = this.#pen.block(text, at, regular, { goesOn: why !== null })
          if (why !== null) this.#pen.block(why, { ...at, y: at.y + height + 1 }, soft)
        },
        { scope: 'Row', text: [text, why].filter(Boolean).join(' ') },
      ),
    )
    const days = period
    row.add(
      days === null
        ? this.#tag('TD')
        : this.#tag('TD', () => this.#write(days, regular, { x: places.period, width: PERIOD_WIDTH })),
    )
    row.add(this.#tag('TD', () => this.#pen.flushRight(amount, { right: this.#right, y: this.#y }, regular)))
    row.end()
    this.#y += height - 8
    this.#ruler(LINE, 0.5)
    this.#y += 8
  }

  #total(foot: PDFKit.PDFStructureElement): void {
    const { label: name, amount } = this.#words.total
    this.#room(30)
    const row = this.#tag('TR')
    foot.add(row)
    row.add(this.#tag('TH', () => this.#write(name, totalStyle), { scope: 'Row' }))
    row.add(this.#tag('TD'))
    row.add(
      this.#tag('TD', () => this.#pen.flushRight(amount, { right: this.#right, y: this.#y }, totalStyle)),
    )
    row.end()
    this.#y += lineHeight(totalStyle) + 26
  }

  #payment(root: PDFKit.PDFStructureElement): void {
    const { payment } = this.#words
    if (payment.length === 0) return
    const width = this.#right - this.#left
    const height = payment.reduce((sum, text) => sum + this.#pen.heightOf(text, regular, width), 22)
    this.#room(height)
    root.add(this.#tag('H2', () => this.#write('Payment', label)))
    this.#y += lineHeight(label) + 3
    for (const text of payment) {
      this.#room(lineHeight(regular))
      root.add(this.#paragraph(text, regular))
      this.#y += this.#pen.heightOf(text, regular, width)
    }
  }

  /** On every page, for the eye: whose document it is, and which page of how many. */
  #feet(): void {
    const { start, count } = this.#doc.bufferedPageRange()
    const { seller } = this.#invoice
    const text = [seller.name, seller.email, this.#words.heading].filter(Boolean).join(' · ')
    for (let page = start; page < start + count; page += 1) {
      this.#doc.switchToPage(page)
      const y = this.#doc.page.height - MARGIN + 4
      this.#decoration(() => {
        this.#pen.block(text, { x: this.#left, y, width: this.#right - this.#left - 90 }, soft)
        this.#pen.flushRight(`Page ${page + 1} of ${count}`, { right: this.#right, y }, soft)
      }, 'Pagination')
    }
  }

  /** Begins a page where there is not so much room left; true where it did. */
  #room(height: number): boolean {
    if (this.#y + height <= this.#bottom) return false
    this.#doc.addPage()
    this.#y = MARGIN
    return true
  }

  #places() {
    const period = this.#right - AMOUNT_WIDTH - GAP - PERIOD_WIDTH
    return { period, descriptionWidth: period - GAP - this.#left }
  }

  #rowHeight({ text, why, period }: Row): number {
    const { descriptionWidth } = this.#places()
    const left =
      this.#pen.heightOf(text, regular, descriptionWidth) +
      (why === null ? 0 : 1 + this.#pen.heightOf(why, soft, descriptionWidth))
    const middle = period === null ? 0 : this.#pen.heightOf(period, regular, PERIOD_WIDTH)
    return Math.max(left, middle) + 15
  }

  #ruler(color: string, width: number): void {
    this.#decoration(() =>
      this.#doc
        .moveTo(this.#left, this.#y)
        .lineTo(this.#right, this.#y)
        .lineWidth(width)
        .strokeColor(color)
        .stroke(),
    )
  }

  #write(text: string, style: Style, place: { readonly x?: number; readonly width?: number } = {}): void {
    const { x = this.#left, width = this.#right - this.#left } = place
    this.#pen.block(text, { x, y: this.#y, width }, style)
  }

  #paragraph(
    text: string,
    style: Style,
    place: { readonly x?: number; readonly width?: number } = {},
  ): PDFKit.PDFStructureElement {
    return this.#tag('P', () => this.#write(text, style, place), { text })
  }

  /**
   * Without `write`, its children are added afterwards, and it is empty where there are none. `text` is what is read where others
   * than we wrote it: it stands beside shapes that don't tell it.
   */
  #tag(
    type: string,
    write?: () => void,
    { text = '', ...options }: { readonly scope?: 'Row' | 'Column'; readonly text?: string } = {},
  ): PDFKit.PDFStructureElement {
    const actual = this.#pen.readsAsDrawn(text, regular) ? {} : { actual: text }
    const all = { ...options, ...actual } as PDFKit.Mixins.StructureElementOptions
    return write === undefined ? this.#doc.struct(type, all) : this.#doc.struct(type, all, [write])
  }

  #decoration(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.#doc.markContent('Artifact', { type })
    draw()
    this.#doc.endMarkedContent()
  }
}
