import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { createPermissionSet } from '@seatkeeper/db'
import { z } from 'zod'
import { PageHeader } from '~/components/page-header.tsx'
import { readDraft } from '~/permission-sets/read-draft.ts'
import { SetForm } from '~/permission-sets/set-form.tsx'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Define a permission set' }]

export const loader = adminPage({ can: 'settings.manage' }, async () => ({
  idempotencyKey: newIdempotencyKey(),
}))

const form = z.object({ intent: z.enum(['save', 'more']).default('save') })
const refusals = { 'permission-set-exists': 'name', 'right-repeated': 'rights' } as const

/** USER-08 */
export const action = adminAction(
  { can: 'settings.manage', form, refusals },
  async ({ useCase, input, form: typed, reply }) => {
    if (input.intent === 'more') return reply({}, 200)
    const read = readDraft(typed)
    if ('errors' in read) return reply(read.errors)
    const answer = await createPermissionSet(useCase, read.draft)
    return answer.kind === 'grant' ? redirect('/settings/permission-sets?done=created', 303) : answer
  },
)

const path = [
  { label: 'Settings' },
  { label: 'Permission sets', to: '/settings/permission-sets' },
  { label: 'Define a set' },
]

export default function NewPermissionSet() {
  const { idempotencyKey } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply
  return (
    <>
      <PageHeader path={path} title="Define a permission set" />
      <div className="permission-set-page">
        <SetForm idempotencyKey={idempotencyKey} name="" rights={[]} verb="Define the set" reply={reply} />
      </div>
    </>
  )
}
