import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { noticesPage, resendNotice } from '@seatkeeper/db'
import { z } from 'zod'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { notFound } from '~/server/routes/answers.ts'
import { usersDoor } from '~/server/routes/locked.ts'
import { NoticesPage } from './notices-page.tsx'
import { noticesParams } from './notices-params.ts'
import { noticesView } from './notices-view.ts'

export const meta: MetaFunction = () => [{ title: 'Notices' }]

/** MAIL-08: what people were told, and what came of it. */
export const loader = adminPage(usersDoor, async ({ query, url, viewer, locked }) => {
  const params = noticesParams(url.searchParams)
  const page = await noticesPage(query, params)
  return {
    view: noticesView({ page, params, locked, address: url.searchParams }, viewer),
    flash: url.searchParams.get('done') === 'again' ? 'The mail goes out again. It is in the list.' : null,
  }
})

const form = z.object({ notice: z.string().max(40) })

export const action = adminAction({ can: 'users.manage', form }, async ({ useCase, input, url }) => {
  const answer = await resendNotice(useCase, { id: input.notice })
  if (answer.kind === 'grant') {
    const to = new URLSearchParams(url.searchParams)
    to.delete('cursor')
    to.set('done', 'again')
    return redirect(`/settings/notices?${to}`, 303)
  }
  if (answer.reason === 'not-found') throw notFound()
  return answer
})

export default function NoticesRoute() {
  const { view, flash } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <NoticesPage view={view} flash={flash} reply={answer?.reply} />
}
