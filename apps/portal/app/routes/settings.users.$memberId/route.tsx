import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import {
  deactivateUser,
  editUser,
  editUserForm,
  reactivateUser,
  removeUser,
  resendInvitation,
  seatCounts,
  withdrawInvitation,
} from '@seatkeeper/db'
import { ROLES } from '@seatkeeper/rules'
import { z } from 'zod'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { found } from '~/server/routes/answers.ts'
import { usersDoor } from '~/server/routes/locked.ts'
import { meantSeasons, missingChoice, refusalFields, userFields } from '~/users/user-fields.ts'
import { announcementOf } from './announcement.ts'
import { ConfirmStep } from './confirm-step.tsx'
import { changesView, editView } from './edit-presenter.ts'
import { EditUserPage } from './edit-user-page.tsx'
import { ReviewChanges } from './review-changes.tsx'
import { endReview, holdForReview } from './review-hold.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.view.name ?? 'User' }]

export const loader = adminPage(usersDoor, async (page) => {
  const { query, url, params } = page
  const facts = found(await editUserForm(query, params['memberId']!))
  const counts = await seatCounts(query)
  const view = {
    ...editView(facts, counts, page),
    idempotencyKey: newIdempotencyKey(),
    announcement: announcementOf(facts.member, url.searchParams.get('done')),
  }
  return { view, step: view.may.steps.find((step) => step === url.searchParams.get('confirm')) ?? null }
})

const edit = {
  ...userFields,
  role: z.enum(ROLES, { error: 'Choose a role.' }),
  /** The digest of the seat summary that was seen. */
  confirmed: z.string().max(200).optional(),
}

const form = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('save'), ...edit }),
  z.object({ intent: z.literal('change') }),
  z.object({ intent: z.literal('resend') }),
  z.object({ intent: z.literal('deactivate') }),
  z.object({ intent: z.literal('reactivate'), seasonIds: userFields.seasonIds }),
  z.object({ intent: z.literal('remove') }),
  z.object({ intent: z.literal('withdraw') }),
])

export const action = adminAction(
  // What else than leaving a lock shuts, the use cases themselves refuse, with the sentence of the standing.
  { ...usersDoor, form, refusals: refusalFields },
  async ({ query, params, now, viewer, input, form: sent, idempotencyKey, reply }) => {
    const memberId = params['memberId']!
    const context = { ...query, ...(idempotencyKey && { idempotencyKey }) }
    const page = `/settings/users/${memberId}`

    switch (input.intent) {
      case 'change':
        await endReview(context)
        return reply({}, 200)
      case 'save': {
        const { intent: _, confirmed, ...fields } = input
        const seasonIds = meantSeasons(input)
        const answer = await editUser(context, {
          ...fields,
          memberId,
          seasonIds,
          ...(confirmed && { confirmed }),
        })
        if (answer.kind === 'confirm') {
          const { digest } = answer.summary
          const changes = changesView(answer.summary, { type: input.type, now, viewer })
          const held = await holdForReview(context, answer.summary, input.type, viewer)
          return {
            review: {
              digest,
              changes: { ...changes, notes: [...held, ...changes.notes] },
              values: typed(sent),
            },
          }
        }
        if (answer.kind === 'grant') return redirect(`${page}?done=saved`, 303)
        if (answer.reason !== 'not-found') return answer
        const member = found(await editUserForm(query, memberId))
        const missing = missingChoice({ ...input, seasonIds }, member.form)
        return missing ? reply(missing) : answer
      }
      case 'resend': {
        const answer = await resendInvitation(context, { memberId })
        return answer.kind === 'grant' ? redirect(`${page}?done=resent`, 303) : answer
      }
      case 'deactivate': {
        const answer = await deactivateUser(context, { memberId })
        return answer.kind === 'grant' ? redirect(`${page}?done=deactivated`, 303) : answer
      }
      case 'reactivate': {
        const answer = await reactivateUser(context, { memberId, seasonIds: input.seasonIds })
        return answer.kind === 'grant' ? redirect(`${page}?done=reactivated`, 303) : answer
      }
      case 'remove': {
        const answer = await removeUser(context, { memberId })
        return answer.kind === 'grant' ? redirect(`/settings/users?gone=${memberId}`, 303) : answer
      }
      case 'withdraw': {
        const answer = await withdrawInvitation(context, { memberId })
        return answer.kind === 'grant' ? redirect(`/settings/users?gone=${memberId}`, 303) : answer
      }
    }
  },
)

/** The form as filled in, to travel through the review. What the review says itself is left out. */
function typed(sent: FormData): readonly [string, string][] {
  const own = ['csrf', 'intent', 'confirmed']
  return [...sent].flatMap(([name, value]) =>
    own.includes(name) || typeof value !== 'string' ? [] : [[name, value] satisfies [string, string]],
  )
}

export default function EditUserRoute() {
  const { view, step } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer !== undefined && 'review' in answer) return <ReviewChanges view={view} review={answer.review} />
  const reply = answer?.reply
  if (step !== null) return <ConfirmStep step={step} view={view} reply={reply} />
  return <EditUserPage view={view} reply={reply} />
}
