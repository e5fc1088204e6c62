import { Form } from '@remix-run/react'
import type { TwoClocks } from '@seatkeeper/wording'
import { Badge } from '~/components/badge.tsx'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { type Option, SelectField, TextField } from '~/components/field.tsx'
import { Flash } from '~/components/flash.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'

interface ProfileView {
  readonly flash: string | null
  readonly name: string
  readonly email: string
  /** Waits to be confirmed. */
  readonly waitingEmail: string | null
  readonly factors: {
    readonly on: boolean
    /** They have shown lately that it is them. */
    readonly proven: boolean
    readonly app: boolean
    readonly passkeys: number
    readonly codesLeft: number
  }
  readonly timeZone: string
  readonly locale: string
  readonly zones: readonly Option[]
  readonly locales: readonly Option[]
  readonly password: { readonly shortest: number; readonly longest: number }
  readonly sessions: readonly {
    readonly sessionId: string
    readonly browser: string
    readonly current: boolean
    readonly startedAt: TwoClocks
    readonly seenAt: TwoClocks
  }[]
}

interface Parts {
  readonly view: ProfileView
  readonly reply: FormReply | undefined
}

/** One's own profile (USER-12): about you, password, where you are signed in. */
export function ProfilePage({ view, reply }: Parts) {
  return (
    <>
      <PageHeader path={[{ label: 'Your profile' }]} title="Your profile" lead={view.email} />
      <Flash key={view.flash}>{view.flash}</Flash>
      <ErrorSummary items={errorItems(reply, ['name', 'timeZone', 'locale', 'password', 'newPassword'])} />
      <div className="profile">
        <div className="profile-column">
          <AboutYou view={view} reply={reply} />
          <Email view={view} />
        </div>
        <div className="profile-column">
          <Password view={view} reply={reply} />
          <SecondStep factors={view.factors} />
        </div>
        <Sessions sessions={view.sessions} />
      </div>
    </>
  )
}

/** Of the forms of this page only the one that was sent gets its answer back. */
const replyTo = (reply: FormReply | undefined, intent: string) =>
  reply?.values['intent']?.[0] === intent ? reply : undefined

function AboutYou({ view, reply: any }: Parts) {
  const reply = replyTo(any, 'profile')
  return (
    <section className="card stack" aria-labelledby="about-you">
      <h2 id="about-you">About you</h2>
      <Form method="post" action="?index" className="stack" noValidate>
        <FormToken />
        <input type="hidden" name="intent" value="profile" />
        <TextField
          name="name"
          label="Name"
          hint="As you sign. Your organizations list you by the name that they gave you."
          autoComplete="name"
          maxLength={120}
          {...fieldState(reply, 'name', view.name)}
        />
        <SelectField
          name="timeZone"
          label="Time zone"
          hint="Times are shown in UTC and in this zone, and so they stand in your mails."
          options={view.zones}
          {...fieldState(reply, 'timeZone', view.timeZone)}
        />
        <SelectField
          name="locale"
          label="Dates and numbers as in"
          options={view.locales}
          {...fieldState(reply, 'locale', view.locale)}
        />
        <div className="form-actions">
          <SubmitButton busy="Saving">Save Changes</SubmitButton>
        </div>
      </Form>
    </section>
  )
}

function Email({ view: { email, waitingEmail } }: { view: ProfileView }) {
  return (
    <section className="card stack" aria-labelledby="own-email">
      <h2 id="own-email">E-mail</h2>
      <p className="own-email">{email}</p>
      {waitingEmail !== null && (
        <p className="soft small">Waiting for {waitingEmail} to be confirmed by its mail.</p>
      )}
      <p>
        <ButtonLink to="/profile/email">Change your e-mail</ButtonLink>
      </p>
    </section>
  )
}

function SecondStep({ factors: { on, app, passkeys, codesLeft } }: Pick<ProfileView, 'factors'>) {
  const ways = [
    ...(app ? ['an authenticator app'] : []),
    ...(passkeys === 1 ? ['a passkey'] : passkeys > 1 ? [`${passkeys} passkeys`] : []),
  ]
  return (
    <section className="card stack" aria-labelledby="second-step">
      <header className="factor-head">
        <h2 id="second-step">Second step at sign-in</h2>
        {on ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
      </header>
      {on ? (
        <p>
          Besides your password: {ways.join(' and ')}. {codesLeft} recovery{' '}
          {codesLeft === 1 ? 'code' : 'codes'} left.
        </p>
      ) : (
        <p>With an app or a passkey, whoever learns your password still does not get in.</p>
      )}
      <p>
        <ButtonLink to="/profile/second-step">{on ? 'Look after it' : 'Set it up'}</ButtonLink>
      </p>
    </section>
  )
}

function Password({ view, reply: any }: Parts) {
  const reply = replyTo(any, 'password')
  const { shortest, longest } = view.password
  if (view.factors.on && !view.factors.proven) return <PasswordAfterProof />
  return (
    <section className="card stack" aria-labelledby="own-password">
      <h2 id="own-password">Password</h2>
      <Form method="post" action="?index" className="stack" noValidate>
        <FormToken />
        <input type="hidden" name="intent" value="password" />
        {/* Password managers file the password under it. */}
        <input type="email" name="username" autoComplete="username" value={view.email} readOnly hidden />
        <TextField
          name="password"
          type="password"
          label="Your password now"
          autoComplete="current-password"
          {...fieldState(reply, 'password')}
        />
        <TextField
          name="newPassword"
          type="password"
          label="New password"
          hint={`At least ${shortest} characters. Every other browser is signed out.`}
          autoComplete="new-password"
          minLength={shortest}
          maxLength={longest}
          {...fieldState(reply, 'newPassword')}
        />
        <div className="form-actions">
          <SubmitButton kind="secondary" busy="Setting it">
            Set password
          </SubmitButton>
        </div>
      </Form>
    </section>
  )
}

/** Whoever has a second factor shows it first: what they typed here would be gone by then. */
function PasswordAfterProof() {
  return (
    <section className="card stack" aria-labelledby="own-password">
      <h2 id="own-password">Password</h2>
      <p>A new one takes your second step as well.</p>
      <p>
        <ButtonLink to="/confirm-identity?to=%2Fprofile">Set a new password</ButtonLink>
      </p>
    </section>
  )
}

function Sessions({ sessions }: Pick<ProfileView, 'sessions'>) {
  return (
    <section className="card stack" aria-labelledby="own-sessions">
      <h2 id="own-sessions">Where you are signed in</h2>
      <ul role="list" className="own-sessions">
        {sessions.map(({ sessionId, browser, current, startedAt, seenAt }) => (
          <li key={sessionId}>
            <div>
              <strong>{browser}</strong>
              <p className="soft small">
                Used <DateText when={seenAt} />
              </p>
              <p className="soft small">
                Signed in <DateText when={startedAt} />
              </p>
            </div>
            {current ? (
              <Badge tone="good">This browser</Badge>
            ) : (
              <Form method="post" action="?index">
                <FormToken />
                <input type="hidden" name="intent" value="end" />
                <input type="hidden" name="sessionId" value={sessionId} />
                <Button aria-label={`End: ${browser}, used ${seenAt.utc}`}>End</Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Form method="post" action="?index">
          <FormToken />
          <input type="hidden" name="intent" value="end-others" />
          <Button kind="quiet">End all others</Button>
        </Form>
      )}
    </section>
  )
}
