import { randomBytes } from 'node:crypto'
import { type Instant, MS_PER_SECOND } from '@seatkeeper/rules'
import { Secret, TOTP } from 'otpauth'

/** RFC 6238 as every app knows it: SHA-1, six digits, half a minute. */
const PERIOD_SECONDS = 30
const DIGITS = 6
/** A clock may go wrong by a step to either side. */
const WINDOW = 1

/** 160 bits, as long as the hash (RFC 4226). */
export const newAuthenticatorSecret = (): Buffer => randomBytes(20)

const totpOf = (secret: Uint8Array, names: { issuer?: string; label?: string } = {}) =>
  new TOTP({
    ...names,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  })

/** What an app is given: the key to type, and the address that a picture holds. */
export function authenticatorKey(secret: Uint8Array, names: { issuer: string; label: string }) {
  const totp = totpOf(secret, names)
  return { key: totp.secret.base32, uri: totp.toString() }
}

/** The step of time whose code this is, within a step to either side of now; null: none. */
export function stepOf(secret: Uint8Array, code: string, wallNow: Instant): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: wallNow, window: WINDOW })
  return delta === null ? null : Math.floor(wallNow / MS_PER_SECOND / PERIOD_SECONDS) + delta
}
