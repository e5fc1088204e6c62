/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role -- See users-table.tsx: narrow screens turn rows into cards. */
import type { MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { permissionSets } from '@seatkeeper/db'
import { counted, formatCount } from '@seatkeeper/wording'
import { ButtonLink } from '~/components/button.tsx'
import { CardTable } from '~/components/card-table.tsx'
import { Flash } from '~/components/flash.tsx'
import { Icon } from '~/components/icon.tsx'
import { EmptyState } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Permission sets' }]

const shown = 6
const done: Readonly<Record<string, string>> = {
  created: 'The permission set is defined. It can be given to users now.',
  saved: 'The permission set is saved. Whoever has it has the rights as they are now.',
  deleted: 'The permission set is deleted.',
}

/** USER-08: the organization's permission sets, what each grants, and how many have it. */
export const loader = adminPage({ can: 'settings.manage' }, async ({ query, url, viewer }) => {
  const sets = await permissionSets(query)
  return {
    flash: done[url.searchParams.get('done') ?? ''] ?? null,
    sets: sets.map(({ permissionSetId, name, rights, users }) => ({
      permissionSetId,
      name,
      rights: rights.slice(0, shown).map(({ key }) => key),
      more: rights.length > shown ? `and ${formatCount(rights.length - shown, viewer.locale)} more` : null,
      users: users === 0 ? 'Nobody' : counted(users, 'user', 'users', viewer.locale),
    })),
  }
})

export default function PermissionSets() {
  const { flash, sets } = useLoaderData<typeof loader>()
  return (
    <>
      <Flash>{flash}</Flash>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Permission sets' }]}
        title="Permission sets"
        lead="What users may do in your product. Each set is named here once and given to many."
      >
        <ButtonLink to="/settings/permission-sets/new" kind="primary">
          <Icon name="plus" />
          Define a set
        </ButtonLink>
      </PageHeader>
      {sets.length === 0 ? (
        <div className="card">
          <EmptyState
            title="No permission set yet"
            text="Define one for each kind of work, such as ‘Agent’ or ‘Supervisor’, and give it to users when you add them."
          />
        </div>
      ) : (
        <CardTable label="Permission sets" headings={['Name', 'Rights', 'Used by']}>
          {sets.map(({ permissionSetId, name, rights, more, users }) => (
            <tr role="row" key={permissionSetId}>
              <th scope="row" role="rowheader">
                <Link to={`/settings/permission-sets/${permissionSetId}`} className="user-name">
                  {name}
                </Link>
              </th>
              <td role="cell" data-label="Rights">
                {rights.length === 0 ? (
                  <span className="soft">None</span>
                ) : (
                  <span className="right-list">
                    {rights.map((key) => (
                      <code key={key}>{key}</code>
                    ))}
                    {more !== null && <span className="soft">{more}</span>}
                  </span>
                )}
              </td>
              <td role="cell" data-label="Used by">
                {users}
              </td>
            </tr>
          ))}
        </CardTable>
      )}
    </>
  )
}
