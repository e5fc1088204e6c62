import { Form } from '@remix-run/react'
import { Badge } from '~/components/badge.tsx'
import { Button } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { Icon } from '~/components/icon.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import type { EditView } from './edit-view.ts'

/** Where this user stands: may they sign in now, and what became of their invitation (USER-05). */
export function Status({ view }: { view: EditView }) {
  const { access, invitation, lastSignIn } = view
  return (
    <aside className="form-aside card" aria-label="Status">
      <h2>Access now</h2>
      <p className="access" data-allowed={access.allowed}>
        <strong>{access.label}</strong>
      </p>
      {access.note !== null && <p className="small soft">{access.note}</p>}
      <dl className="facts">
        {access.moment !== null && (
          <>
            <dt>{access.moment.label}</dt>
            <dd>
              <DateText when={access.moment.when} />
            </dd>
          </>
        )}
        <dt>Last sign-in</dt>
        <dd>{lastSignIn === null ? 'Never' : <DateText when={lastSignIn} />}</dd>
        {invitation !== null && (
          <>
            <dt>Invited</dt>
            <dd>
              <DateText when={invitation.sent} />
            </dd>
            {invitation.expires !== null && (
              <>
                <dt>{invitation.expired ? 'Expired' : 'Expires'}</dt>
                <dd>
                  <DateText when={invitation.expires} />
                </dd>
              </>
            )}
          </>
        )}
      </dl>
      <Why why={view.why} />
      {invitation?.bounced === true && (
        <p>
          <Badge tone="bad">Mail bounced</Badge>
        </p>
      )}
      {view.may.resend && <Resend view={view} />}
    </aside>
  )
}

/** USER-14: the rule's own trace, one answer after the other. */
function Why({ why: { title, steps, next } }: { why: EditView['why'] }) {
  return (
    <details className="why">
      <summary>{title}</summary>
      <ul role="list">
        {steps.map(({ check, passed, sentence }) => (
          <li key={check} data-passed={passed}>
            <Icon name={passed ? 'check' : 'alert'} />
            <span>
              <strong>{check}</strong>
              <span className="visually-hidden">
                {passed ? ', nothing in the way' : ', in the way'}
              </span>: {sentence}
            </span>
          </li>
        ))}
      </ul>
      <p className="soft">{next}</p>
    </details>
  )
}

function Resend({ view: { invitation, idempotencyKey } }: { view: EditView }) {
  return (
    <Form method="post" className="stack">
      <FormToken />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="intent" value="resend" />
      <Button>Re-send invitation</Button>
      <p className="small soft">
        {invitation?.expired === true
          ? 'A fresh link goes out, and takes a seat again.'
          : 'A fresh link goes out; the earlier one stops working.'}
      </p>
    </Form>
  )
}
