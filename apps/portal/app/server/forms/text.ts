import { readTypedLine } from '@seatkeeper/wording'
import { z } from 'zod'

/**
 * A single line that a person typed, as every door reads it: trimmed, composed, not empty, at most `longest` characters.
 *
 * @param what How the sentence names it: `a name`.
 */
export function line(what: string, longest: number) {
  return z.string({ error: `Enter ${what}.` }).transform((text, context) => {
    const read = readTypedLine(text, what, longest)
    if ('line' in read) return read.line
    context.addIssue(read.fault)
    return z.NEVER
  })
}

/** The identity of a row, as a form or an address carries it. Anything else was not made by our pages. */
export const id = z.uuid({ error: 'Choose one of those shown.' })

/** Hidden in a form when it is rendered; tells two presses of one button from two wishes. */
export const idempotencyKey = z.uuid()
