import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { joinWaitingList, leaveWaitingList, seasonalLimits, waitingList } from '@seatkeeper/db'
import { z } from 'zod'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Flash } from '~/components/flash.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { id } from '~/server/forms/text.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { FullSeasons, Places } from './waiting-page.tsx'
import { fullSeasons, placeView } from './waiting-view.ts'

export const meta: MetaFunction = () => [{ title: 'Waiting list' }]

const announcements: Readonly<Record<string, string>> = {
  joined: 'You are in line. A mail tells you when a seat is held for you.',
  told: 'A mail tells you when a seat is free.',
  left: 'You are no longer in line.',
}

/** SEAT-12: who waits for a seat of a full season, and where one can begin to. */
export const loader = adminPage({ can: 'users.manage' }, async ({ query, viewer, url, membership }) => {
  const places = await waitingList(query)
  const sandbox = membership.organization.kind === 'sandbox'
  return {
    announcement: announcements[url.searchParams.get('done') ?? ''] ?? null,
    sandbox,
    places: places.map((place) => placeView(place, viewer)),
    full: sandbox ? [] : fullSeasons(await seasonalLimits(query), places, viewer),
  }
})

const form = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('join'), seasonId: id, wants: z.enum(['seat', 'news']) }),
  z.object({ intent: z.literal('leave'), entryId: id }),
])

export const action = adminAction({ can: 'users.manage', form }, async ({ useCase, input }) => {
  const { intent, ...wish } = input
  const answer =
    input.intent === 'join' ? await joinWaitingList(useCase, input) : await leaveWaitingList(useCase, input)
  if (answer.kind === 'refuse') return answer
  const done = intent === 'leave' ? 'left' : 'wants' in wish && wish.wants === 'news' ? 'told' : 'joined'
  return redirect(`/settings/users/waiting?done=${done}`, 303)
})

export default function WaitingRoute() {
  const { announcement, sandbox, places, full } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Users', to: '/settings/users' }, { label: 'Waiting list' }]}
        title="Waiting list"
        lead="The next seat that comes free in a full season is held for whoever is first in line, for a day."
      />
      <Flash key={announcement}>{announcement}</Flash>
      <ErrorSummary items={errorItems(answer?.reply, [])} />
      {sandbox ? (
        <Notice>
          <p>This is a sandbox: its users take no seats, so no season is ever full here.</p>
        </Notice>
      ) : (
        <div className="waiting-page">
          <section aria-labelledby="who-waits" className="stack">
            <h2 id="who-waits">Waiting now</h2>
            <Places places={places} />
          </section>
          <section aria-labelledby="full-seasons" className="stack">
            <h2 id="full-seasons">Full seasons</h2>
            <FullSeasons seasons={full} />
          </section>
        </div>
      )}
    </>
  )
}
