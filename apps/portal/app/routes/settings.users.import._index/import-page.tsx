import { Form, Link } from '@remix-run/react'
import type { TwoClocks } from '@seatkeeper/wording'
import { Badge } from '~/components/badge.tsx'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { TextField } from '~/components/field.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import type { importStateName } from '~/users/import-words.ts'

interface ImportsView {
  readonly idempotencyKey: string
  readonly mostRows: string
  readonly recent: readonly {
    readonly importId: string
    readonly fileName: string
    readonly rows: string
    readonly state: (typeof importStateName)[keyof typeof importStateName]
    readonly when: TwoClocks
    readonly by: string
  }[]
}

const path = [{ label: 'Settings' }, { label: 'Users', to: '/settings/users' }, { label: 'Import' }]

/** Settings → Users → Users → Import: which file, what it may hold, and the ones before it. */
export function ImportPage({ view, reply }: { view: ImportsView; reply: FormReply | undefined }) {
  const { value: _, ...file } = fieldState(reply, 'file')
  return (
    <>
      <PageHeader
        path={path}
        title="Import users"
        lead="Add and change many users with a file. First you see, row by row, what it would do; nothing happens before you say so."
      />
      <div className="form-page">
        <Form method="post" action="?index" encType="multipart/form-data" className="user-form" noValidate>
          <FormToken />
          <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
          <ErrorSummary items={errorItems(reply, ['file'])} />
          <TextField
            name="file"
            label="CSV file"
            type="file"
            accept=".csv,.txt,.tsv,text/csv"
            hint={`Up to ${view.mostRows} rows and 4 MB, from any spreadsheet.`}
            {...file}
          />
          <div className="form-actions">
            <SubmitButton busy="Reading the file">Look at it first</SubmitButton>
            <ButtonLink to="/settings/users" kind="quiet">
              Cancel
            </ButtonLink>
          </div>
        </Form>
        <aside className="form-aside card">
          <h2>What the file holds</h2>
          <p>The first row names the columns. Only the e-mail is always needed.</p>
          <dl className="import-columns">
            {columns.map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="soft small">{text}</dd>
              </div>
            ))}
          </dl>
          <p className="soft small">
            Who is here already is changed; what a cell leaves empty stays as it is.{' '}
            <a href="/settings/users/export" download>
              Export the list
            </a>{' '}
            to begin with it.
          </p>
        </aside>
      </div>
      {view.recent.length > 0 && (
        <section className="import-recent" aria-labelledby="recent-imports">
          <h2 id="recent-imports">Files brought before</h2>
          <ul role="list" className="card import-list">
            {view.recent.map((one) => (
              <li key={one.importId}>
                <div>
                  <Link to={`/settings/users/import/${one.importId}`}>{one.fileName}</Link>
                  <p className="soft small">
                    {one.rows} rows · {one.by}
                  </p>
                </div>
                <DateText when={one.when} />
                <Badge tone={one.state.tone}>{one.state.label}</Badge>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

const columns = [
  ['E-mail', 'Tells who is meant.'],
  ['Name', 'Needed for somebody new.'],
  ['Type', 'Full-time, Collaborator or Seasonal. Needed for somebody new.'],
  ['Seasons', 'By name, several with a | between them: all that the user shall have.'],
  ['Permission set', 'By name; “none” takes it away.'],
  ['Role', 'Member, unless it says something else.'],
] as const
