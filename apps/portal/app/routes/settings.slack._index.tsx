import { type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { slackSettings, unbindSlackWorkspace, unlinkSlackPerson } from '@seatkeeper/db'
import { formatInstant, type TwoClocks } from '@seatkeeper/wording'
import { z } from 'zod'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Flash } from '~/components/flash.tsx'
import { EmptyState } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { notFound } from '~/server/routes/answers.ts'

export const meta: MetaFunction = () => [{ title: 'Slack' }]

const done: Readonly<Record<string, string>> = {
  bound:
    'The workspace is connected, and your own Slack account is linked. Go back to Slack and type /seats.',
  unbound: 'The workspace is disconnected. Nobody there can see or assign seats.',
  unlinked: 'The link has ended.',
}

/** SLK-07: the organization's workspaces, and who acts from them for whom. */
export const loader = adminPage({ can: 'settings.manage' }, async ({ query, url, viewer }) => {
  const { workspaces, links } = await slackSettings(query)
  return {
    flash: done[url.searchParams.get('done') ?? ''] ?? null,
    workspaces: workspaces.map(({ teamId, name, boundAt, boundBy }) => ({
      teamId,
      name,
      boundBy,
      // Asked once more before it is disconnected.
      leaving: url.searchParams.get('leave') === teamId,
      bound: formatInstant(boundAt, viewer),
      links: links
        .filter((link) => link.teamId === teamId)
        .map(({ linkedAt, ...link }) => ({ ...link, linked: formatInstant(linkedAt, viewer) })),
    })),
  }
})

const slackId = z.string().regex(/^[A-Z0-9]{2,30}$/)
const form = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('unbind'), slackTeam: slackId }),
  z.object({ intent: z.literal('unlink'), slackTeam: slackId, slackUser: slackId }),
])

export const action = adminAction({ can: 'settings.manage', form }, async ({ query, input }) => {
  const teamId = input.slackTeam
  const unbind = input.intent === 'unbind'
  const answer = unbind
    ? await unbindSlackWorkspace(query, { teamId })
    : await unlinkSlackPerson(query, { teamId, slackUserId: input.slackUser })
  if (answer.kind === 'grant') {
    return redirect(`/settings/slack?done=${unbind ? 'unbound' : 'unlinked'}`, 303)
  }
  if (answer.reason === 'not-found') throw notFound()
  return answer
})

type Workspace = ReturnType<typeof useLoaderData<typeof loader>>['workspaces'][number]

export default function SlackSettings() {
  const { flash, workspaces } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <>
      <Flash>{flash}</Flash>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Slack' }]}
        title="Slack"
        lead="Who may see and assign seats from Slack. People link their own account by typing /seats there."
      />
      <ErrorSummary items={errorItems(answer?.reply, [])} />
      {workspaces.length === 0 ? (
        <EmptyState
          title="No Slack workspace is connected"
          text="Install the app in your Slack workspace and type /seats there: the answer has a link that leads back here."
        />
      ) : (
        <div className="stack slack-page">
          {workspaces.map((workspace) => (
            <WorkspaceCard key={workspace.teamId} workspace={workspace} />
          ))}
        </div>
      )}
    </>
  )
}

function WorkspaceCard({ workspace }: { readonly workspace: Workspace }) {
  const { teamId, name, bound, boundBy, links, leaving } = workspace
  return (
    <section className="card stack" aria-labelledby={`workspace-${teamId}`}>
      <h2 id={`workspace-${teamId}`}>{name}</h2>
      <dl className="facts">
        <dt>Connected by</dt>
        <dd>{boundBy}</dd>
        <dt>Since</dt>
        <dd>
          <DateText when={bound} />
        </dd>
      </dl>
      {links.length === 0 ? (
        <p className="soft">Nobody has linked their Slack account yet.</p>
      ) : (
        <ul role="list" className="slack-accounts" aria-label={`Linked accounts in ${name}`}>
          {links.map((link) => (
            <LinkedAccount key={link.slackUserId} link={link} />
          ))}
        </ul>
      )}
      {leaving ? (
        <Form method="post" action="/settings/slack?index" className="stack">
          <FormToken />
          <input type="hidden" name="intent" value="unbind" />
          <input type="hidden" name="slackTeam" value={teamId} />
          <p>Disconnecting {name} ends every link in it at once. Users and their seats stay as they are.</p>
          <div className="panel-actions">
            <SubmitButton kind="danger" busy="One moment">
              Disconnect {name}
            </SubmitButton>
            <ButtonLink to="/settings/slack" kind="quiet">
              Keep it
            </ButtonLink>
          </div>
        </Form>
      ) : (
        <p>
          <ButtonLink to={`/settings/slack?leave=${teamId}`} kind="quiet">
            Disconnect this workspace…
          </ButtonLink>
        </p>
      )}
    </section>
  )
}

interface LinkView {
  readonly teamId: string
  readonly slackUserId: string
  readonly slackName: string
  readonly member: { readonly name: string; readonly email: string }
  readonly linked: TwoClocks
}

function LinkedAccount({ link }: { readonly link: LinkView }) {
  const { teamId, slackUserId, slackName, member, linked } = link
  return (
    <li>
      <div>
        <strong>{member.name}</strong>
        <p className="soft small">{member.email}</p>
      </div>
      <dl className="facts">
        <dt>In Slack</dt>
        <dd>{slackName}</dd>
        <dt>Linked</dt>
        <dd>
          <DateText when={linked} />
        </dd>
      </dl>
      <Form method="post" action="/settings/slack?index">
        <FormToken />
        <input type="hidden" name="intent" value="unlink" />
        <input type="hidden" name="slackTeam" value={teamId} />
        <input type="hidden" name="slackUser" value={slackUserId} />
        <Button aria-label={`End link: ${member.name}`}>End link</Button>
      </Form>
    </li>
  )
}
