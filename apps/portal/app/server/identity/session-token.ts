import { createHash, randomBytes } from 'node:crypto'

/** How long an unused session lasts, and how long any session does (wall clock). */
export const idleMs = 8 * 60 * 60 * 1000
export const absoluteMs = 7 * 24 * 60 * 60 * 1000

/** 256 random bits: what the browser keeps. Only its hash is stored, so a copy of the database signs nobody in. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

export function tokenHash(token: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(token).digest())
}
