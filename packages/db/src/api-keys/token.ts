import { createHash, createHmac, randomBytes } from 'node:crypto'

/** What every key of ours begins with, so that a leaked one is recognised by people and by scanners. */
const BRAND = 'seat_'
const SHAPE = /^seat_[\da-f]{64}$/
/** How much of a key the list shows: enough to tell keys apart, and 224 bits short of the whole. */
const SHOWN = BRAND.length + 8

export interface NewToken {
  readonly token: string
  readonly prefix: string
  readonly hash: Buffer
}

/**
 * A new key. Made from the form's own random identity under the application's secret, a form that is sent twice (a double click)
 * makes the same key, so that the answer which the browser shows is one that works. Neither is stored.
 */
export function newToken(secret: string, parts: readonly string[]): NewToken {
  const bits = parts.length > 0 ? hmac(secret, parts) : randomBytes(32)
  const token = `${BRAND}${bits.toString('hex')}`
  return { token, prefix: token.slice(0, SHOWN), hash: sha256(token) }
}

/** What a key is looked up by; null: this was never a key of ours. */
export function apiKeyHash(token: string): Buffer | null {
  return SHAPE.test(token) ? sha256(token) : null
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()

const hmac = (secret: string, parts: readonly string[]) =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['api-key', ...parts]))
    .digest()
