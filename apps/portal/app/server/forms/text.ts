import { z } from 'zod'

/** Line feeds and the like have no place in a single line; some of them break mail headers and logs. */
const control = /\p{Cc}/u
/** They turn the reading direction of everything that follows: a name could disguise itself as another's. */
const turnsDirection = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
/** Invisible: two names that look the same would not be. Joiners are needed in some scripts and emoji. */
const invisible = /[\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u
/** Half of a pair of code units: no text, and no database stores it. */
const brokenPair = /\p{Cs}/u

/**
 * A single line that a person typed: trimmed, composed (NFC), not empty, at most `longest` characters, and free of what
 * is not text.
 *
 * @param what How the sentence names it: `a name`.
 */
export function line(what: string, longest: number) {
  return z
    .string({ error: `Enter ${what}.` })
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string({ error: `Enter ${what}.` })
        .min(1, `Enter ${what}.`)
        .max(longest, `That is too long: at most ${longest} characters.`)
        .refine((text) => !control.test(text), 'Line breaks and control characters can’t be used here.')
        .refine(
          (text) => !turnsDirection.test(text) && !invisible.test(text),
          'This has invisible characters, perhaps from where it was copied. Please type it instead.',
        )
        .refine(
          (text) => !brokenPair.test(text),
          'This has a character that can’t be read. Please type it anew.',
        ),
    )
}

/** The identity of a row, as a form or an address carries it. Anything else was not made by our pages. */
export const id = z.uuid({ error: 'Choose one of those shown.' })

/** Hidden in a form when it is rendered; tells two presses of one button from two wishes. */
export const idempotencyKey = z.uuid()
