// oxlint-disable-next-line typescript/triple-slash-reference -- the declarations come along with whoever imports this, whatever they compile
/// <reference path="../untyped.d.ts" />
import bidiFactory from 'bidi-js'
import { graphemesOf } from './graphemes.ts'

const bidi = bidiFactory()

/** Letters that are written from right to left. */
const LEFTWARD = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** What shaping turns round by itself: it goes by the first sign that belongs to a script. */
const TURNS_ITSELF =
  /^[\p{Script=Common}\p{Script=Inherited}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

export interface Stretch {
  /** In the order in which it is read. */
  readonly text: string
  readonly leftward: boolean
}

export const hasLeftward = (text: string): boolean => LEFTWARD.test(text)

/** Stretches of one direction of one line, from left to right as they are seen (UAX 9). The direction of all is that of the first letter. */
export function visualOrder(paragraph: string, start: number, end: number): Stretch[] {
  if (start >= end) return []
  if (!hasLeftward(paragraph)) return [{ text: paragraph.slice(start, end), leftward: false }]
  const levels = bidi.getEmbeddingLevels(paragraph, 'auto')
  const stretches: { level: number; from: number; to: number }[] = []
  for (const at of bidi.getReorderedIndices(paragraph, levels, start, end - 1).slice(start, end)) {
    const level = levels.levels[at]!
    const last = stretches.at(-1)
    if (last?.level === level && (level % 2 === 1 ? at === last.from - 1 : at === last.to + 1)) {
      last.from = Math.min(last.from, at)
      last.to = Math.max(last.to, at)
    } else stretches.push({ level, from: at, to: at })
  }
  return stretches.map(({ level, from, to }) => ({
    text: paragraph.slice(from, to + 1),
    leftward: level % 2 === 1,
  }))
}

/** What is handed to the shaping of one run, so that it comes out as it is seen. */
export function inVisualOrder(text: string, leftward: boolean): string[] {
  if (leftward) {
    const mirrored = graphemesOf(text).map((sign) => bidi.getMirroredCharacter(sign) ?? sign)
    return [(TURNS_ITSELF.test(text) ? mirrored : mirrored.toReversed()).join('')]
  }
  // Digits of Arabic and Persian are written from left to right, in a script that shaping would turn round.
  return TURNS_ITSELF.test(text) ? graphemesOf(text) : [text]
}
