import type { Decision } from '../decision.ts'

/** RFC 5321's longest path, without its angle brackets. */
const LONGEST = 254
const LONGEST_LOCAL_PART = 64

/**
 * Characters that no mailbox has and that would make one address look like another: controls, white space, and the
 * invisible or direction-changing ones (general categories C and Z, and what Unicode draws as nothing).
 */
const UNSAFE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u

/** Something, one @, and a domain of at least two labels. Whether mail arrives there, only mail can tell. */
const SHAPE = /^(?<local>[^@<>()[\]\\,;:"]+)@(?<domain>[^@<>()[\]\\,;:"_]+)$/u
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u

/**
 * D-31: an e-mail as it is written to, and the key by which two are the same: trimmed, in lower case. Refused: what no
 * mail server would take, what is longer than 254 characters, and what holds invisible or direction-changing characters.
 */
export function normalizeEmail(
  text: string,
): Decision<{ readonly email: string; readonly key: string }, 'invalid-email'> {
  const email = text.trim().normalize('NFC')
  const key = email.toLowerCase().normalize('NFC')
  // Lower case can be longer (İ) and shorter (H̱) than what was typed.
  return Math.max(email.length, key.length) <= LONGEST && isMailbox(email)
    ? { kind: 'grant', email, key }
    : { kind: 'refuse', reason: 'invalid-email' }
}

function isMailbox(email: string): boolean {
  if (UNSAFE.test(email)) return false
  // Without this shape there is no domain, and so no two labels.
  const { local = '', domain = '' } = SHAPE.exec(email)?.groups ?? {}
  if (local.length > LONGEST_LOCAL_PART) return false
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false
  const labels = domain.split('.')
  return labels.length >= 2 && labels.every((label) => label.length <= 63 && LABEL.test(label))
}
