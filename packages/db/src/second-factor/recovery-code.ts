import { createHash, randomBytes } from 'node:crypto'

/** How many are made at once. */
export const RECOVERY_CODES = 10

/** Crockford's letters: none that is taken for another when it is read from paper. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16

/** 80 random bits, in four groups: `7K3M-Q2ZD-0XN8-4TBH`. */
export function newRecoveryCode(): string {
  const code = Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('')
  return code.replaceAll(/.{4}(?=.)/g, '$&-')
}

/** The code as it was made, however it is written; null: it cannot be one. */
export function readRecoveryCode(typed: string): string | null {
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const known = plain.length === LENGTH && [...plain].every((letter) => LETTERS.includes(letter))
  return known ? plain : null
}

/** Nobody guesses 80 bits: a plain hash, tied to its person, tells nothing to whoever has the database. */
export function recoveryCodeHash(personId: string, plain: string): Buffer {
  return createHash('sha256')
    .update(`recovery:${personId}:${plain.replaceAll('-', '')}`)
    .digest()
}
