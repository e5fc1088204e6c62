// Control characters and line breaks could begin a header of their own; the bidirectional controls could make
// a name read as another.
const UNFIT = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** Text from people made fit for a header: one line, no controls, each run of them one space. */
export function singleLine(text: string): string {
  return text.replaceAll(UNFIT, ' ').trim()
}
