import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { FieldError, fieldWiring } from '~/components/field.tsx'
import { Notice } from '~/components/notice.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import type { TicketView } from './ticket-view.ts'

/** Asks whether a Slack account is theirs and what is to become of it; nothing happens before they say yes. */
export function TicketForm(props: {
  readonly view: TicketView
  /** Who is signed in, and where. */
  readonly you: { readonly name: string; readonly email: string; readonly organization: string }
  readonly reply: FormReply | undefined
  readonly submit: string
  readonly busy: string
  readonly cancelTo: string
  readonly children?: ReactNode
}) {
  const { view, you, reply, submit, busy, cancelTo, children } = props
  return (
    <Form method="post" className="confirm">
      <FormToken />
      <ErrorSummary items={errorItems(reply, ['mine'])} />
      <div className="card">
        <dl className="facts">
          <dt>Slack workspace</dt>
          <dd>{view.workspace}</dd>
          <dt>Slack account</dt>
          <dd>
            {view.slackName}
            {view.slackEmail !== null && ` (${view.slackEmail})`}
          </dd>
          <dt>Acts for</dt>
          <dd>
            {you.name} ({you.email})
          </dd>
          <dt>In</dt>
          <dd>{you.organization}</dd>
        </dl>
      </div>
      {children}
      <Notice tone="warn">
        <p>
          Go on only if you asked for this link in Slack yourself. Whoever uses that Slack account will see
          and assign seats in your name.
        </p>
      </Notice>
      {!view.sameEmail && <WhoseAccount errors={reply?.errors['mine']} />}
      <div className="form-actions">
        <SubmitButton busy={busy}>{submit}</SubmitButton>
        <ButtonLink to={cancelTo} kind="quiet">
          Cancel
        </ButtonLink>
      </div>
    </Form>
  )
}

function WhoseAccount({ errors }: { readonly errors: readonly string[] | undefined }) {
  const hint = 'Slack knows it by another e-mail address than the one you sign in with here.'
  const { id, ...wiring } = fieldWiring('mine', hint, errors)
  return (
    <div className="field">
      <FieldError name="mine" errors={errors} />
      <div className="choice">
        <input type="checkbox" id={id} {...wiring} value="yes" required />
        <div>
          <label htmlFor={id}>This Slack account is mine</label>
          <p className="field-hint" id="field-mine-hint">
            {hint}
          </p>
        </div>
      </div>
    </div>
  )
}
