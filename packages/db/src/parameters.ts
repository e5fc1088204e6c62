import { createHash } from 'node:crypto'
import type { Instant } from '@seatkeeper/rules'

/** A moment as PostgreSQL reads it. */
export function iso(at: Instant): string {
  return new Date(at).toISOString()
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What people send as an identity need not be one; such a thing is simply not found. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** Where a scan of a pool's free seats begins: anywhere, so that claims do not meet. */
export function randomPick(): number {
  return Math.floor(Math.random() * 2 ** 31)
}

/** SHA-256 of plain data, whatever the order of its keys. */
export function digestOf(value: unknown): Buffer {
  return createHash('sha256').update(canonical(value)).digest()
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join()}}`
}
