import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { editUserForm, previewSwap, swapUser } from '@seatkeeper/db'
import { refusalSentence } from '@seatkeeper/wording'
import { z } from 'zod'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { forbidden, found, notFound } from '~/server/routes/answers.ts'
import { emailField, missingChoice, refusalFields, userFields } from '~/users/user-fields.ts'
import { SwapPage } from './swap-page.tsx'
import { swapView } from './swap-presenter.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data === undefined ? 'Give place' : `Give the place of ${data.view.name}` },
]

export const loader = adminPage({ can: 'users.manage' }, async (page) => {
  const { query, params } = page
  const facts = found(await editUserForm(query, params['memberId']!))
  const preview = await previewSwap(query, facts.member.memberId)
  if (preview.kind === 'refuse' && preview.reason === 'not-permitted') throw forbidden('not-permitted')
  if (preview.kind === 'refuse' && preview.reason === 'not-found') throw notFound()
  return { view: { ...swapView(facts, preview, page), idempotencyKey: newIdempotencyKey() } }
})

const form = z.object({
  name: userFields.name,
  email: emailField,
  permissionSetId: userFields.permissionSetId,
  /** The digest of the seats that were shown. */
  confirmed: z.string().max(200).optional(),
})

export const action = adminAction(
  { can: 'users.manage', form, refusals: { ...refusalFields, 'no-full-time-seat': '' } },
  async ({ query, useCase, params, input, reply }) => {
    const { confirmed, ...successor } = input
    const memberId = params['memberId']!
    const answer = await swapUser(useCase, { ...successor, memberId, ...(confirmed && { confirmed }) })
    switch (answer.kind) {
      case 'grant':
        return redirect(`/settings/users/${answer.memberId}?done=swapped`, 303)
      case 'confirm':
        return reply({
          '': 'The seats of this place have changed meanwhile. Look at them once more, then save.',
        })
      case 'refuse': {
        if (answer.reason !== 'not-found')
          return placeRefusals.has(answer.reason) ? reply({ '': refusalSentence(answer) }) : answer
        const member = found(await editUserForm(query, memberId))
        const missing = missingChoice({ ...input, seasonIds: [] }, member.form)
        return missing ? reply(missing) : answer
      }
    }
  },
)

/** What is wrong with the place itself, not with anything that was typed. */
const placeRefusals: ReadonlySet<string> = new Set([
  'season-closed',
  'season-required',
  'no-full-time-seat',
  'no-collaborator-seat',
  'no-staff-seat',
])

export default function SwapRoute() {
  const { view } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <SwapPage view={view} reply={answer?.reply} />
}
