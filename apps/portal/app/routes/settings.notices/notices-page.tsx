import { Form, Link, useSubmit } from '@remix-run/react'
import { Button } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import type { Option } from '~/components/field.tsx'
import { Flash } from '~/components/flash.tsx'
import { EmptyState, Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { Pager } from '~/components/pager.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { NoticesTable } from './notices-table.tsx'
import type { NoticesView } from './notices-view.ts'

/** Settings → Notices: every mail about access, with how its delivery stands (MAIL-08). */
export function NoticesPage(props: {
  readonly view: NoticesView
  readonly flash: string | null
  readonly reply: FormReply | undefined
}) {
  const { view, flash, reply } = props
  return (
    <>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Notices' }]}
        title="Notices"
        lead="What people were told by mail: invitations, and when their access opens, continues and closes."
      />
      <Flash key={flash}>{flash}</Flash>
      <ErrorSummary items={errorItems(reply, [])} />
      {view.attention !== null && (
        <div className="page-notice">
          <Notice tone="warn">
            <p>{view.attention}</p>
          </Notice>
        </div>
      )}
      <Filters view={view} />
      {view.rows.length === 0 ? (
        <div className="card">
          {view.narrowed ? (
            <EmptyState title="No mail matches" text="None is of this kind and in this state.">
              <Link to="/settings/notices">Show all notices</Link>
            </EmptyState>
          ) : (
            <EmptyState
              title="Nothing was sent yet"
              text="When you add somebody, their invitation stands here; later what they are told of their seasons."
            />
          )}
        </div>
      ) : (
        <>
          <NoticesTable rows={view.rows} />
          <Pager summary={view.summary} previous={view.previous} next={view.next} />
        </>
      )}
    </>
  )
}

/** A plain GET form, so every view has an address. With JavaScript a choice applies at once. */
function Filters({ view: { filter, choices, narrowed } }: { view: NoticesView }) {
  const submit = useSubmit()
  return (
    <search>
      <Form
        method="get"
        className="filters"
        onChange={(event) => submit(meant(event.currentTarget), { method: 'get', preventScrollReset: true })}
        onSubmit={(event) => {
          event.preventDefault()
          submit(meant(event.currentTarget), { method: 'get' })
        }}
      >
        <Filter name="state" label="State" all="All states" value={filter.state} options={choices.states} />
        <Filter name="kind" label="Kind" all="All kinds" value={filter.kind} options={choices.kinds} />
        <Button>Show</Button>
        {narrowed && (
          <Link to="/settings/notices" className="button" data-kind="quiet">
            Clear
          </Link>
        )}
      </Form>
    </search>
  )
}

/** What the form asks for, without what was left empty: that makes an address that can be read and passed on. */
function meant(form: HTMLFormElement): URLSearchParams {
  const chosen = [...new FormData(form)].filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '',
  )
  return new URLSearchParams(chosen)
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
        key={value}
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
