import type { Faces, Hand, Run } from './faces/faces.ts'
import type { Weight } from './faces/open-piece.ts'
import type { Region } from './faces/typefaces.ts'
import { graphemesOf } from './text/graphemes.ts'
import { lineBreaks } from './text/line-breaks.ts'
import { hasLeftward, inVisualOrder, visualOrder } from './text/visual-order.ts'

export interface Style {
  readonly weight: Weight
  readonly size: number
  readonly color: string
  /** Another one's forms than the document's. */
  readonly region?: Region
}

export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** A part of a paragraph, in the order in which it is read; spaces at its end hang over. */
interface Line {
  readonly start: number
  readonly end: number
}

/** Lines are this much higher than their letters. */
const LEADING = 1.42

/** Width of the box that stands for a sign which no typeface has, in the size of the letters. */
const BOX = 0.62

/** Scripts whose shapes do not tell their letters, one by one and in their order. */
const SHAPED = /[\p{Script=Devanagari}\p{Script=Thai}]/u

/** Marks that nobody sees: which way a text goes is told by its letters. */
const INVISIBLE = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff]/g

/** A letter and what stands above or below it, each by itself. */
const ACCENTED = /\P{M}\p{M}+/gu

/** Sets text of any alphabet: typefaces that stand in for each other, both directions, line breaks; the library's own text flow knows neither. */
export class Pen {
  readonly #doc: PDFKit.PDFDocument
  readonly #faces: Faces
  readonly #region: Region
  readonly #widths = new Map<string, number>()

  constructor(doc: PDFKit.PDFDocument, faces: Faces, region: Region) {
    this.#doc = doc
    this.#faces = faces
    this.#region = region
  }

  widthOf(text: string, style: Style): number {
    const hand = this.#handOf(style)
    const key = `${hand.weight} ${hand.region} ${style.size} ${text}`
    let width = this.#widths.get(key)
    if (width === undefined) {
      const runs = this.#faces.runsOf(cleaned(text), hand)
      width = runs.reduce((sum, run) => sum + this.#widthOfRun(run, style.size), 0)
      this.#widths.set(key, width)
    }
    return width
  }

  /** Do shapes say what is read, one by one from left to right? If not, the text itself has to stand beside them. */
  readsAsDrawn(text: string, style: Pick<Style, 'weight' | 'region'>): boolean {
    if (hasLeftward(text) || SHAPED.test(text)) return false
    return this.#faces.runsOf(cleaned(text), this.#handOf(style)).every(({ face }) => face !== null)
  }

  heightOf(text: string, style: Style, width: number): number {
    return this.#linesOf(cleaned(text), style, width).length * lineHeight(style)
  }

  /**
   * Left-aligned in a width; gives the height that it took. Whoever listens needs a space after the last line where the text
   * `goesOn` below.
   */
  block(text: string, place: Place, style: Style, { goesOn = false } = {}): number {
    const { x, y, width } = place
    const paragraph = `${cleaned(text)}${goesOn ? ' ' : ''}`
    const lines = this.#linesOf(paragraph, style, width)
    for (const [n, line] of lines.entries())
      this.#draw(paragraph, line, { x, y: y + n * lineHeight(style) }, style)
    return lines.length * lineHeight(style)
  }

  /** One line that ends at `right`. */
  flushRight(text: string, { right, y }: { right: number; y: number }, style: Style): void {
    const line = cleaned(text)
    this.#draw(line, { start: 0, end: line.length }, { x: right - this.widthOf(line, style), y }, style)
  }

  /** Ends where a line may end, and between any two signs only where a line can't hold what must not be parted. */
  #linesOf(paragraph: string, style: Style, width: number): Line[] {
    const fits = (start: number, end: number) =>
      this.widthOf(paragraph.slice(start, end).trimEnd(), style) <= width
    // Most texts do: measured once instead of word by word.
    if (fits(0, paragraph.length)) return [{ start: 0, end: paragraph.length }]
    const lines: Line[] = []
    let start = 0
    let end = 0
    const close = () => {
      if (end > start) lines.push({ start, end })
      start = end
    }
    for (const next of lineBreaks(paragraph)) {
      if (fits(start, next)) {
        end = next
        continue
      }
      close()
      for (const sign of graphemesOf(paragraph.slice(start, next))) {
        if (!fits(start, end + sign.length)) close()
        end += sign.length
      }
    }
    close()
    return lines
  }

  #draw(paragraph: string, { start, end }: Line, at: { x: number; y: number }, style: Style): void {
    // Spaces that hang over a line's end move nothing, but part its words from the next ones for whoever listens.
    const inked = start + paragraph.slice(start, end).trimEnd().length
    const stretches = [
      ...visualOrder(paragraph, start, inked),
      { text: paragraph.slice(inked, end), leftward: false },
    ]
    const parts = stretches.map(({ text, leftward }) => {
      const runs = this.#faces.runsOf(text, this.#handOf(style))
      return { leftward, runs: leftward ? runs.toReversed() : runs }
    })
    let { x } = at
    for (const { runs, leftward } of parts)
      for (const { face, text: run } of runs)
        for (const piece of inVisualOrder(run, leftward))
          x += this.#drawRun({ face, text: piece }, { x, y: at.y }, style)
  }

  /** Gives its width. */
  #drawRun(run: Run, { x, y }: { x: number; y: number }, { size, color }: Style): number {
    const baseline = y + size * 1.06
    const width = this.#widthOfRun(run, size)
    if (run.face === null) {
      for (const [n] of graphemesOf(run.text).entries())
        this.#doc
          .rect(x + (n * BOX + 0.06) * size, baseline - size * 0.7, (BOX - 0.12) * size, size * 0.7)
          .lineWidth(size * 0.05)
          .strokeColor(color)
          .stroke()
      return width
    }
    this.#use(run.face)
      .fontSize(size)
      .fillColor(color)
      .text(run.text, x, baseline, { lineBreak: false, baseline: 'alphabetic', ...layoutOf(run.text) })
    return width
  }

  #widthOfRun({ face, text }: Run, size: number): number {
    if (face === null) return graphemesOf(text).length * BOX * size
    return this.#use(face).fontSize(size).widthOfString(text, layoutOf(text))
  }

  #handOf({ weight, region = this.#region }: Pick<Style, 'weight' | 'region'>): Hand {
    return { weight, region }
  }

  #use({ name, font }: NonNullable<Run['face']>): PDFKit.PDFDocument {
    // An opened typeface is taken as it is; the types know files alone.
    return this.#doc.font(font as unknown as string, name)
  }
}

/** The library lays out word by word and remembers each, unless it is told features: from right to left, the first word would stand left. */
const layoutOf = (text: string): { features?: [] } => (hasLeftward(text) ? { features: [] } : {})

export const lineHeight = ({ size }: Pick<Style, 'size'>): number => size * LEADING

/** In one line, and one sign for a letter with its accents where there is one; nothing else is made the same, since names tell old forms from new. */
const cleaned = (text: string): string =>
  text
    .replaceAll(ACCENTED, (sign) => sign.normalize('NFC'))
    .replaceAll(INVISIBLE, '')
    .replaceAll(/\s+/g, ' ')
