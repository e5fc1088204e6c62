import { type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { changePermissionSet, deletePermissionSet, permissionSets } from '@seatkeeper/db'
import { counted } from '@seatkeeper/wording'
import { z } from 'zod'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { readDraft } from '~/permission-sets/read-draft.ts'
import { SetForm } from '~/permission-sets/set-form.tsx'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { found } from '~/server/routes/answers.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.name ?? 'Unknown'} – Permission sets` },
]

export const loader = adminPage({ can: 'settings.manage' }, async ({ query, url, viewer, params }) => {
  const sets = await permissionSets(query)
  const set = found(sets.find(({ permissionSetId }) => permissionSetId === params['permissionSetId']))
  const { permissionSetId, name, rights, users, digest } = set
  return {
    permissionSetId,
    name,
    rights,
    seen: digest,
    /** Who stands in the way of deleting it; null: nobody. */
    users: users === 0 ? null : counted(users, 'user', 'users', viewer.locale),
    deleting: url.searchParams.get('confirm') === 'delete',
    idempotencyKey: newIdempotencyKey(),
  }
})

const form = z.object({
  intent: z.enum(['save', 'more', 'delete']).default('save'),
  seen: z.string().max(100).default(''),
})
const refusals = { 'permission-set-exists': 'name', 'right-repeated': 'rights' } as const

/** USER-08: saved for all who have it; deleted only when nobody has. */
export const action = adminAction(
  { can: 'settings.manage', form, refusals },
  async ({ useCase, input, form: typed, reply, params }) => {
    const permissionSetId = params['permissionSetId'] ?? ''
    const { intent, seen } = input
    if (intent === 'more') return reply({}, 200)
    if (intent === 'delete') {
      const answer = await deletePermissionSet(useCase, { permissionSetId })
      return answer.kind === 'grant' ? redirect('/settings/permission-sets?done=deleted', 303) : answer
    }
    const read = readDraft(typed)
    if ('errors' in read) return reply(read.errors)
    const answer = await changePermissionSet(useCase, { permissionSetId, seen, ...read.draft })
    return answer.kind === 'grant' ? redirect('/settings/permission-sets?done=saved', 303) : answer
  },
)

export default function PermissionSet() {
  const { permissionSetId, name, rights, seen, users, deleting, idempotencyKey } =
    useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply
  const path = [
    { label: 'Settings' },
    { label: 'Permission sets', to: '/settings/permission-sets' },
    { label: name },
  ]
  const here = `/settings/permission-sets/${permissionSetId}`
  if (deleting) {
    return (
      <>
        <PageHeader path={path} title={`Delete ${name}?`} />
        <Form method="post" className="confirm">
          <FormToken />
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          <ErrorSummary items={errorItems(reply, [])} />
          <p>Nobody can be given it any more. The audit log keeps what it granted.</p>
          <div className="form-actions">
            <SubmitButton kind="danger" name="intent" value="delete" busy="One moment">
              Delete {name}
            </SubmitButton>
            <ButtonLink to={here} kind="quiet">
              Keep it
            </ButtonLink>
          </div>
        </Form>
      </>
    )
  }
  return (
    <>
      <PageHeader
        path={path}
        title={name}
        lead={users === null ? 'Nobody has it.' : `${users} have it: what you save holds for all of them.`}
      />
      <div className="permission-set-page">
        <SetForm
          idempotencyKey={idempotencyKey}
          name={name}
          rights={rights}
          seen={seen}
          verb="Save Changes"
          reply={reply}
        />
        <section className="danger-zone" aria-labelledby="delete-set">
          <h2 id="delete-set">Delete this set</h2>
          {users === null ? (
            <p>
              <ButtonLink to={`${here}?confirm=delete`} kind="quiet">
                Delete {name}…
              </ButtonLink>
            </p>
          ) : (
            <p className="soft">
              It can’t be deleted while {users} have it. Give them another permission set first.
            </p>
          )}
        </section>
      </div>
    </>
  )
}
