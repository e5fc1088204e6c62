import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Button } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { TextField } from '~/components/field.tsx'
import { PasskeyButton } from '~/components/passkey-button.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'

export interface SecondStepProps {
  readonly email: string
  readonly app: boolean
  readonly passkeys: boolean
  readonly action: string
  readonly csrf: string
  /** What goes along: where they were going, or the form that they had sent. */
  readonly hidden: Readonly<Record<string, string>>
  readonly reply: FormReply | undefined
}

/** USER-12: the password was right; now one of what they have besides. Plain forms, which need no script. */
export function SecondStep({ email, app, passkeys, action, csrf, hidden, reply }: SecondStepProps) {
  const form = { action, csrf, hidden }
  return (
    <div className="stack">
      <h1>One more step</h1>
      <p>
        You are signing in as <strong>{email}</strong>. Show that it is you
        {app && passkeys ? ', in one of these ways' : ''}.
      </p>
      <ErrorSummary
        items={errorItems(reply, ['code', 'recovery'])}
        title={reply && reply.formErrors.length > 0 ? 'Could not sign in' : undefined}
      />
      {passkeys && (
        <PasskeyButton
          purpose="second-step"
          action={action}
          label="Use a passkey"
          hidden={hidden}
          kind={app ? 'secondary' : 'primary'}
        />
      )}
      {app && (
        <PlainForm {...form}>
          <CodeField reply={reply} />
          <Button kind="primary">Sign in</Button>
        </PlainForm>
      )}
      <details className="disclosure" open={reply?.errors['recovery'] !== undefined}>
        <summary>Use a recovery code</summary>
        <PlainForm {...form}>
          <RecoveryField reply={reply} />
          <Button>Sign in with it</Button>
        </PlainForm>
        <p className="soft small">
          Lost these, too? Ask whoever runs your organization to have the vendor make sure of you and take the
          second step away.
        </p>
      </details>
      <p>
        <Link to="/sign-in" reloadDocument>
          Sign in as somebody else
        </Link>
      </p>
    </div>
  )
}

function PlainForm({
  action,
  csrf,
  hidden,
  children,
}: Pick<SecondStepProps, 'action' | 'csrf' | 'hidden'> & { children: ReactNode }) {
  return (
    <form method="post" action={action} className="stack" noValidate>
      <input type="hidden" name="csrf" value={csrf} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}

/** Six digits, named as phones and password managers expect them. */
export function CodeField({ reply, hint }: { reply: FormReply | undefined; hint?: string }) {
  return (
    <TextField
      name="code"
      label="Code from your authenticator app"
      hint={hint ?? 'Six digits, new every half minute.'}
      autoComplete="one-time-code"
      inputMode="numeric"
      maxLength={20}
      {...fieldState(reply, 'code')}
    />
  )
}

export function RecoveryField({ reply, optional }: { reply: FormReply | undefined; optional?: boolean }) {
  return (
    <TextField
      name="recovery"
      label="Recovery code"
      hint="Sixteen letters and digits, from the ten that you kept. Each works once."
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      optional={optional ?? false}
      {...fieldState(reply, 'recovery')}
    />
  )
}
