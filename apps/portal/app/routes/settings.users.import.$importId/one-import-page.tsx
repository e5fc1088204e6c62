/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role -- On narrow screens the style sheet turns rows into
   cards, and some browsers then forget that it is a table: the roles say what the elements are anyway. */
import { Form, Link, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { Badge } from '~/components/badge.tsx'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { CardTable } from '~/components/card-table.tsx'
import { Choice, Choices } from '~/components/choice.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { Pager } from '~/components/pager.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import type { ImportView } from './import-view.ts'

const lookEveryMs = 1_500

/** A file's own page: the dry run, then how far it is, then what came of it. */
export function OneImportPage({ view, reply }: { view: ImportView; reply: FormReply | undefined }) {
  return (
    <>
      <PageHeader
        path={[
          { label: 'Settings' },
          { label: 'Users', to: '/settings/users' },
          { label: 'Import', to: '/settings/users/import' },
          { label: view.fileName },
        ]}
        title={view.fileName}
        lead={view.lead}
      >
        <a className="button" data-kind="secondary" href={view.download} download>
          Download rows
        </a>
        {view.outcome && <ButtonLink to="/settings/users">To the users</ButtonLink>}
      </PageHeader>
      <ErrorSummary items={errorItems(reply, ['mode'])} />
      {view.warning && (
        <div className="page-notice">
          <Notice tone="warn">
            <p>{view.warning}</p>
          </Notice>
        </div>
      )}
      {view.commit && <Commit view={view} commit={view.commit} />}
      {view.progress && <Progress progress={view.progress} />}
      {view.outcome && (
        <div className="page-notice">
          <Notice tone={view.outcome.tone} live>
            <p>{view.outcome.text}</p>
          </Notice>
        </div>
      )}
      <nav className="import-figures" aria-label="Rows by outcome">
        {view.figures.map(({ label, to, current }) => (
          <Link
            key={to}
            to={to}
            className="button"
            data-kind="secondary"
            preventScrollReset
            aria-current={current ? 'page' : undefined}
          >
            {label}
          </Link>
        ))}
      </nav>
      <Rows rows={view.rows} />
      <Pager summary={view.summary} previous={view.previous} next={view.next} />
    </>
  )
}

function Commit({ view, commit }: { view: ImportView; commit: NonNullable<ImportView['commit']> }) {
  const { own, by, does, refused } = commit
  return (
    <section className="card import-commit" aria-labelledby="carry-out">
      <h2 id="carry-out">Nothing has happened yet</h2>
      {does === null ? (
        <p>
          {refused === null
            ? 'Everything in the file is so already. There is nothing to do.'
            : 'No row can be done as it is. Mend the file and bring it again.'}
        </p>
      ) : own ? (
        <Form method="post" className="stack">
          <FormToken />
          <input type="hidden" name="intent" value="commit" />
          <input type="hidden" name="fileHash" value={view.fileHash} />
          <input type="hidden" name="checkedAt" value={view.checkedAt} />
          <Choices name="mode" legend={`This file would ${does}`}>
            <Choice
              kind="radio"
              name="mode"
              value="all-or-nothing"
              label="All or nothing"
              chosen={refused === null}
              {...(refused !== null && {
                reason: `${refused} can’t be done. Mend the file and bring it again.`,
              })}
            >
              <p>If a row can’t be done any more, none is.</p>
            </Choice>
            <Choice
              kind="radio"
              name="mode"
              value="valid-rows"
              label="Valid rows only"
              chosen={refused !== null}
            >
              <p>
                {refused === null
                  ? 'A row that can’t be done any more is left out and says why.'
                  : `${refused} are left out.`}
              </p>
            </Choice>
          </Choices>
          <div className="form-actions">
            <SubmitButton busy="Handing it over">Carry it out</SubmitButton>
            <ButtonLink to="/settings/users/import" kind="quiet">
              Bring another file
            </ButtonLink>
          </div>
        </Form>
      ) : (
        <p>
          It would {does}. Only {by}, who brought it, can carry it out.
        </p>
      )}
      <Form method="post">
        <FormToken />
        <input type="hidden" name="intent" value="recheck" />
        <Button kind="quiet">Look at it again as things stand now</Button>
      </Form>
    </section>
  )
}

/** With JavaScript the page looks by itself; without, there is a link to look. */
function Progress({ progress }: { progress: NonNullable<ImportView['progress']> }) {
  const { revalidate } = useRevalidator()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') revalidate()
    }, lookEveryMs)
    return () => clearInterval(timer)
  }, [revalidate])
  return (
    <section className="card import-progress" aria-labelledby="under-way">
      <h2 id="under-way">Under way</h2>
      <progress max={progress.of} value={progress.done} aria-labelledby="under-way" />
      <output>{progress.text}</output>
      <noscript>
        <p>
          <a href="?">Look how far it is</a>
        </p>
      </noscript>
    </section>
  )
}

function Rows({ rows }: Pick<ImportView, 'rows'>) {
  if (rows.length === 0) return null
  return (
    <CardTable
      label="Rows of the file"
      className="import-rows"
      headings={['Line', 'User', 'Outcome', 'The file says']}
    >
      {rows.map(({ nth, line, email, name, label, tone, said, why }) => (
        <tr key={nth} role="row">
          <td role="cell" data-label="Line" className="import-line">
            {line}
          </td>
          <th scope="row" role="rowheader">
            <strong>{name || email || 'No e-mail'}</strong>
            {name !== '' && <span className="user-email user-role">{email}</span>}
          </th>
          <td role="cell" data-label="Outcome">
            <div className="import-outcome">
              <span className="badges">
                <Badge tone={tone}>{label}</Badge>
              </span>
              {why !== null && <p className="small">{why}</p>}
            </div>
          </td>
          <td role="cell" data-label="The file says">
            {said || <span className="soft">Nothing else</span>}
          </td>
        </tr>
      ))}
    </CardTable>
  )
}
