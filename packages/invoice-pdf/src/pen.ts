import { runsOf, type Weight } from './faces.ts'

export interface Style {
  readonly weight: Weight
  readonly size: number
  readonly color: string
}

export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** Lines are this much higher than their letters. */
const LEADING = 1.42

/** Sets text in typefaces that stand in for each other, which the library's own text flow does not do. */
export class Pen {
  readonly #doc: PDFKit.PDFDocument

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc
  }

  widthOf(text: string, { weight, size }: Style): number {
    return runsOf(text, weight).reduce((sum, { face, text: part }) => {
      this.#use(face.name, face.font).fontSize(size)
      return sum + this.#doc.widthOfString(part)
    }, 0)
  }

  /** Cut at spaces, and inside a word only where a line can't hold it. */
  linesOf(text: string, style: Style, width: number): string[] {
    const lines: string[] = []
    let line = ''
    for (const word of text.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`
      if (this.widthOf(longer, style) <= width) {
        line = longer
        continue
      }
      if (line !== '') lines.push(line)
      line = ''
      for (const sign of word) {
        if (line !== '' && this.widthOf(line + sign, style) > width) {
          lines.push(line)
          line = ''
        }
        line += sign
      }
    }
    return [...lines, line]
  }

  heightOf(text: string, style: Style, width: number): number {
    return this.linesOf(text, style, width).length * lineHeight(style)
  }

  /**
   * Left-aligned in a width; gives the height that it took. Whoever listens needs a space where a line ends, and after the last one
   * where the text `goesOn` below.
   */
  block(text: string, place: Place, style: Style, { goesOn = false } = {}): number {
    const { x, y, width } = place
    const lines = this.linesOf(text, style, width)
    lines.forEach((line, n) => {
      const written = goesOn || n < lines.length - 1 ? `${line} ` : line
      this.#draw(written, x, y + n * lineHeight(style), style)
    })
    return lines.length * lineHeight(style)
  }

  /** One line that ends at `right`. */
  flushRight(text: string, { right, y }: { right: number; y: number }, style: Style): void {
    this.#draw(text, right - this.widthOf(text, style), y, style)
  }

  #draw(text: string, x: number, y: number, { weight, size, color }: Style): void {
    const baseline = y + size * 1.06
    let at = x
    for (const { face, text: part } of runsOf(text, weight)) {
      this.#use(face.name, face.font)
        .fontSize(size)
        .fillColor(color)
        .text(part, at, baseline, { lineBreak: false, baseline: 'alphabetic' })
      at += this.#doc.widthOfString(part)
    }
  }

  #use(name: string, font: unknown): PDFKit.PDFDocument {
    // An opened typeface is taken as it is; the types know files alone.
    return this.#doc.font(font as string, name)
  }
}

export const lineHeight = ({ size }: Pick<Style, 'size'>): number => size * LEADING
