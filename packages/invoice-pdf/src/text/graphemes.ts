const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Most of what we write, where each letter is one sign. */
const PLAIN = /^[\u0020-\u024f\u2010-\u2027]*$/

/** What a reader takes for one sign: a letter with its accents is not cut. */
export const graphemesOf = (text: string): string[] =>
  PLAIN.test(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment)
