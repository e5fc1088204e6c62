import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { AppLoadContext } from '@remix-run/node'
import type { Instant } from '@seatkeeper/rules'

/** What an answer to it is for: nothing that was signed for one purpose does for another. */
export type ChallengePurpose = 'register' | 'sign-in' | 'second-step' | ProvingPurpose

/** Somebody who is signed in proves themselves again: by a passkey alone, or by it and the password in one form. */
export type ProvingPurpose = 'prove' | 'prove-with-password'

const lastsMs = 5 * 60 * 1000

/**
 * What a passkey is to sign: random, with its own end, and signed by us. It is stored only once it was answered rightly (so that it is
 * never answered twice): strangers who ask for challenges fill no table (0107).
 */
export function newChallenge(
  { services }: AppLoadContext,
  purpose: ChallengePurpose,
  personId: string,
): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(24)
  randomBytes(16).copy(head)
  head.writeBigUInt64BE(BigInt(services.clock.wallNow() + lastsMs), 16)
  return new Uint8Array(Buffer.concat([head, signature(services.appSecret, purpose, personId, head)]))
}

export interface LiveChallenge {
  /** As the browser signed it, base64url. */
  readonly challenge: string
  readonly challengeHash: Uint8Array
  readonly expiresAt: Instant
}

/** Null: it is not ours, for another purpose or person, or has run out. */
export function readChallenge(
  { services }: AppLoadContext,
  challenge: string,
  purpose: ChallengePurpose,
  personId: string,
): LiveChallenge | null {
  const bytes = Buffer.from(challenge, 'base64url')
  if (bytes.length !== 56) return null
  const head = bytes.subarray(0, 24)
  if (!timingSafeEqual(bytes.subarray(24), signature(services.appSecret, purpose, personId, head)))
    return null
  const expiresAt = Number(head.readBigUInt64BE(16)) as Instant
  if (expiresAt <= services.clock.wallNow()) return null
  return { challenge, challengeHash: new Uint8Array(createHash('sha256').update(bytes).digest()), expiresAt }
}

function signature(secret: string, purpose: ChallengePurpose, personId: string, head: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`passkey:${purpose}:${personId}:`).update(head).digest()
}
