import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '@seatkeeper/rules'

/** Slack's own limit for old timestamps; here it holds for those of the future as well (SLK-08). */
const TOLERATED_MS = 5 * 60_000

export type SignatureFault = 'signature-missing' | 'signature-wrong' | 'timestamp-out-of-range'

/**
 * SLK-08: is this body, to the byte, what Slack signed within the last five minutes? A timestamp that lies more than five
 * minutes ahead is refused too: otherwise a request that was signed once could be kept for years.
 *
 * @param wallNow Wall clock of this machine.
 * @returns null when the signature holds, otherwise what is wrong with it.
 */
export function signatureFault(
  request: {
    readonly signature: string | undefined
    readonly timestamp: string | undefined
    readonly body: Buffer
  },
  secret: string,
  wallNow: Instant,
): SignatureFault | null {
  const { signature, timestamp, body } = request
  if (!signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return 'signature-missing'
  if (Math.abs(wallNow - Number(timestamp) * 1000) > TOLERATED_MS) return 'timestamp-out-of-range'
  const right = Buffer.from(signatureOf(secret, timestamp, body))
  const given = Buffer.from(signature)
  return given.length === right.length && timingSafeEqual(given, right) ? null : 'signature-wrong'
}

/** The signature that Slack sends along with a body. */
export function signatureOf(secret: string, timestamp: string, body: Buffer | string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`
}
