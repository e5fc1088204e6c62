import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

export type Weight = 'regular' | 'strong'

/** Our own typeface first; a second one for the alphabets that it does not have (Greek, Cyrillic, further signs of money). */
const FILES = {
  regular: [
    '@expo-google-fonts/hanken-grotesk/400Regular/HankenGrotesk_400Regular.ttf',
    '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  ],
  strong: [
    '@expo-google-fonts/hanken-grotesk/600SemiBold/HankenGrotesk_600SemiBold.ttf',
    '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  ],
} as const satisfies Readonly<Record<Weight, readonly string[]>>

export interface Face {
  readonly name: string
  readonly font: Font
}

const { resolve } = createRequire(import.meta.url)
const opened = new Map<string, Face>()

/** Read once per process, and the second typeface only where it is needed. */
function faceOf(file: string): Face {
  let face = opened.get(file)
  if (!face) {
    const font = create(readFileSync(resolve(file))) as Font
    face = { name: file.slice(file.lastIndexOf('/') + 1), font }
    opened.set(file, face)
  }
  return face
}

export interface Run {
  readonly face: Face
  readonly text: string
}

/** A text cut where its typeface changes. What no typeface has is drawn as an empty box by the first. */
export function runsOf(text: string, weight: Weight): Run[] {
  const runs: { face: Face; text: string }[] = []
  for (const sign of text) {
    const code = sign.codePointAt(0)!
    const before = runs.at(-1)
    // A space belongs to whatever stands before it: a run of its own would part the words of one alphabet.
    const face =
      sign === ' ' && before ? before.face : (FILES[weight].map(faceOf).find(has(code)) ?? first(weight))
    if (before?.face === face) before.text += sign
    else runs.push({ face, text: sign })
  }
  return runs
}

/** Can all of it be drawn? */
export const isDrawable = (text: string): boolean =>
  [...text].every((sign) => FILES.regular.some((file) => has(sign.codePointAt(0)!)(faceOf(file))))

const first = (weight: Weight): Face => faceOf(FILES[weight][0])

const has =
  (code: number) =>
  ({ font }: Face): boolean =>
    font.hasGlyphForCodePoint(code)
