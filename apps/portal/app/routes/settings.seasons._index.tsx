import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { seasonsPage } from '@seatkeeper/db'
import { may } from '@seatkeeper/rules'
import { ButtonLink } from '~/components/button.tsx'
import { EmptyState } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { CurrentSeasons, PastSeasons } from '~/seasons/seasons-table.tsx'
import { seasonsView } from '~/seasons/seasons-view.ts'
import { adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Seasons' }]

/** USER-13: past, open and coming seasons with their fill, as a timeline and as a table in one. */
export const loader = adminPage({ can: 'seats.read' }, async ({ query, now, viewer, membership }) => ({
  ...seasonsView(await seasonsPage(query), now, viewer),
  mayManage: may(membership.role, 'users.manage') && membership.organization.kind !== 'sandbox',
}))

export default function Seasons() {
  const { current, past, mayManage } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Seasons' }]}
        title="Seasons"
        lead="When seasonal users can sign in, and how many of their seats are taken."
      >
        {mayManage && <ButtonLink to="/settings/users/waiting">Waiting list</ButtonLink>}
      </PageHeader>
      {current.length + past.length === 0 ? (
        <div className="card">
          <EmptyState title="No season" text="Your contract has no season. Ask your vendor for one." />
        </div>
      ) : (
        <div className="seasons-page">
          {current.map((group) => (
            <CurrentSeasons key={group.id} group={group} />
          ))}
          {past.length > 0 && <PastSeasons years={past} />}
        </div>
      )}
    </>
  )
}
