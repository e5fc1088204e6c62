/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/control-has-associated-label -- See users-table.tsx: narrow screens turn rows into cards. */
import { Link } from '@remix-run/react'
import { Badge } from '~/components/badge.tsx'
import { CardTable } from '~/components/card-table.tsx'
import { DateText } from '~/components/date-text.tsx'
import type { RosterLine } from './seasons-view.ts'

/** The people of a season. Whoever may not manage users reads names without a way to their pages. */
export function RosterTable({ rows, mayManage }: { rows: readonly RosterLine[]; mayManage: boolean }) {
  return (
    <CardTable label="People of this season" headings={['User', 'Status', 'Access now', 'Last sign-in']}>
      {rows.map(({ memberId, name, email, status, idle, access, lastSignIn }) => (
        <tr role="row" key={memberId}>
          <th scope="row" role="rowheader">
            {mayManage ? (
              <Link to={`/settings/users/${memberId}`} className="user-name">
                {name}
              </Link>
            ) : (
              <strong>{name}</strong>
            )}
            <span className="user-email">{email}</span>
          </th>
          <td role="cell" data-label="Status">
            <span className="badges">
              <Badge tone={status.tone}>{status.label}</Badge>
              {idle && <Badge tone="warn">Never signed up</Badge>}
            </span>
          </td>
          <td role="cell" data-label="Access now">
            <span className="access" data-allowed={access.allowed}>
              <span>{access.label}</span>
            </span>
          </td>
          <td role="cell" data-label="Last sign-in">
            {lastSignIn === null ? <span className="soft">Never</span> : <DateText when={lastSignIn} />}
          </td>
        </tr>
      ))}
    </CardTable>
  )
}
