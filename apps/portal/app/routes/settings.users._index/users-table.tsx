/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/control-has-associated-label -- On narrow screens the style sheet turns rows into
   cards, and some browsers then forget that it is a table: the roles say what the elements are anyway. */
import { Link, useLocation, useNavigation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Badge } from '~/components/badge.tsx'
import { DateText } from '~/components/date-text.tsx'
import { Icon } from '~/components/icon.tsx'
import { phaseTone } from '~/components/seasonal-limits.tsx'
import type { SortColumn, UserLine, UsersView } from './users-view.ts'

/** One row per user. Narrow screens turn the rows into cards; the roles keep it a table for screen readers. */
export function UsersTable({ rows, sort }: Pick<UsersView, 'rows' | 'sort'>) {
  const { state, location } = useNavigation()
  const here = useLocation().pathname
  const fetching = state === 'loading' && location.pathname === here
  return (
    <div className="table-box" aria-busy={fetching}>
      <table className="table" role="table" aria-label="Users">
        <thead role="rowgroup">
          <tr role="row">
            <SortableHeader column="name" sort={sort}>
              User
            </SortableHeader>
            <Header>Type of User</Header>
            <Header>Seasons</Header>
            <Header>Permission set</Header>
            <Header>Status</Header>
            <Header>Access now</Header>
            <SortableHeader column="last-sign-in" sort={sort}>
              Last sign-in
            </SortableHeader>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((user) => (
            <UserRow key={user.memberId} user={user} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Header({ children }: { children: ReactNode }) {
  return (
    <th scope="col" role="columnheader">
      {children}
    </th>
  )
}

function SortableHeader(props: { column: SortColumn; sort: UsersView['sort']; children: ReactNode }) {
  const { column, sort, children } = props
  const { search } = useLocation()
  const active = sort.by === column
  const to = new URLSearchParams(search)
  to.delete('cursor')
  to.set('sort', active && !sort.descending ? `-${column}` : column)
  return (
    <th
      scope="col"
      role="columnheader"
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      <Link to={`?${to}`} preventScrollReset>
        {children}
        {active && <Icon name="sort" />}
      </Link>
    </th>
  )
}

function UserRow({ user }: { user: UserLine }) {
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <Link to={`/settings/users/${user.memberId}`} className="user-name">
          {user.name}
        </Link>
        <Email address={user.email} />
      </th>
      <td role="cell" data-label="Type of User">
        <span>
          {user.type}
          {user.role !== null && <span className="user-role">{user.role}</span>}
        </span>
      </td>
      <td role="cell" data-label="Seasons">
        <Seasons user={user} />
      </td>
      <td role="cell" data-label="Permission set">
        {user.permissionSet ?? <None />}
      </td>
      <td role="cell" data-label="Status">
        <span className="badges">
          <Badge tone={user.status.tone}>{user.status.label}</Badge>
          {user.bounced && <Badge tone="bad">Mail bounced</Badge>}
        </span>
      </td>
      <td role="cell" data-label="Access now">
        <span className="access" data-allowed={user.access.allowed}>
          <span>{user.access.label}</span>
        </span>
      </td>
      <td role="cell" data-label="Last sign-in">
        {user.lastSignIn === null ? <None word="Never" /> : <DateText when={user.lastSignIn} />}
      </td>
    </tr>
  )
}

/** A long address breaks at its @ first. */
function Email({ address }: { address: string }) {
  const at = address.lastIndexOf('@')
  return (
    <span className="user-email">
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </span>
  )
}

function Seasons({ user: { seasons, noSeason } }: { user: UserLine }) {
  if (noSeason) return <Badge tone="warn">No season</Badge>
  if (seasons.length === 0) return <None />
  return (
    <span className="badges">
      {seasons.map(({ id, name, phase, phaseLabel }) => (
        <Badge key={id} tone={phaseTone[phase]}>
          {name}
          <span className="visually-hidden">, {phaseLabel.toLowerCase()}</span>
        </Badge>
      ))}
    </span>
  )
}

/** An empty cell, said as a word to those who cannot see that it is empty. */
function None({ word }: { word?: string }) {
  if (word !== undefined) return <span className="soft">{word}</span>
  return (
    <span className="soft none">
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">None</span>
    </span>
  )
}
