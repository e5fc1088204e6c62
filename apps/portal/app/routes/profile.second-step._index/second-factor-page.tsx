import { Form } from '@remix-run/react'
import type { TwoClocks } from '@seatkeeper/wording'
import { Badge } from '~/components/badge.tsx'
import { Button } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { TextField } from '~/components/field.tsx'
import { Notice } from '~/components/notice.tsx'
import { Flash } from '~/components/flash.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { PasskeyButton } from '~/components/passkey-button.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { RecoveryCodes } from '~/pages/recovery-codes.tsx'

interface SecondFactorView {
  readonly flash: string | null
  readonly product: string
  readonly app: { readonly since: TwoClocks } | null
  readonly passkeys: readonly {
    readonly passkeyId: string
    readonly name: string
    readonly madeAt: TwoClocks
    readonly lastUsedAt: TwoClocks | null
  }[]
  readonly full: boolean
  readonly codesLeft: number
  /** A password alone does not sign them in. */
  readonly needed: boolean
  /** The organizations that ask for one while there is none: nothing else opens. */
  readonly missing: readonly string[]
  /** Those that ask for one, whether or not there is one. */
  readonly askedBy: readonly string[]
}

const address = '/profile/second-step?index'

/** USER-12: the ways in besides the password, and the way back when they are lost. */
export function SecondFactorPage({
  view,
  made,
  reply,
}: {
  view: SecondFactorView
  /** Recovery codes, shown this once, and where to go on to. */
  made: { readonly codes: readonly string[]; readonly afterwards: string } | undefined
  reply: FormReply | undefined
}) {
  return (
    <>
      <PageHeader
        path={[
          { label: 'Your profile', ...(view.missing.length === 0 && { to: '/profile' }) },
          { label: 'Second step at sign-in' },
        ]}
        title="Second step at sign-in"
        lead={
          view.needed
            ? 'Your password alone does not sign you in: it takes one of these besides.'
            : 'Add an app or a passkey, and your password alone no longer signs anybody in.'
        }
      />
      <Flash key={view.flash}>{made ? null : view.flash}</Flash>
      {view.missing.length > 0 && (
        <div className="page-notice">
          <Notice tone="warn">
            <p>
              {inWords(view.missing)} {view.missing.length === 1 ? 'requires' : 'require'} a second step at
              sign-in of everybody who manages it. Set up an app or a passkey here: until then nothing else
              opens.
            </p>
          </Notice>
        </div>
      )}
      <ErrorSummary items={errorItems(reply, ['name'])} />
      {made && <RecoveryCodes codes={made.codes} product={view.product} to={made.afterwards} />}
      <div className="profile factors">
        <div className="profile-column">
          <App view={view} />
          {view.needed && <Codes left={view.codesLeft} />}
        </div>
        <Passkeys view={view} reply={reply} />
      </div>
    </>
  )
}

function App({ view }: { view: SecondFactorView }) {
  const { app } = view
  return (
    <section className="card stack" aria-labelledby="authenticator-app">
      <header className="factor-head">
        <h2 id="authenticator-app">Authenticator app</h2>
        {app ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
      </header>
      <p>An app on your phone shows six digits that are new every half minute. It needs no network.</p>
      {app && (
        <p className="soft small factor-when">
          Set up <DateText when={app.since} />
        </p>
      )}
      {app && <AskedFor view={view} />}
      <Form method="post" action={address}>
        <FormToken />
        <input type="hidden" name="intent" value={app ? 'remove-app' : 'begin-app'} />
        <Button>{app ? 'Remove the app' : 'Set up an app'}</Button>
      </Form>
    </section>
  )
}

function Passkeys({ view, reply }: { view: SecondFactorView; reply: FormReply | undefined }) {
  const { passkeys, full } = view
  return (
    <section className="card stack" aria-labelledby="passkeys">
      <header className="factor-head">
        <h2 id="passkeys">Passkeys</h2>
        {passkeys.length > 0 ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
      </header>
      <p>
        Your device, password manager or security key signs for you. A passkey that knows its owner, by a
        finger, face or PIN, signs you in without a password.
      </p>
      {passkeys.length > 0 && (
        <ul role="list" className="own-sessions">
          {passkeys.map(({ passkeyId, name, madeAt, lastUsedAt }) => (
            <li key={passkeyId}>
              <div>
                <strong>{name}</strong>
                <p className="soft small">
                  Added <DateText when={madeAt} />
                </p>
                <p className="soft small">
                  {lastUsedAt ? (
                    <>
                      Used <DateText when={lastUsedAt} />
                    </>
                  ) : (
                    'Not used yet'
                  )}
                </p>
              </div>
              <Form method="post" action={address}>
                <FormToken />
                <input type="hidden" name="intent" value="remove-passkey" />
                <input type="hidden" name="passkeyId" value={passkeyId} />
                <Button aria-label={`Remove ${name}`}>Remove</Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      {passkeys.length > 0 && <AskedFor view={view} />}
      {full ? (
        <p className="soft">You have as many as there can be. Remove one to add another.</p>
      ) : (
        <PasskeyButton
          key={passkeys.length}
          purpose="register"
          action={address}
          label="Add a passkey"
          hidden={{ intent: 'add-passkey' }}
        >
          <TextField
            name="name"
            label="Name"
            hint="To know it again, such as ‘Laptop’ or ‘Security key’."
            maxLength={60}
            autoComplete="off"
            {...fieldState(reply, 'name')}
          />
        </PasskeyButton>
      )}
    </section>
  )
}

/** USER-07: the last one can be removed, but not gone without. */
function AskedFor({ view: { app, passkeys, askedBy } }: { view: SecondFactorView }) {
  if (askedBy.length === 0 || passkeys.length + (app ? 1 : 0) > 1) return null
  return (
    <p className="soft small">
      {inWords(askedBy)} {askedBy.length === 1 ? 'requires' : 'require'} a second step of you: remove this
      one, and nothing else opens until you have set up another.
    </p>
  )
}

const inWords = (names: readonly string[]): string => new Intl.ListFormat('en').format(names)

function Codes({ left }: { left: number }) {
  return (
    <section className="card stack" aria-labelledby="codes">
      <header className="factor-head">
        <h2 id="codes">Recovery codes</h2>
        <Badge tone={left > 2 ? 'good' : 'warn'}>{left} left</Badge>
      </header>
      <p>
        For when your phone or passkey is lost: each takes the place of the second step once. New ones make
        those before worthless.
      </p>
      <Form method="post" action={address}>
        <FormToken />
        <input type="hidden" name="intent" value="new-codes" />
        <Button>Make new codes</Button>
      </Form>
    </section>
  )
}
