import { Form } from '@remix-run/react'
import { Badge, type Tone } from '~/components/badge.tsx'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import type { KeyView } from './key-view.ts'

const tones: Record<KeyView['state'], Tone> = { 'in use': 'good', expired: 'warn', revoked: 'plain' }
const states: Record<KeyView['state'], string> = {
  'in use': 'In use',
  expired: 'Expired',
  revoked: 'Revoked',
}

/** One key: how to recognise it, what it may do, whether it is still needed, and how to end it. */
export function ApiKeyCard({ apiKey, ending }: { apiKey: KeyView; ending: boolean }) {
  const { keyId, name, prefix, state, scopes, created, createdBy, expires, lastUsed, revoked } = apiKey
  const id = `key-${keyId}`
  return (
    <section className="card stack" aria-labelledby={id}>
      <div className="api-key-head">
        <h2 id={id}>{name}</h2>
        <Badge tone={tones[state]}>{states[state]}</Badge>
        <code className="api-key-prefix">{prefix}…</code>
      </div>
      <dl className="facts">
        <dt>May</dt>
        <dd>
          <ul role="list">
            {scopes.map((scope) => (
              <li key={scope}>{scope}</li>
            ))}
          </ul>
        </dd>
        <dt>Last used</dt>
        <dd>{lastUsed === null ? 'Never' : <DateText when={lastUsed} />}</dd>
        <dt>{state === 'expired' ? 'Expired' : 'Expires'}</dt>
        <dd>{expires === null ? 'When it is revoked' : <DateText when={expires} />}</dd>
        <dt>Made by</dt>
        <dd>
          <div>{createdBy}</div>
          <DateText when={created} />
        </dd>
        {revoked !== null && (
          <>
            <dt>Revoked by</dt>
            <dd>
              <div>{revoked.by}</div>
              <DateText when={revoked.when} />
            </dd>
          </>
        )}
      </dl>
      {revoked === null &&
        (ending ? (
          <Form method="post" action="/settings/api-keys?index" className="stack">
            <FormToken />
            <input type="hidden" name="intent" value="revoke" />
            <input type="hidden" name="keyId" value={keyId} />
            <p>
              Whatever uses {name} is refused from its next request on. This can’t be undone; a new key can be
              made at any time.
            </p>
            <div className="panel-actions">
              <SubmitButton kind="danger" busy="One moment">
                Revoke {name}
              </SubmitButton>
              <ButtonLink to="/settings/api-keys" kind="quiet">
                Keep it
              </ButtonLink>
            </div>
          </Form>
        ) : (
          <p>
            <ButtonLink to={`/settings/api-keys?revoke=${keyId}`} kind="quiet" aria-label={`Revoke ${name}…`}>
              Revoke…
            </ButtonLink>
          </p>
        ))}
    </section>
  )
}
