import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { askForRenewal, renewalFormFacts } from '@seatkeeper/db'
import { z } from 'zod'
import { buyingDoor } from '~/billing/door.ts'
import { PlanRequestPage } from '~/billing/plan-request-page.tsx'
import { planRequestView } from '~/billing/plan-request-view.ts'
import { SEAT_FIELDS } from '~/billing/wish.ts'
import { granted } from '~/server/billing/granted.ts'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { actorOf } from '~/server/routes/actor-of.ts'
import { adminAction, type AdminPage, adminPage } from '~/server/routes/admin.ts'
import { mayHere } from '~/server/routes/doors.ts'
import { id } from '~/server/forms/text.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.view.title ?? 'Reduce seats' }]

/** BILL-04 */
export const loader = adminPage(buyingDoor, async (page) => {
  const { query, viewer, now, url } = page
  const search = (url.searchParams.get('q') ?? '').slice(0, 100)
  const found = granted(await renewalFormFacts(query, search, elsewhere(page)))
  return { view: planRequestView(found, { viewer, now, search }), idempotencyKey: newIdempotencyKey() }
})

/** D-40: the same person in the account's other organizations; whose people they may name there, the data layer asks itself. */
const elsewhere = ({ visit: { session }, membership }: AdminPage) =>
  session.memberships
    .filter(
      (one) =>
        one.account.id === membership.account.id &&
        one.memberId !== membership.memberId &&
        mayHere(one, 'users.manage'),
    )
    .map((one) => actorOf(one, session.person.id))

const number = z
  .string()
  .trim()
  .regex(/^\d{1,9}$/, 'Enter a whole number of zero or more.')
  .transform(Number)
  .optional()
const MOST_PEOPLE = 200
const form = z.object({
  'full-time': number,
  collaborator: number,
  staff: number,
  'was-full-time': number,
  'was-collaborator': number,
  'was-staff': number,
  'was-plan': z.string().max(40).optional(),
  plan: z.string().max(40).optional(),
  people: z
    .union([id.transform((one) => [one]), z.array(id).max(MOST_PEOPLE)])
    .optional()
    .transform((people) => people ?? []),
})

const refusals = { 'unknown-plan': 'plan', 'plan-not-lower': 'plan', 'changed-meanwhile': 'people' } as const

export const action = adminAction({ ...buyingDoor, form, refusals }, async (request) => {
  const { useCase, input } = request
  const { people } = input
  const plan = input.plan === input['was-plan'] ? undefined : input.plan
  const typed = SEAT_FIELDS.flatMap((item) =>
    input[item] === undefined || input[item] === input[`was-${item}`] ? [] : [[item, input[item]] as const],
  )
  const answer = await askForRenewal(useCase, {
    quantities: Object.fromEntries(typed),
    seen: Object.fromEntries(
      typed.flatMap(([item]) => (input[`was-${item}`] === undefined ? [] : [[item, input[`was-${item}`]!]])),
    ),
    people: people.toSorted(),
    elsewhere: elsewhere(request),
    ...(plan !== undefined && { plan }),
  })
  return answer.kind === 'grant' ? redirect(`/settings/billing/renewal?done=${answer.state}`, 303) : answer
})

export default function PlanRequest() {
  const { view, idempotencyKey } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply
  return <PlanRequestPage view={view} idempotencyKey={idempotencyKey} reply={reply} />
}
