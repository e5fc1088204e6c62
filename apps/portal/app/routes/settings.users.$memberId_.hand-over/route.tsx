import { type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { editUserForm, handOver } from '@seatkeeper/db'
import { decideHandOver } from '@seatkeeper/rules'
import { refusalSentence } from '@seatkeeper/wording'
import { z } from 'zod'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { TextField } from '~/components/field.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, fieldState } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { proveAgain } from '~/server/identity/own-password.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { requireFactor } from '~/server/routes/proven.ts'
import { forbidden, found } from '~/server/routes/answers.ts'
import { userPath } from '~/users/user-path.ts'

export const meta: MetaFunction = () => [{ title: 'Hand over the organization' }]

const door = { can: 'ownership.hand-over' } as const

/** USER-07: the owner gives the organization to somebody who has signed in before. */
export const loader = adminPage(door, async (page) => {
  const { query, params, membership } = page
  await requireFactor(page)
  const { member } = found(await editUserForm(query, params['memberId']!))
  const possible = decideHandOver(membership.role, { active: member.status === 'active' })
  if (possible.kind === 'refuse' || member.memberId === membership.memberId) throw forbidden('not-permitted')
  return {
    memberId: member.memberId,
    name: member.name,
    email: member.email,
    organization: membership.organization.name,
    idempotencyKey: newIdempotencyKey(),
  }
})

const form = z.object({
  password: z.string({ error: 'Enter your password.' }).max(1_000, 'That is too long to be your password.'),
})

export const action = adminAction({ ...door, form }, async (page) => {
  const { request, context, visit, query, useCase, params, input, reply } = page
  await requireFactor(page)
  const memberId = params['memberId']!
  found(await editUserForm(query, memberId))
  // Whoever finds an open browser does not find an organization to give away.
  const proof = await proveAgain(request, context, visit, input.password)
  if (proof.kind === 'refuse') return reply({ password: refusalSentence(proof) }, 429)
  if (proof.kind === 'wrong') return reply({ password: 'That is not your password. Try again.' })
  const answer = await handOver(useCase, { memberId })
  return answer.kind === 'grant' ? redirect(`/settings/users/${memberId}?done=handed-over`, 303) : answer
})

export default function HandOver() {
  const { memberId, name, email, organization, idempotencyKey } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <>
      <PageHeader
        path={userPath(name, memberId, 'Hand over')}
        title={`Hand ${organization} over to ${name}`}
        lead={email}
      />
      <div className="form-page">
        <Form method="post" className="user-form" noValidate>
          <FormToken />
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          <ErrorSummary items={errorItems(answer?.reply, ['password'])} />
          <TextField
            name="password"
            type="password"
            label="Your password"
            hint="So that nobody does this in your place."
            autoComplete="current-password"
            {...fieldState(answer?.reply, 'password')}
          />
          <div className="form-actions">
            <SubmitButton kind="danger" busy="Handing over">
              Hand over
            </SubmitButton>
            <ButtonLink to={`/settings/users/${memberId}`} kind="quiet">
              Cancel
            </ButtonLink>
          </div>
        </Form>
        <aside className="form-aside card">
          <h2>What happens next</h2>
          <p>{name} becomes the owner at once: they choose billing admins and answer for the organization.</p>
          <p className="soft small">
            You become a billing admin. You can’t take it back yourself: only {name} can give it to you again.
          </p>
        </aside>
      </div>
    </>
  )
}
