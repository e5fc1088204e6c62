import { iso, isUuid } from '../parameters.ts'
import type { Instant } from '@seatkeeper/rules'

/** Where a page begins: behind (or, backwards, before) the row with this key and identity. */
export interface Cursor {
  readonly sort: string
  readonly descending: boolean
  readonly backwards: boolean
  readonly key: string
  readonly id: string
}

/** A cursor as it stands in an address. Keys that are moments arrive as numbers, `-Infinity` for none. */
export function writeCursor(cursor: Omit<Cursor, 'key'> & { readonly key: string | number }): string {
  const { sort, descending, backwards, id } = cursor
  const key =
    typeof cursor.key === 'string'
      ? cursor.key
      : Number.isFinite(cursor.key)
        ? iso(cursor.key as Instant)
        : '-infinity'
  return Buffer.from(JSON.stringify([sort, descending, backwards, key, id])).toString('base64url')
}

/** Exactly as we write moments, years 1 to 9999: of what `Date.parse` reads, PostgreSQL understands less. */
function isMoment(key: string): boolean {
  const moment = Date.parse(key)
  return /^(?!0000)\d{4}-/.test(key) && !Number.isNaN(moment) && iso(moment as Instant) === key
}

/** Orders whose keys are moments. */
const BY_MOMENT: ReadonlySet<string> = new Set(['last-sign-in', 'at'])

/** Null for what is no cursor of this very order: whoever edits an address gets the first page. */
export function readCursor(text: string | undefined, sort: string, descending: boolean): Cursor | null {
  if (text === undefined || text.length > 2000) return null
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(parts)) return null
    const [ofSort, ofDirection, backwards, key, id] = parts as unknown[]
    if (ofSort !== sort || ofDirection !== descending || typeof backwards !== 'boolean') return null
    if (typeof key !== 'string' || typeof id !== 'string' || !isUuid(id) || key.includes('\0')) return null
    if (BY_MOMENT.has(sort) && key !== '-infinity' && !isMoment(key)) return null
    return { sort, descending, backwards, key, id }
  } catch {
    return null
  }
}

/**
 * Makes a page of what was read for it, one row more than it takes: in its own order, and whether there is a page behind it and one
 * before it. Whoever came backwards has come from the one behind.
 */
export function cutPage<Row>(read: readonly Row[], size: number, cursor: Cursor | null) {
  const more = read.length > size
  const rows = read.slice(0, size)
  const backwards = cursor?.backwards === true
  if (backwards) rows.reverse()
  return { rows, hasNext: backwards || more, hasPrevious: cursor !== null && (!backwards || more) }
}
