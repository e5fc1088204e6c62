import { Link } from '@remix-run/react'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { ChoiceFilter, Filters } from '~/components/filters.tsx'
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
      <Filters clear={view.narrowed ? '/settings/notices' : null}>
        <ChoiceFilter
          name="state"
          label="State"
          all="All states"
          value={view.filter.state}
          options={view.choices.states}
        />
        <ChoiceFilter
          name="kind"
          label="Kind"
          all="All kinds"
          value={view.filter.kind}
          options={view.choices.kinds}
        />
      </Filters>
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
