import { usersPage } from '@seatkeeper/db'
import { accessName, memberStatusName, roleName, userTypeName } from '@seatkeeper/wording'
import { stringify } from 'csv-stringify/sync'
import { adminPage } from '~/server/routes/admin.ts'
import { usersParams } from './settings.users._index/users-params.ts'

const columns = [
  'E-mail',
  'Name',
  'Type',
  'Seasons',
  'Permission set',
  'Role',
  'Status',
  'Access now',
  'Last sign-in',
]

/** Spreadsheets take a file without its mark for the encoding of the last century. */
const MARK = '\ufeff'
const PAGE = 200

/**
 * USER-09: the list as CSV, with the filters of the page that links to it; sent page by page, so that memory stays calm however long
 * it is. No cell is a formula: what a spreadsheet would take for one has an apostrophe before it. The import reads it back.
 */
export const loader = adminPage({ can: 'users.manage' }, async ({ query, url }) => {
  const { cursor: _, ...params } = usersParams(url.searchParams)
  let cursor: string | null | undefined
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(MARK + line([columns])))
    },
    async pull(controller) {
      const { rows, next } = await usersPage(query, { ...params, size: PAGE, ...(cursor && { cursor }) })
      const lines = rows.map(
        ({ email, name, type, seasons, permissionSet, role, status, access, lastSignInAt }) => [
          email,
          name,
          userTypeName[type],
          seasons.map((season) => season.name).join(' | '),
          permissionSet?.name ?? '',
          roleName[role],
          memberStatusName[status],
          accessName(access),
          lastSignInAt === null ? '' : new Date(lastSignInAt).toISOString(),
        ],
      )
      if (lines.length > 0) controller.enqueue(encoder.encode(line(lines)))
      cursor = next
      if (next === null) controller.close()
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="users.csv"',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    },
  })
})

const line = (rows: readonly (readonly string[])[]) =>
  stringify(rows as string[][], { escape_formulas: true, record_delimiter: '\r\n' })
