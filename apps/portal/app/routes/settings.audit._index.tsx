import type { MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { auditPage } from '@seatkeeper/db'
import { auditParams } from '~/audit/audit-params.ts'
import { AuditTable } from '~/audit/audit-table.tsx'
import { type AuditView, auditView } from '~/audit/audit-view.ts'
import { ChoiceFilter, DayFilter, Filters, SearchFilter } from '~/components/filters.tsx'
import { EmptyState } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { Pager } from '~/components/pager.tsx'
import { adminPage } from '~/server/routes/admin.ts'
import { mayHere } from '~/server/routes/doors.ts'

export const meta: MetaFunction = () => [{ title: 'Audit log' }]

/** USER-10: who did what, when, by which way, and what was so before and after. */
export const loader = adminPage({ can: 'audit.read' }, async ({ query, url, viewer, membership }) => {
  const params = { ...auditParams(url.searchParams), withBilling: mayHere(membership, 'billing.read') }
  return auditView(await auditPage(query, params), params, url.searchParams, viewer)
})

export default function Audit() {
  const view = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Audit log' }]}
        title="Audit log"
        lead="Every change to users, seats and settings. Nobody can change or delete an entry here."
      >
        <a className="button" data-kind="secondary" href={view.exportPath} download>
          Export
        </a>
      </PageHeader>
      <AuditFilters view={view} />
      {view.rows.length === 0 ? (
        <div className="card">
          {view.narrowed ? (
            <EmptyState title="Nothing matches" text="No entry fits these filters. Widen them to see more.">
              <Link to="/settings/audit">Show everything</Link>
            </EmptyState>
          ) : (
            <EmptyState
              title="Nothing yet"
              text="What is done in this organization stands here from now on."
            />
          )}
        </div>
      ) : (
        <>
          <AuditTable rows={view.rows} />
          <Pager summary="The newest first" previous={view.previous} next={view.next} />
        </>
      )}
    </>
  )
}

function AuditFilters({ view: { filter, choices, narrowed } }: { readonly view: AuditView }) {
  return (
    <Filters clear={narrowed ? '/settings/audit' : null}>
      <SearchFilter
        label="Who, or to whom: name or e-mail"
        placeholder="Who, or to whom"
        value={filter.person}
      />
      <ChoiceFilter name="what" label="What" all="Everything" value={filter.area} options={choices.areas} />
      <ChoiceFilter
        name="channel"
        label="Channel"
        all="All channels"
        value={filter.channel}
        options={choices.channels}
      />
      <DayFilter name="from" label="From" value={filter.from} />
      <DayFilter name="to" label="to" value={filter.to} />
    </Filters>
  )
}
