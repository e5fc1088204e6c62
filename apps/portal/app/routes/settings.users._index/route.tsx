import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { seatsOverview, usersPage } from '@seatkeeper/db'
import { adminPage } from '~/server/routes/admin.ts'
import { usersDoor } from '~/server/routes/locked.ts'
import { announcementOf } from './announcement.ts'
import { UsersPage } from './users-page.tsx'
import { usersParams } from './users-params.ts'
import { usersView } from './users-presenter.ts'

export const meta: MetaFunction = () => [{ title: 'Users' }]

export const loader = adminPage(usersDoor, async ({ query, url, viewer, membership, locked }) => {
  const params = usersParams(url.searchParams)
  const page = await usersPage(query, params)
  const { counts, seasons: limits, endedOn } = await seatsOverview(query)
  const sandbox = membership.organization.kind === 'sandbox'
  return {
    view: usersView(
      { sandbox, locked, endedOn, page, counts, limits, params, address: url.searchParams },
      viewer,
    ),
    announcement: await announcementOf(query, url.searchParams),
  }
})

export default function UsersRoute() {
  const { view, announcement } = useLoaderData<typeof loader>()
  return <UsersPage view={view} announcement={announcement} />
}
