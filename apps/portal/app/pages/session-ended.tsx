import { Button } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { keptField } from '~/forms/kept-fields.ts'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { CredentialFields } from './credential-fields.tsx'

export const sessionEndedTitle = 'Your session has ended'

/** Sign in again on the spot: what was typed waits in this page, and nowhere else. A plain form, which needs no script. */
export function SessionEndedForm(props: { kept: string; csrf: string; reply?: FormReply | undefined }) {
  const { kept, csrf, reply } = props
  return (
    <div className="stack">
      <h1>{sessionEndedTitle}</h1>
      <p>
        Nothing was saved yet, and nothing you typed is lost: it is kept on this page. Sign in again to go on
        with it.
      </p>
      <ErrorSummary
        items={errorItems(reply, ['email', 'password'])}
        title={reply && reply.formErrors.length > 0 ? 'Could not sign in' : undefined}
      />
      <form method="post" action="/sign-in-again" className="stack" noValidate>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name={keptField} value={kept} />
        <CredentialFields reply={reply} />
        <Button kind="primary">Sign in and go on</Button>
      </form>
    </div>
  )
}
