/** Whose forms Chinese characters have: one code point is drawn differently in Tokyo, Taipei, Seoul and Beijing. */
export type Region = 'sc' | 'tc' | 'jp' | 'kr'

const BEFORE = ['hanken-grotesk', 'noto-sans']
const AFTER = ['vazirmatn', 'noto-sans-hebrew', 'noto-sans-thai']

/** Each has letters that the others lack: Korean ones are in one alone, rare characters in the two Chinese ones. */
const HAN = {
  sc: ['sc', 'tc', 'jp', 'kr'],
  tc: ['tc', 'sc', 'jp', 'kr'],
  jp: ['jp', 'sc', 'tc', 'kr'],
  kr: ['kr', 'jp', 'sc', 'tc'],
} as const satisfies Readonly<Record<Region, readonly Region[]>>

/** Our own typeface first; where it lacks a letter, the first of the others that has it. */
export const typefacesFor = (region: Region): readonly string[] => [
  ...BEFORE,
  ...HAN[region].map((each) => `noto-sans-${each}`),
  ...AFTER,
]

/** By letters that only one language writes, else by the country that ends an address. */
export function regionOf(lines: readonly string[]): Region {
  const country = lines.at(-1) ?? ''
  const text = lines.join(' ')
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'jp'
  if (/\p{Script=Hangul}/u.test(text)) return 'kr'
  if (/\bJapan$/.test(country)) return 'jp'
  if (/\bKorea$/.test(country)) return 'kr'
  return /Taiwan|Hong Kong|Maca[uo]/.test(country) ? 'tc' : 'sc'
}
