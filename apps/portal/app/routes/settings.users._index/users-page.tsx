import { Link } from '@remix-run/react'
import { ButtonLink } from '~/components/button.tsx'
import { Flash } from '~/components/flash.tsx'
import { Icon } from '~/components/icon.tsx'
import { EmptyState, Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { Pager } from '~/components/pager.tsx'
import { EndedContract } from '~/users/ended-contract.tsx'
import { UserFilters } from './filters.tsx'
import { SeatStrip } from './seat-strip.tsx'
import { UsersTable } from './users-table.tsx'
import type { UsersView } from './users-view.ts'

const path = [{ label: 'Settings' }, { label: 'Users' }, { label: 'Users' }]

/** Settings → Users → Users: what is left, and who is here (USER-01, USER-06). */
export function UsersPage({ view, announcement }: { view: UsersView; announcement: string | null }) {
  return (
    <>
      <PageHeader path={path} title="Users">
        <a className="button" data-kind="quiet" href={exportOf(view.filter)} download>
          Export
        </a>
        {view.mayAdd && (
          <ButtonLink to="/settings/users/import" kind="quiet">
            Import
          </ButtonLink>
        )}
        {view.mayAdd && !view.sandbox && view.seasonal !== null && (
          <ButtonLink to="/settings/users/waiting" kind="quiet">
            Waiting list
          </ButtonLink>
        )}
        {view.mayAdd && (
          <ButtonLink to="/settings/users/new" kind="primary">
            <Icon name="plus" />
            Add User
          </ButtonLink>
        )}
      </PageHeader>
      <Flash key={announcement}>{announcement}</Flash>
      {view.sandbox && (
        <div className="page-notice">
          <Notice>
            <p>This is a sandbox: its users take no seats. The figures are those of your account.</p>
          </Notice>
        </div>
      )}
      {view.ended && <EndedContract {...view.ended} />}
      <SeatStrip pools={view.pools} seasonal={view.seasonal} />
      <UserFilters filter={view.filter} narrowed={view.narrowed} choices={view.choices} sort={view.sort} />
      {view.rows.length === 0 ? (
        <Nobody narrowed={view.narrowed} mayAdd={view.mayAdd} />
      ) : (
        <>
          <UsersTable rows={view.rows} sort={view.sort} />
          <Pager summary={view.summary} previous={view.previous} next={view.next} />
        </>
      )}
    </>
  )
}

/** The list as it is narrowed now, as a file. */
function exportOf({ search, type, status, season }: UsersView['filter']): string {
  const asked = Object.entries({ q: search, type, status, season }).filter(([, value]) => value !== '')
  const query = new URLSearchParams(asked)
  return `/settings/users/export${query.size > 0 ? `?${query}` : ''}`
}

function Nobody({ narrowed, mayAdd }: { narrowed: boolean; mayAdd: boolean }) {
  return (
    <div className="card">
      {narrowed ? (
        <EmptyState
          title="Nobody matches"
          text="No user fits this search and these filters. Widen them to see more."
        >
          <Link to="/settings/users">Clear search and filters</Link>
        </EmptyState>
      ) : !mayAdd ? (
        <EmptyState title="No users yet" text="Nobody was added here before." />
      ) : (
        <EmptyState
          title="No users yet"
          text="Add the people who work with you. Each gets an invitation by e-mail and takes a seat from that moment."
        >
          <ButtonLink to="/settings/users/new">Add User</ButtonLink>
        </EmptyState>
      )}
    </div>
  )
}
