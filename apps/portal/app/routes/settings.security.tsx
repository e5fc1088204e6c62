import { type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { apiKeys, factorRule, setFactorRule, slackSettings } from '@seatkeeper/db'
import { roleName } from '@seatkeeper/wording'
import { z } from 'zod'
import { Badge } from '~/components/badge.tsx'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Flash } from '~/components/flash.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { identityContext } from '~/server/identity/visitor.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { requireFactor } from '~/server/routes/proven.ts'

export const meta: MetaFunction = () => [{ title: 'Security' }]

const door = { can: 'second-factor.require' } as const

const done: Readonly<Record<string, string>> = {
  required: 'A second step is now required of all admins. They are told by mail.',
  'not-required': 'A second step is no longer required of admins. They are told by mail.',
}

/** Names enough to go and ask; the rest is a number. */
const MOST_NAMED = 20

/** USER-07: the owner requires a second step at sign-in of everybody who manages the organization. */
export const loader = adminPage(door, async (page) => {
  await requireFactor(page)
  const { context, membership, query, url, visit } = page
  const { required, admins } = await factorRule(identityContext(context), membership.organization.id)
  const without = admins.filter(({ hasFactor }) => !hasFactor)
  const now = context.services.clock.wallNow()
  const keys = (await apiKeys(query)).filter(
    ({ revoked, expiresAt }) => revoked === null && (expiresAt === null || expiresAt > now),
  )
  const { workspaces } = await slackSettings(query)
  return {
    flash: done[url.searchParams.get('done') ?? ''] ?? null,
    organization: membership.organization.name,
    required,
    ownFactor: visit.session.hasFactor,
    admins: admins.length,
    withFactor: admins.length - without.length,
    without: without
      .slice(0, MOST_NAMED)
      .map(({ memberId, name, role }) => ({ memberId, name, role: roleName[role] })),
    more: Math.max(0, without.length - MOST_NAMED),
    keys: keys.length,
    workspaces: workspaces.length,
  }
})

const form = z.object({ require: z.enum(['yes', 'no']) })

export const action = adminAction({ ...door, form }, async (page) => {
  // Whoever finds an open browser does not find the bolt to open.
  await requireFactor(page)
  const { context, input, query } = page
  if (query.actor.kind !== 'member') return { kind: 'refuse', reason: 'not-permitted' } as const
  const answer = await setFactorRule(identityContext(context), query.actor, {
    require: input.require === 'yes',
  })
  if (answer.kind === 'refuse') return answer
  return redirect(`/settings/security?done=${answer.required ? 'required' : 'not-required'}`, 303)
})

export default function Security() {
  const view = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { flash, organization, required, ownFactor } = view
  return (
    <>
      <Flash key={flash}>{flash}</Flash>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Security' }]}
        title="Security"
        lead={`How those who manage ${organization} sign in.`}
      />
      <ErrorSummary items={errorItems(answer?.reply, [])} />
      <div className="stack">
        <section className="card stack narrow" aria-labelledby="second-step">
          <header className="factor-head">
            <h2 id="second-step">Second step for admins</h2>
            {required ? <Badge tone="good">Required</Badge> : <Badge>Up to each</Badge>}
          </header>
          <p>
            {required
              ? 'Everybody who manages users, settings or billing needs an authenticator app or a passkey besides their password. Whoever has none is led to it when they sign in, and nothing else opens until it is set up.'
              : 'Require an authenticator app or a passkey besides the password of everybody who manages users, settings or billing. A stolen password then opens nothing.'}
          </p>
          <Admins view={view} />
          {!required && !ownFactor ? (
            <>
              <Notice>
                <p>Set up a second step for yourself first; then you can require it of others.</p>
              </Notice>
              <p>
                <ButtonLink to="/profile/second-step" kind="primary">
                  Set up your own
                </ButtonLink>
              </p>
            </>
          ) : (
            <Form method="post">
              <FormToken />
              <input type="hidden" name="require" value={required ? 'no' : 'yes'} />
              <SubmitButton kind={required ? 'secondary' : 'primary'} busy="Saving">
                {required ? 'Stop requiring it' : 'Require it of admins'}
              </SubmitButton>
            </Form>
          )}
          <p className="soft small">
            Somebody has lost their phone and their recovery codes? Your vendor makes sure of them and takes
            the lost factor away; they then set up a new one.
          </p>
        </section>
        <OtherDoors view={view} />
      </div>
    </>
  )
}

type View = ReturnType<typeof useLoaderData<typeof loader>>

/** Who is affected, before and after. */
function Admins({ view: { admins, withFactor, without, more, required } }: { view: View }) {
  if (without.length === 0) {
    return <p>{admins === 1 ? 'You have one, and are the only one it means.' : `All ${admins} have one.`}</p>
  }
  return (
    <div className="stack">
      <p>
        {`${withFactor} of ${admins} ${withFactor === 1 ? 'has' : 'have'} one. ${
          required ? 'Still to set it up:' : 'These would have to set it up next:'
        }`}
      </p>
      <ul className="plain-list">
        {without.map(({ memberId, name, role }) => (
          <li key={memberId}>
            {name} <span className="soft">· {role}</span>
          </li>
        ))}
        {more > 0 && <li className="soft">and {more} more</li>}
      </ul>
    </div>
  )
}

/** What nobody signs in to, and no second step guards. */
function OtherDoors({ view: { keys, workspaces } }: { view: View }) {
  return (
    <section className="card stack narrow" aria-labelledby="other-doors">
      <h2 id="other-doors">Doors without a second step</h2>
      <p>
        API keys and Slack are doors of their own: whoever has a key, or is linked in Slack, is asked for no
        second step there. End what you don’t need.
      </p>
      <ul className="plain-list">
        <li>
          <Link to="/settings/api-keys">
            {keys === 0 ? 'No API keys' : keys === 1 ? '1 API key' : `${keys} API keys`}
          </Link>{' '}
          in use
        </li>
        <li>
          <Link to="/settings/slack">
            {workspaces === 0
              ? 'No Slack workspaces'
              : workspaces === 1
                ? '1 Slack workspace'
                : `${workspaces} Slack workspaces`}
          </Link>{' '}
          connected
        </li>
      </ul>
    </section>
  )
}
