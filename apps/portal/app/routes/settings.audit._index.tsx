import type { MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { auditPage } from '@seatkeeper/db'
import { auditParams } from '~/audit/audit-params.ts'
import { AuditTable } from '~/audit/audit-table.tsx'
import { type AuditView, auditView } from '~/audit/audit-view.ts'
import { Button } from '~/components/button.tsx'
import type { Option } from '~/components/field.tsx'
import { Icon } from '~/components/icon.tsx'
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
      <Filters view={view} />
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

/** A plain GET form, so every view has an address. */
function Filters({ view: { filter, choices, narrowed } }: { readonly view: AuditView }) {
  return (
    <search>
      <Form method="get" className="filters" key={JSON.stringify(filter)}>
        <div className="filter-search">
          <label className="visually-hidden" htmlFor="filter-q">
            Who, or to whom: name or e-mail
          </label>
          <Icon name="search" />
          <input
            id="filter-q"
            className="input"
            type="search"
            name="q"
            defaultValue={filter.person}
            placeholder="Who, or to whom"
            autoComplete="off"
            maxLength={200}
          />
        </div>
        <Filter name="what" label="What" all="Everything" value={filter.area} options={choices.areas} />
        <Filter
          name="channel"
          label="Channel"
          all="All channels"
          value={filter.channel}
          options={choices.channels}
        />
        <DayFilter name="from" label="From" value={filter.from} />
        <DayFilter name="to" label="to" value={filter.to} />
        <Button>Show</Button>
        {narrowed && (
          <Link to="/settings/audit" className="button" data-kind="quiet">
            Clear
          </Link>
        )}
      </Form>
    </search>
  )
}

function DayFilter({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <div className="filter-day">
      <label htmlFor={`filter-${name}`}>
        {label}
        <span className="visually-hidden"> day, in UTC</span>
      </label>
      <input id={`filter-${name}`} className="input" type="date" name={name} defaultValue={value} />
    </div>
  )
}

function Filter(props: {
  readonly name: string
  readonly label: string
  readonly all: string
  readonly value: string
  readonly options: readonly Option[]
}) {
  const { name, label, all, value, options } = props
  return (
    <div>
      <label className="visually-hidden" htmlFor={`filter-${name}`}>
        {label}
      </label>
      <select
        id={`filter-${name}`}
        name={name}
        defaultValue={value}
        className="input"
        data-set={value !== ''}
      >
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
