/** Line breaks and the like; some of them break mail headers and logs. */
const CONTROL = /\p{Cc}/u
/** They turn the reading direction: a name could disguise itself as another's. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
/** Invisible: two names that look the same would not be. Joiners are needed in some scripts and emoji. */
const INVISIBLE = /[\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u
/** Half of a pair of code units: no text, and no database stores it. */
const BROKEN_PAIR = /\p{Cs}/u

/**
 * A single line that a person typed: trimmed, composed (NFC), not empty, at most `longest` characters and free of what is
 * not text; or what is wrong with it, in the words of every door.
 *
 * @param what How the sentence names it: `a name`.
 */
export function readTypedLine(
  text: string,
  what: string,
  longest: number,
): { readonly line: string } | { readonly fault: string } {
  const line = text.normalize('NFC').trim()
  if (line === '') return { fault: `Enter ${what}.` }
  if (line.length > longest) return { fault: `That is too long: at most ${longest} characters.` }
  if (CONTROL.test(line)) return { fault: 'Line breaks and control characters can’t be used here.' }
  if (DIRECTION.test(line) || INVISIBLE.test(line)) {
    return {
      fault: 'This has invisible characters, perhaps from where it was copied. Please type it instead.',
    }
  }
  if (BROKEN_PAIR.test(line)) {
    return { fault: 'This has a character that can’t be read. Please type it anew.' }
  }
  return { line }
}
