import { type AuditPage, type AuditRow, auditPage } from '@seatkeeper/db'
import { auditActorName, auditChannelText, auditSentence } from '@seatkeeper/wording'
import { auditParams } from '~/audit/audit-params.ts'
import { csvAnswer } from '~/server/exports/csv-answer.ts'
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

const PAGE = 1000

/** USER-10: the log as CSV, narrowed as the page that links to it, the newest first. */
export const loader = adminPage({ can: 'audit.read' }, async ({ query, url, membership }) => {
  const { cursor: _, ...asked } = auditParams(url.searchParams)
  const params = { ...asked, withBilling: mayHere(membership, 'billing.read') }
  return csvAnswer({
    fileName: 'audit-log.csv',
    columns,
    page: async (cursor) => {
      const { rows, names, next } = await auditPage(query, {
        ...params,
        size: PAGE,
        ...(cursor && { cursor }),
      })
      return { lines: rows.map((row) => cells(row, names)), next }
    },
  })
})

/** Before and after as they are stored: whoever exports wants to reckon, too. */
const cells = (row: AuditRow, names: AuditPage['names']): readonly string[] => [
  new Date(row.at).toISOString(),
  auditActorName(row),
  auditSentence(row, names),
  row.action,
  row.subject ?? '',
  auditChannelText(row),
  row.before === null ? '' : JSON.stringify(row.before),
  row.after === null ? '' : JSON.stringify(row.after),
  row.id,
]
