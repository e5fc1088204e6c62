import { stringify } from 'csv-stringify/sync'
import { plainCell } from './plain-cell.ts'

/** Spreadsheets take a file without its mark for the encoding of the last century. */
const MARK = '\ufeff'

type Lines = readonly (readonly string[])[]

/** Lines of a CSV file in which no cell is a formula. */
export const csvLines = (lines: Lines): string =>
  stringify(
    lines.map((cells) => cells.map(plainCell)),
    { record_delimiter: '\r\n', quoted_match: /[;\t\r\n]/ },
  )

/** A CSV file for a spreadsheet, sent page by page, so that memory stays calm however long it is. */
export function csvAnswer({
  fileName,
  columns,
  page,
}: {
  readonly fileName: string
  readonly columns: readonly string[]
  /** What follows a cursor (undefined: from the beginning), and the next cursor; null: that was all. */
  readonly page: (
    cursor: string | undefined,
  ) => Promise<{ readonly lines: Lines; readonly next: string | null }>
}): Response {
  const encoder = new TextEncoder()
  let cursor: string | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(MARK + csvLines([columns])))
    },
    async pull(controller) {
      const { lines, next } = await page(cursor)
      if (lines.length > 0) controller.enqueue(encoder.encode(csvLines(lines)))
      if (next === null) controller.close()
      else cursor = next
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    },
  })
}
