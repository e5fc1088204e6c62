import { importPage } from '@seatkeeper/db'
import { csvAnswer } from '~/server/exports/csv-answer.ts'
import { adminPage } from '~/server/routes/admin.ts'
import { found } from '~/server/routes/answers.ts'
import { importParams } from './settings.users.import.$importId/import-params.ts'
import { lineOf } from './settings.users.import.$importId/import-view.ts'

const columns = ['Line', 'E-mail', 'Name', 'Type', 'Seasons', 'Permission set', 'Role', 'Outcome', 'Why']
const PAGE = 1000

/**
 * USER-09: a file's rows with what would or did become of each, narrowed as the page that links to it. The import reads it back: mend
 * the rows that could not be, and bring them again.
 */
export const loader = adminPage({ can: 'users.manage' }, async ({ query, params, url, viewer }) => {
  const importId = params['importId']!
  const { show } = importParams(url.searchParams)
  const rowsFrom = (page: number) => importPage(query, { importId, page, size: PAGE, ...(show && { show }) })
  const first = found(await rowsFrom(0))
  return csvAnswer({
    fileName: `import-${show ?? 'all'}.csv`,
    columns,
    page: async (cursor) => {
      const page = Number(cursor ?? 0)
      const { lines } = page === 0 ? first : found(await rowsFrom(page))
      return {
        lines: lines.map((line) => {
          const { seasons = [], type = '', permissionSet = '', role = '' } = line.said
          const { line: nth, email, name, label, why } = lineOf(line, viewer)
          return [nth, email, name, type, seasons.join(' | '), permissionSet, role, label, why ?? '']
        }),
        next: lines.length < PAGE ? null : String(page + 1),
      }
    },
  })
})
