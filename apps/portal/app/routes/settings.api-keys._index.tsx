import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { apiKeys, revokeApiKey } from '@seatkeeper/db'
import { z } from 'zod'
import { ApiKeyCard } from '~/api-keys/api-key-card.tsx'
import { Copyable } from '~/api-keys/copyable.tsx'
import { keyView } from '~/api-keys/key-view.ts'
import { ButtonLink } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Flash } from '~/components/flash.tsx'
import { EmptyState } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { id } from '~/server/forms/text.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'API keys' }]

/** ECO-01: the organization's keys, what they may do, and what a product needs besides one. */
export const loader = adminPage({ can: 'settings.manage' }, async (page) => {
  const { query, url, viewer, context, membership } = page
  const { clock, portalUrl } = context.services
  const keys = (await apiKeys(query)).map((key) => keyView(key, viewer, clock.wallNow()))
  return {
    flash:
      url.searchParams.get('done') === 'revoked' ? 'The key is revoked. It opens nothing any more.' : null,
    /** Asked once more before it is ended. */
    ending: url.searchParams.get('revoke'),
    organizationId: membership.organization.id,
    portalUrl,
    keys: keys.filter(({ state }) => state !== 'revoked'),
    revoked: keys.filter(({ state }) => state === 'revoked'),
  }
})

const form = z.object({ intent: z.literal('revoke'), keyId: id })

export const action = adminAction({ can: 'settings.manage', form }, async ({ query, context, input }) => {
  const wallNow = context.services.clock.wallNow()
  const answer = await revokeApiKey({ ...query, wallNow }, { keyId: input.keyId })
  return answer.kind === 'grant' ? redirect('/settings/api-keys?done=revoked', 303) : answer
})

export default function ApiKeys() {
  const { flash, ending, organizationId, portalUrl, keys, revoked } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <>
      <Flash>{flash}</Flash>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'API keys' }]}
        title="API keys"
        lead="With a key your product asks whether a user may sign in now, and reports who did."
      >
        <ButtonLink to="/settings/api-keys/new" kind="primary">
          Make a key
        </ButtonLink>
      </PageHeader>
      <ErrorSummary items={errorItems(answer?.reply, [])} />
      <div className="stack api-keys-page">
        {keys.length === 0 && (
          <EmptyState
            title="No key is in use"
            text="Make one for each system that connects, so that each can be ended by itself."
          />
        )}
        {keys.map((key) => (
          <ApiKeyCard key={key.keyId} apiKey={key} ending={ending === key.keyId} />
        ))}
        <section className="card stack" aria-labelledby="what-else">
          <h2 id="what-else">What your product needs besides a key</h2>
          <dl className="facts api-needs">
            <dt>Address</dt>
            <dd>
              <Copyable label="address" text={portalUrl} />
            </dd>
            <dt>Organization</dt>
            <dd>
              <Copyable label="organization identity" text={organizationId} />
            </dd>
          </dl>
          <p className="soft small">
            The addresses and their answers are described in <a href="/openapi.json">openapi.json</a>.
          </p>
        </section>
        {revoked.length > 0 && (
          <details className="revoked-keys">
            <summary>Revoked keys ({revoked.length})</summary>
            <div className="stack">
              {revoked.map((key) => (
                <ApiKeyCard key={key.keyId} apiKey={key} ending={false} />
              ))}
            </div>
          </details>
        )}
      </div>
    </>
  )
}
