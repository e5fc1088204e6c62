import { type UserRow, usersPage } from '@seatkeeper/db'
import { accessName, memberStatusName, roleName, userTypeName } from '@seatkeeper/wording'
import { csvAnswer } from '~/server/exports/csv-answer.ts'
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

const PAGE = 200

/** USER-09: the list as CSV, with the filters of the page that links to it. The import reads it back. */
export const loader = adminPage({ can: 'users.manage' }, async ({ query, url }) => {
  const { cursor: _, ...params } = usersParams(url.searchParams)
  return csvAnswer({
    fileName: 'users.csv',
    columns,
    page: async (cursor) => {
      const { rows, next } = await usersPage(query, { ...params, size: PAGE, ...(cursor && { cursor }) })
      return { lines: rows.map(cells), next }
    },
  })
})

const cells = (row: UserRow): readonly string[] => [
  row.email,
  row.name,
  userTypeName[row.type],
  row.seasons.map((season) => season.name).join(' | '),
  row.permissionSet?.name ?? '',
  roleName[row.role],
  memberStatusName[row.status],
  accessName(row.access),
  row.lastSignInAt === null ? '' : new Date(row.lastSignInAt).toISOString(),
]
