import { createHash } from 'node:crypto'
import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { checkImport, recentImports } from '@seatkeeper/db'
import { formatCount, formatInstant } from '@seatkeeper/wording'
import { z } from 'zod'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { mostRows, readUsers } from '~/server/imports/read-users.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { importStateName } from '~/users/import-words.ts'
import { ImportPage } from './import-page.tsx'

export const meta: MetaFunction = () => [{ title: 'Import users' }]

/** USER-09: brings a file, and lists those that were brought. */
export const loader = adminPage({ can: 'users.manage' }, async ({ query, viewer }) => ({
  idempotencyKey: newIdempotencyKey(),
  mostRows: formatCount(mostRows, viewer.locale),
  recent: (await recentImports(query)).map(({ importId, fileName, rows, state, createdAt, by }) => ({
    importId,
    fileName,
    rows: formatCount(rows, viewer.locale),
    state: importStateName[state],
    when: formatInstant(createdAt, viewer),
    by,
  })),
}))

const form = z.object({
  idempotencyKey: z.uuid(),
  file: z.instanceof(File, { error: 'Choose a CSV file.' }),
})

export const action = adminAction({ can: 'users.manage', form }, async ({ query, input, reply }) => {
  const { file, idempotencyKey } = input
  if (file.name === '' && file.size === 0) return reply({ file: 'Choose a CSV file.' })
  const bytes = new Uint8Array(await file.arrayBuffer())
  const read = readUsers(bytes)
  if ('fault' in read) return reply({ file: read.fault })
  const answer = await checkImport(query, {
    importId: idempotencyKey,
    fileName: nameOf(file.name),
    fileHash: new Uint8Array(createHash('sha256').update(bytes).digest()),
    ...read,
  })
  return answer.kind === 'grant' ? redirect(`/settings/users/import/${answer.importId}`, 303) : answer
})

/** A file's name is whatever its sender says: shown as text, and no longer than a line. */
const nameOf = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '').slice(0, 120) || 'users.csv'

export default function ImportRoute() {
  const view = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <ImportPage view={view} reply={answer?.reply} />
}
