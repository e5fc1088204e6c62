import type { Font } from 'fontkit'
import { graphemesOf } from '../text/graphemes.ts'
import { keptFonts, nameOf, openPiece, type Weight } from './open-piece.ts'
import { type Piece, piecesWith } from './pieces.ts'
import { type Region, typefacesFor } from './typefaces.ts'

export interface Face {
  readonly name: string
  readonly font: Font
}

/** A stretch of text in one typeface; null where none has its letters. */
export interface Run {
  readonly face: Face | null
  readonly text: string
}

export interface Hand {
  readonly weight: Weight
  readonly region: Region
}

/** Chooses where to look, draws nothing: joiners and variation selectors. */
const SILENT = /^(\p{Default_Ignorable_Code_Point})$/u

/**
 * The typefaces of one drawing of one document. Drawing does not wait for files: what is asked for and not there yet is
 * `missing`, and whoever draws reads it and draws again.
 */
export class Faces {
  readonly missing = new Map<string, { readonly piece: Piece; readonly weight: Weight }>()
  readonly #fonts: ReadonlyMap<string, Font>
  readonly #opened = new Map<string, Face>()
  readonly #chosen = new Map<string, Face | null>()

  constructor(fonts: ReadonlyMap<string, Font>) {
    this.#fonts = fonts
  }

  /** A text cut where its typeface changes. */
  runsOf(text: string, hand: Hand): Run[] {
    const runs: { face: Face | null; text: string }[] = []
    for (const sign of graphemesOf(text)) {
      const before = runs.at(-1)
      // A space belongs to whatever stands before it: a run of its own would part the words of one alphabet.
      const face = sign === ' ' && before?.face ? before.face : this.#faceOf(sign, hand)
      if (before?.face === face) before.text += sign
      else runs.push({ face, text: sign })
    }
    return runs
  }

  #faceOf(sign: string, { weight, region }: Hand): Face | null {
    const key = `${weight} ${region} ${sign}`
    let face = this.#chosen.get(key)
    if (face === undefined) {
      face = this.#search(sign, weight, region)
      this.#chosen.set(key, face)
    }
    return face
  }

  #search(sign: string, weight: Weight, region: Region): Face | null {
    const codes = [...sign].filter((each) => !SILENT.test(each)).map((each) => each.codePointAt(0)!)
    for (const typeface of typefacesFor(region)) {
      for (const piece of piecesWith(codes, typeface)) {
        const face = this.#open(piece, weight)
        // Not read yet: whether a later one is needed shows when it is.
        if (face === null) return null
        if (codes.every((code) => face.font.hasGlyphForCodePoint(code))) return face
      }
    }
    return null
  }

  #open(piece: Piece, weight: Weight): Face | null {
    const name = nameOf(piece, weight)
    const font = this.#fonts.get(name)
    if (!font) {
      this.missing.set(name, { piece, weight })
      return null
    }
    let face = this.#opened.get(name)
    if (!face) {
      face = { name, font: ofOneDocument(font, name) }
      this.#opened.set(name, face)
    }
    return face
  }
}

/** Draws until every typeface that it asks for was there. */
export async function drawWithFaces<T>(draw: (faces: Faces) => Promise<T>): Promise<T> {
  const fonts = keptFonts()
  for (;;) {
    const faces = new Faces(fonts)
    const drawn = await draw(faces)
    if (faces.missing.size === 0) return drawn
    for (const [name, { piece, weight }] of faces.missing) fonts.set(name, await openPiece(piece, weight))
  }
}

/** What a part of a composed letter says when it is copied, beside the letter: PDF/UA has every shape say something. */
const NO_LETTER = 0x200b

/**
 * A typeface remembers for which letters it first used a shape, and a document must not depend on those before it: each gets
 * a memory of its own, and shares what was read of the file. And a name of its own: all pieces are called by the thinnest weight in their files.
 */
const ofOneDocument = (font: Font, name: string): Font =>
  Object.create(font, {
    _glyphs: { value: {}, writable: true },
    postscriptName: { value: name },
    getGlyph: {
      value(this: Font, glyph: number, letters?: number[]) {
        return font.getGlyph.call(this, glyph, letters?.length === 0 ? [NO_LETTER] : letters)
      },
    },
  }) as Font
