import { type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { hasFactor, ownFactors } from '@seatkeeper/db'
import { refusalSentence } from '@seatkeeper/wording'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { TextField } from '~/components/field.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { PasskeyButton, PasskeyWithForm } from '~/components/passkey-button.tsx'
import { errorItems, fieldState } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { CodeField, RecoveryField } from '~/pages/second-step.tsx'
import { confirmIdentityForm } from '~/server/identity/factor-forms.ts'
import { isProven, proveItAgain } from '~/server/identity/prove-again.ts'
import { identityContext } from '~/server/identity/visitor.ts'
import { ownPath } from '~/server/routes/own-path.ts'
import { signedInAction, signedInPage } from '~/server/routes/signed-in.ts'

export const meta: MetaFunction = () => [{ title: 'Is it you?' }]

/** On the way to a second factor that one is asked for, too. */
const settingUp = { settingUpFactor: true } as const

/** USER-12: whoever finds an open browser does not find the keys to the account: what changes those asks once more. */
export const loader = signedInPage(async ({ context, visit, url }) => {
  const to = ownPath(url.searchParams.get('to')) ?? '/profile'
  if (isProven(visit, context)) throw redirect(to)
  const { person } = visit.session
  const factors = await ownFactors(identityContext(context), person.id)
  return {
    to,
    email: person.email,
    app: factors.appSince !== null,
    passkeys: factors.passkeys.length > 0,
    factor: hasFactor(factors),
    // Whoever has yet to set one up has nowhere else to go.
    backTo: visit.factorAskedBy.length > 0 ? null : '/profile',
  }
}, settingUp)

export const action = signedInAction(
  { form: confirmIdentityForm, ...settingUp },
  async ({ request, context, visit, input, reply }) => {
    const answer = await proveItAgain(request, context, visit, input)
    switch (answer.kind) {
      case 'grant':
        return redirect(ownPath(input.to) ?? '/profile', 303)
      case 'wrong-password':
        return reply({ password: 'That is not your password. Try again.' })
      case 'wrong':
        return reply({ [answer.field]: answer.sentence })
      case 'refuse':
        return reply({ '': refusalSentence(answer) }, 429)
    }
  },
)

export default function ConfirmIdentity() {
  const { to, email, app, passkeys, factor, backTo } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply
  return (
    <>
      <PageHeader
        path={[{ label: 'Your profile', ...(backTo !== null && { to: backTo }) }, { label: 'Is it you?' }]}
        title="Is it you?"
        lead="What comes next changes how you sign in, so we ask once more. For a quarter of an hour we will not ask again."
      />
      <div className="narrow stack">
        <ErrorSummary items={errorItems(reply, ['password', 'code', 'recovery'])} />
        {passkeys && (
          <>
            <PasskeyButton purpose="prove" label="Use a passkey" hidden={{ to }} />
            <p className="soft">Or with your password, and a second step:</p>
          </>
        )}
        <Form method="post" className="stack" noValidate>
          <FormToken />
          <input type="hidden" name="to" value={to} />
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          <TextField
            name="password"
            type="password"
            label="Your password"
            autoComplete="current-password"
            {...fieldState(reply, 'password')}
          />
          {app && <CodeField reply={reply} />}
          {factor && !app && <RecoveryField reply={reply} optional />}
          {app && (
            <details className="disclosure" open={reply?.errors['recovery'] !== undefined}>
              <summary>Use a recovery code instead</summary>
              <RecoveryField reply={reply} optional />
            </details>
          )}
          <div className="form-actions">
            <SubmitButton busy="Looking…">Continue</SubmitButton>
            {passkeys && (
              <PasskeyWithForm purpose="prove-with-password" label="Continue with password and passkey" />
            )}
            {backTo !== null && (
              <ButtonLink to={backTo} kind="quiet">
                Back
              </ButtonLink>
            )}
          </div>
        </Form>
      </div>
    </>
  )
}
