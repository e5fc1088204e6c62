import { type MetaFunction, redirect } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { endOwnSlackLink, ownSlackLinks } from '@seatkeeper/db'
import { formatInstant } from '@seatkeeper/wording'
import { z } from 'zod'
import { Button } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { Flash } from '~/components/flash.tsx'
import { EmptyState } from '~/components/notice.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import { identityContext } from '~/server/identity/visitor.ts'
import { notFound } from '~/server/routes/answers.ts'
import { signedInAction, signedInPage } from '~/server/routes/signed-in.ts'

export const meta: MetaFunction = () => [{ title: 'Your Slack accounts' }]

const done: Readonly<Record<string, string>> = {
  linked: 'Your Slack account is linked. Go back to Slack and type /seats.',
  ended: 'The link has ended. That Slack account no longer acts in your name.',
}

/** SLK-07: the Slack accounts that act for whoever is signed in. */
export const loader = signedInPage(async ({ context, url, viewer, visit: { session } }) => ({
  flash: done[url.searchParams.get('done') ?? ''] ?? null,
  links: (await ownSlackLinks(identityContext(context), session.person.id)).map(({ linkedAt, ...link }) => ({
    ...link,
    linked: formatInstant(linkedAt, viewer),
  })),
}))

const slackId = z.string().regex(/^[A-Z0-9]{2,30}$/)

export const action = signedInAction(
  { form: z.object({ slackTeam: slackId, slackUser: slackId }) },
  async ({ context, input, visit: { session } }) => {
    const personId = session.person.id
    const link = { personId, teamId: input.slackTeam, slackUserId: input.slackUser }
    const answer = await endOwnSlackLink(identityContext(context), link)
    if (answer.kind === 'refuse') throw notFound()
    return redirect('/link-slack?done=ended', 303)
  },
)

export default function OwnSlackAccounts() {
  const { flash, links } = useLoaderData<typeof loader>()
  return (
    <div className="stack slack-page">
      <Flash>{flash}</Flash>
      <h1>Your Slack accounts</h1>
      {links.length === 0 ? (
        <EmptyState
          title="No Slack account is linked to you"
          text="Type /seats in Slack: it gives you a link that leads here."
        />
      ) : (
        <ul role="list" className="slack-accounts">
          {links.map((link) => (
            <li key={`${link.teamId} ${link.slackUserId}`}>
              <div>
                <strong>{link.slackName}</strong>
                <p className="soft small">{link.workspace}</p>
              </div>
              <dl className="facts">
                <dt>Acts for you in</dt>
                <dd>{link.organization}</dd>
                <dt>Linked</dt>
                <dd>
                  <DateText when={link.linked} />
                </dd>
              </dl>
              <Form method="post" action="/link-slack?index">
                <FormToken />
                <input type="hidden" name="slackTeam" value={link.teamId} />
                <input type="hidden" name="slackUser" value={link.slackUserId} />
                <Button aria-label={`End link: ${link.slackName}, ${link.workspace}`}>End link</Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
