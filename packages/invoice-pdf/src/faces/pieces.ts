import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A file with the letters of some ranges of Unicode; Chinese, Japanese and Korean typefaces are cut into some hundred of them. */
export interface Piece {
  readonly typeface: string
  readonly subset: string
  readonly file: string
  readonly ranges: readonly (readonly [first: number, last: number])[]
}

const { resolve } = createRequire(import.meta.url)
const known = new Map<string, readonly Piece[]>()

/** Those whose ranges name all of these code points. That a range names one does not mean that the file draws it. */
export const piecesWith = (codes: readonly number[], typeface: string): readonly Piece[] =>
  piecesOf(typeface).filter(({ ranges }) =>
    codes.every((code) => ranges.some(([first, last]) => first <= code && code <= last)),
  )

function piecesOf(typeface: string): readonly Piece[] {
  let pieces = known.get(typeface)
  if (!pieces) {
    const source = `@fontsource-variable/${typeface}`
    const ranges = JSON.parse(readFileSync(resolve(`${source}/unicode.json`), 'utf8')) as Record<
      string,
      string
    >
    pieces = Object.entries(ranges).map(([name, text]) => {
      const subset = name.replaceAll(/[[\]]/g, '')
      const file = `${source}/files/${typeface}-${subset}-wght-normal.woff2`
      return { typeface, subset, file: resolve(file), ranges: text.split(',').map(rangeOf) }
    })
    known.set(typeface, pieces)
  }
  return pieces
}

/** `U+20ac` or `U+0-ff` */
function rangeOf(text: string): readonly [number, number] {
  const [first = '', last = first] = text.trim().slice(2).split('-')
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)]
}
