/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role -- See users-table.tsx: narrow screens turn rows into cards. */
import { Link } from '@remix-run/react'
import { CardTable } from '~/components/card-table.tsx'
import { DateText } from '~/components/date-text.tsx'
import type { AuditLine } from './audit-view.ts'

/** One row for each entry: when, what happened, by which way; and below, on request, what was so before and after. */
export function AuditTable({ rows }: { readonly rows: readonly AuditLine[] }) {
  return (
    <CardTable label="Audit log" className="audit" headings={['What happened', 'When', 'Channel']}>
      {rows.map((line) => (
        <tr role="row" key={line.id}>
          <th scope="row" role="rowheader">
            <Happened line={line} />
          </th>
          <td role="cell" data-label="When">
            <DateText when={line.when} />
          </td>
          <td role="cell" data-label="Channel">
            {line.channel}
          </td>
        </tr>
      ))}
    </CardTable>
  )
}

function Happened({ line: { sentence, changes, userPath } }: { readonly line: AuditLine }) {
  return (
    <>
      <span className="audit-sentence">
        {userPath === null ? sentence : <Link to={userPath}>{sentence}</Link>}
      </span>
      {changes.length > 0 && (
        <details className="audit-changes">
          <summary>
            Details<span className="visually-hidden">: {sentence}</span>
          </summary>
          <dl>
            {changes.map(({ field, before, after }) => (
              <div key={field}>
                <dt>{field}</dt>
                <dd>
                  {before !== null && (
                    <del>
                      <span className="visually-hidden">before: </span>
                      {before}
                    </del>
                  )}
                  {after !== null && (
                    <ins>
                      <span className="visually-hidden">after: </span>
                      {after}
                    </ins>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}
