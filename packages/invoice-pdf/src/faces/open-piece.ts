// oxlint-disable-next-line typescript/triple-slash-reference -- the declarations come along with whoever imports this, whatever they compile
/// <reference path="../untyped.d.ts" />
import { readFile } from 'node:fs/promises'
import { create, type Font } from 'fontkit'
import subsetFont from 'subset-font'
import type { Piece } from './pieces.ts'

export type Weight = 'regular' | 'strong'

const WEIGHTS = { regular: 400, strong: 600 } as const satisfies Readonly<Record<Weight, number>>

/** What an account's invoices need again and again stays; whoever names every sign there is does not fill the memory. */
const KEPT = 100
const kept = new Map<string, Font>()

export const keptFonts = (): Map<string, Font> => new Map(kept)

/** A piece at one weight, as a typeface that documents can embed: they know neither compression nor variable weights. */
export async function openPiece(piece: Piece, weight: Weight): Promise<Font> {
  const bytes = await subsetFont(await readFile(piece.file), undefined, {
    targetFormat: 'truetype',
    keepAllGlyphs: true,
    noHinting: true,
    variationAxes: { wght: WEIGHTS[weight] },
  })
  const font = create(bytes) as Font
  kept.set(nameOf(piece, weight), font)
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break
    kept.delete(oldest)
  }
  return font
}

/** `NotoSansJp-SemiBold-104` */
export function nameOf({ typeface, subset }: Piece, weight: Weight): string {
  const family = typeface.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
  return `${family}-${weight === 'strong' ? 'SemiBold' : 'Regular'}-${subset}`
}
