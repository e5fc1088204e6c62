import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { commitImport, importPage, recheckImport } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { z } from 'zod'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { found, notFound } from '~/server/routes/answers.ts'
import { importParams, rowsOnPage } from './import-params.ts'
import { importView } from './import-view.ts'
import { OneImportPage } from './one-import-page.tsx'

export const meta: MetaFunction = () => [{ title: 'Import users' }]

/** USER-09: what a file would do, how far it is, and what came of it. */
export const loader = adminPage({ can: 'users.manage' }, async ({ query, params, url, viewer }) => {
  const importId = params['importId']!
  const { show, page } = importParams(url.searchParams)
  const answer = found(await importPage(query, { importId, page, size: rowsOnPage, ...(show && { show }) }))
  return { view: importView({ ...answer, show, page }, viewer) }
})

const form = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('commit'),
    mode: z.enum(['all-or-nothing', 'valid-rows'], { error: 'Choose how.' }),
    fileHash: z.string().max(64),
    checkedAt: z.coerce.number().int().nonnegative().max(8e15),
  }),
  z.object({ intent: z.literal('recheck') }),
])

export const action = adminAction({ can: 'users.manage', form }, async ({ query, params, input }) => {
  const importId = params['importId']!
  const answer =
    input.intent === 'recheck'
      ? await recheckImport(query, importId)
      : await commitImport(query, { ...input, importId, checkedAt: input.checkedAt as Instant })
  if (answer.kind === 'grant') return redirect(`/settings/users/import/${importId}`, 303)
  if (answer.reason === 'not-found') throw notFound()
  return answer
})

export default function OneImportRoute() {
  const { view } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <OneImportPage view={view} reply={answer?.reply} />
}
