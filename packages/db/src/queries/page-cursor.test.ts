import { assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { type Cursor, cutPage, readCursor, writeCursor } from './page-cursor.ts'

const row = (n: number) => `01a2021d-4f04-7ddf-9735-${String(n).padStart(12, '0')}`

/** A page of the numbers below `count`, read as a query would: one more than it takes, from the cursor on. */
function page(count: number, size: number, text: string | null) {
  const cursor: Cursor | null = text === null ? null : readCursor(text, 'name', false)
  const all = Array.from({ length: count }, (_, n) => n)
  const from = cursor === null ? -1 : Number(cursor.key)
  const read = cursor?.backwards
    ? all
        .filter((n) => n < from)
        .toReversed()
        .slice(0, size + 1)
    : all.filter((n) => n > from).slice(0, size + 1)
  const { rows, hasNext, hasPrevious } = cutPage(read, size, cursor)
  const at = (n: number, backwards: boolean) =>
    writeCursor({ sort: 'name', descending: false, backwards, key: String(n), id: row(n) })
  return {
    rows,
    next: hasNext ? at(rows.at(-1)!, false) : null,
    previous: hasPrevious ? at(rows[0]!, true) : null,
  }
}

test('USER-01 USER-10 USER-13 page by page a list is read whole, to its very end and back to its beginning', () => {
  assert(
    property(integer({ min: 0, max: 40 }), integer({ min: 1, max: 9 }), (count, size) => {
      const [forth, back]: [number[], number[]] = [[], []]
      let one = page(count, size, null)
      expect(one.previous).toBeNull()
      for (; one.next !== null; one = page(count, size, one.next)) forth.push(...one.rows)
      forth.push(...one.rows)
      for (; one.previous !== null; one = page(count, size, one.previous)) back.unshift(...one.rows)
      back.unshift(...one.rows)
      const all = Array.from({ length: count }, (_, n) => n)
      expect([forth, back]).toEqual([all, all])
    }),
  )
})
