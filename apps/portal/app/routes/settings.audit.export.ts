import { type AuditRow, auditPage } from '@seatkeeper/db'
import { auditActorName, auditChannelName, auditSentence } from '@seatkeeper/wording'
import { stringify } from 'csv-stringify/sync'
import { auditParams } from '~/audit/audit-params.ts'
import { adminPage } from '~/server/routes/admin.ts'
import { mayHere } from '~/server/routes/doors.ts'

const columns = [
  'When (UTC)',
  'Who',
  'What happened',
  'Action',
  'Subject',
  'Channel',
  'Before',
  'After',
  'Entry',
]

/** Spreadsheets take a file without its mark for the encoding of the last century. */
const MARK = '\ufeff'
const PAGE = 1000

/**
 * USER-10: the log as CSV, narrowed as the page that links to it, the newest first; sent page by page, so that memory stays calm however
 * long it is. No cell is a formula: what a spreadsheet would take for one has an apostrophe before it.
 */
export const loader = adminPage({ can: 'audit.read' }, async ({ query, url, membership }) => {
  const { cursor: _, ...asked } = auditParams(url.searchParams)
  const params = { ...asked, withBilling: mayHere(membership, 'billing.read') }
  const encoder = new TextEncoder()
  let cursor: string | null | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(MARK + lines([columns])))
    },
    async pull(controller) {
      const { rows, next } = await auditPage(query, { ...params, size: PAGE, ...(cursor && { cursor }) })
      if (rows.length > 0) controller.enqueue(encoder.encode(lines(rows.map(cells))))
      cursor = next
      if (next === null) controller.close()
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="audit-log.csv"',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    },
  })
})

/** Before and after as they are stored: whoever exports wants to reckon, too. */
const cells = (row: AuditRow): readonly string[] => [
  new Date(row.at).toISOString(),
  auditActorName(row),
  auditSentence(row),
  row.action,
  row.subject ?? '',
  auditChannelName[row.channel] ?? row.channel,
  row.before === null ? '' : JSON.stringify(row.before),
  row.after === null ? '' : JSON.stringify(row.after),
  row.id,
]

const lines = (rows: readonly (readonly string[])[]) =>
  stringify(rows as string[][], { escape_formulas: true, record_delimiter: '\r\n' })
