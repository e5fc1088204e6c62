import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

export const shortestPassword = 12
/** Long enough for any passphrase, short enough that hashing and estimating stay cheap. */
export const longestPassword = 128

/** How many guesses a password must withstand: 3 of 4 on the estimator's scale, some 10^8. */
const leastScore = 3

/**
 * NIST SP 800-63B: length counts, composition rules do not, and what attackers try first is refused. Returns a sentence
 * that says what to change, or null when the password will do.
 *
 * @param personal What an attacker would try for this person: name, e-mail, organization, product.
 */
export async function passwordFault(password: string, personal: readonly string[]): Promise<string | null> {
  const length = [...password].length
  if (length < shortestPassword)
    return `Use at least ${shortestPassword} characters. A few words in a row are fine.`
  if (length > longestPassword) return `Use at most ${longestPassword} characters.`
  const words = personal.flatMap((text) => {
    const parts = text.split(/[^\p{L}\p{N}]+/u)
    return [text, parts.join(''), ...parts].filter((word) => word.length > 2)
  })
  const { score } = (await estimator()).check(password, words)
  if (score >= leastScore) return null
  return 'This password is easy to guess. Add a word or two that have nothing to do with you.'
}

let loaded: Promise<ZxcvbnFactory> | null = null

/** The list of common passwords is large: it is read when the first person signs up. */
function estimator(): Promise<ZxcvbnFactory> {
  loaded ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]).then(
    ([core, common]) =>
      new core.ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs }),
  )
  return loaded
}
