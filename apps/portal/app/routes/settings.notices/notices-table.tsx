/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/control-has-associated-label -- On narrow screens the style sheet turns rows into
   cards, and some browsers then forget that it is a table: the roles say what the elements are anyway. */
import { Form, Link, useLocation } from '@remix-run/react'
import { Badge } from '~/components/badge.tsx'
import { Button } from '~/components/button.tsx'
import { CardTable } from '~/components/card-table.tsx'
import { DateText } from '~/components/date-text.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import type { NoticeLine, NoticesView } from './notices-view.ts'

/** One row for each mail. Narrow screens turn the rows into cards; the roles keep it a table for screen readers. */
export function NoticesTable({ rows }: Pick<NoticesView, 'rows'>) {
  return (
    <CardTable
      label="Notices"
      className="notices"
      headings={['User', 'Notice', 'Due', 'State', { unseen: 'Send again' }]}
    >
      {rows.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} />
      ))}
    </CardTable>
  )
}

function NoticeRow({ notice }: { readonly notice: NoticeLine }) {
  const { member, kind, due, state, said, when, again, settled } = notice
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        {member === null ? (
          <span className="soft">Nobody any more</span>
        ) : (
          <>
            <Link to={`/settings/users/${member.id}`} className="user-name">
              {member.name}
            </Link>
            <span className="user-email">{member.email}</span>
          </>
        )}
      </th>
      <td role="cell" data-label="Notice">
        <span className="notice-kind">
          {kind}
          {again && <span className="soft small notice-again">Sent again</span>}
        </span>
      </td>
      <td role="cell" data-label="Due">
        <DateText when={due} />
      </td>
      <td role="cell" data-label="State">
        <div className="notice-state">
          <span className="badges">
            <Badge tone={settled ? 'plain' : state.tone}>{state.label}</Badge>
          </span>
          {said !== null && <p className="soft small">{said}</p>}
          {settled && <p className="soft small">Seen to: a later mail has taken its place.</p>}
          {when !== null && <DateText when={when} />}
        </div>
      </td>
      <td role="cell" className="notice-act">
        {notice.resendable && <SendAgain notice={notice} />}
      </td>
    </tr>
  )
}

function SendAgain({ notice: { id, kind, member } }: { readonly notice: NoticeLine }) {
  const { search } = useLocation()
  return (
    <Form method="post" action={`/settings/notices${search}`}>
      <FormToken />
      <input type="hidden" name="notice" value={id} />
      <Button kind="quiet" aria-label={`Send again: ${kind}, ${member?.name ?? ''}`}>
        Send again
      </Button>
    </Form>
  )
}
