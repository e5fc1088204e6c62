/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role -- See users-table.tsx: narrow screens turn rows into cards. */
import { Link } from '@remix-run/react'
import { DateText } from '~/components/date-text.tsx'
import type { AuditLine } from './audit-view.ts'

/** One row for each entry: when, what happened, by which way; and below, on request, what was so before and after. */
export function AuditTable({ rows }: { readonly rows: readonly AuditLine[] }) {
  return (
    <div className="table-box audit">
      <table className="table" role="table" aria-label="Audit log">
        <thead role="rowgroup">
          <tr role="row">
            {['What happened', 'When', 'Channel'].map((heading) => (
              <th key={heading} scope="col" role="columnheader">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
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
        </tbody>
      </table>
    </div>
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
