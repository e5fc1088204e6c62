import { data, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { addUser, addUserForm, type QueryContext, seatCounts, usersPage } from '@seatkeeper/db'
import { refusalSentence } from '@seatkeeper/wording'
import { z } from 'zod'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { endedContractText } from '~/users/ended-contract.ts'
import { emailField, meantSeasons, missingChoice, refusalFields, userFields } from '~/users/user-fields.ts'
import { userFormView } from '~/users/user-form-presenter.ts'
import { AddUserPage } from './add-user-page.tsx'

export const meta: MetaFunction = () => [{ title: 'Add User' }]

export const loader = adminPage({ can: 'users.manage' }, async (page) => {
  const facts = await addUserForm(page.query)
  const counts = await seatCounts(page.query)
  return {
    organization: facts.organization.name,
    ended: facts.endedOn && endedContractText(facts.endedOn, page.viewer),
    form: userFormView(facts, counts, page),
    idempotencyKey: newIdempotencyKey(),
  }
})

const fields = z.object({
  ...userFields,
  email: emailField,
})

/** The rules refuse it as well; here it is said together with whatever else is missing. */
const form = fields.refine((input) => meantSeasons(input).length > 0, {
  path: ['seasonIds'],
  error: refusalSentence({ kind: 'refuse', reason: 'season-required' }),
  when: ({ value }) =>
    z.object({ type: z.literal('seasonal'), seasonIds: userFields.seasonIds }).safeParse(value).success,
})

export const action = adminAction(
  { can: 'users.manage', form, refusals: refusalFields },
  async ({ query, input, idempotencyKey, reply }) => {
    const seasonIds = meantSeasons(input)
    const answer = await addUser(
      { ...query, ...(idempotencyKey && { idempotencyKey }) },
      { ...input, seasonIds },
    )
    if (answer.kind === 'grant') return redirect(`/settings/users?added=${answer.memberId}`, 303)
    if (answer.reason === 'duplicate-email') {
      const said = reply({ email: refusalSentence(answer) })
      return data({ ...said.data, listed: await listedAs(query, input.email) }, { status: 422 })
    }
    if (answer.reason !== 'not-found') return answer
    const missing = missingChoice({ ...input, seasonIds }, await addUserForm(query))
    return missing ? reply(missing) : answer
  },
)

/** Where whoever has this e-mail address is in the list: of this organization, as the list itself (OPS-05). */
async function listedAs(query: QueryContext, email: string): Promise<string | null> {
  const address = email.trim().toLowerCase()
  const { rows } = await usersPage(query, { search: address })
  const found = rows.find((row) => row.email.toLowerCase() === address)
  return found === undefined ? null : `/settings/users/${found.memberId}`
}

export default function AddUserRoute() {
  const view = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <AddUserPage
      view={view}
      reply={answer?.reply}
      listed={
        answer !== undefined && 'listed' in answer && typeof answer.listed === 'string' ? answer.listed : null
      }
    />
  )
}
