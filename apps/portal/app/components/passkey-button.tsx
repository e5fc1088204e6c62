import { Form, useSubmit } from '@remix-run/react'
import { type ReactNode, useRef, useState, useSyncExternalStore } from 'react'
import { FormToken } from '~/forms/form-token.tsx'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

const neverChanges = () => () => {}
const knowsPasskeys = () => 'PublicKeyCredential' in window
const unknownToServer = () => false

type Asking = 'idle' | 'asking' | 'failed'
type PasskeyPurpose = 'sign-in' | 'second-step' | 'prove' | 'prove-with-password' | 'register'

interface PasskeyButtonProps {
  readonly purpose: PasskeyPurpose
  readonly action?: string
  readonly label: string
  /** What goes along in the form. */
  readonly hidden?: Readonly<Record<string, string>>
  readonly kind?: 'primary' | 'secondary'
  /** A field that stands before the button. */
  readonly children?: ReactNode
}

/**
 * Has the browser make a passkey or sign with one, and sends what it gives as a form like any other. Browsers offer passkeys to scripts
 * only: without one there is a sentence in the button's place.
 */
export function PasskeyButton(props: PasskeyButtonProps) {
  const { purpose, action, label, hidden = {}, kind = 'secondary', children } = props
  const form = useRef<HTMLFormElement>(null)
  const able = useSyncExternalStore(neverChanges, knowsPasskeys, unknownToServer)
  const [state, setState] = useState<Asking>('idle')
  const submit = useSubmit()

  async function ask() {
    setState('asking')
    const answer = await answerOf(purpose).catch(() => null)
    setState(answer === null ? 'failed' : 'idle')
    if (answer === null || form.current === null) return
    const data = new FormData(form.current)
    data.set('passkey', JSON.stringify(answer))
    submit(data, { method: 'post', ...(action !== undefined && { action }) })
  }

  return (
    <>
      <Form
        method="post"
        {...(action !== undefined && { action })}
        ref={form}
        className="stack passkey-form"
        hidden={!able}
        onSubmit={(event) => {
          event.preventDefault()
          void ask()
        }}
      >
        <FormToken />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
        <Button kind={kind} aria-busy={state === 'asking' || undefined}>
          <Face of={state} label={label} />
        </Button>
        <Outcome of={state} />
      </Form>
      <noscript>
        <p className="soft small">Passkeys need JavaScript, which is off in this browser.</p>
      </noscript>
    </>
  )
}

/**
 * The same for a form that has fields of its own, a password among them: it is sent with what the passkey gives. Without a script it is not
 * there, and the form's own button is.
 */
export function PasskeyWithForm({
  purpose,
  label,
}: {
  readonly purpose: PasskeyPurpose
  readonly label: string
}) {
  const able = useSyncExternalStore(neverChanges, knowsPasskeys, unknownToServer)
  const [state, setState] = useState<Asking>('idle')
  const submit = useSubmit()

  async function ask(form: HTMLFormElement) {
    const empty = form.querySelector<HTMLInputElement>('input[type=password]:invalid')
    if (empty && !empty.reportValidity()) return
    setState('asking')
    const answer = await answerOf(purpose).catch(() => null)
    setState(answer === null ? 'failed' : 'idle')
    if (answer === null) return
    const data = new FormData(form)
    data.set('passkey', JSON.stringify(answer))
    submit(data, { method: 'post' })
  }

  if (!able) return null
  return (
    <>
      <Button
        type="button"
        kind="secondary"
        aria-busy={state === 'asking' || undefined}
        onClick={({ currentTarget: { form } }) => {
          if (form) void ask(form)
        }}
      >
        <Face of={state} label={label} />
      </Button>
      <Outcome of={state} />
    </>
  )
}

function Face({ of: state, label }: { readonly of: Asking; readonly label: string }) {
  return (
    <>
      <Icon name="key" />
      {state === 'asking' ? 'Waiting for your passkey…' : label}
    </>
  )
}

function Outcome({ of: state }: { readonly of: Asking }) {
  return (
    <output>
      {state === 'failed' && (
        <span className="field-error">
          <Icon name="alert" />
          <span>Nothing came of it. Try once more, or use another way.</span>
        </span>
      )}
    </output>
  )
}

/** The library comes only to those who press the button. */
async function answerOf(purpose: PasskeyPurpose): Promise<unknown> {
  const [asked, { startAuthentication, startRegistration }] = await Promise.all([
    fetch(`/passkey-options?for=${purpose}`, { headers: { Accept: 'application/json' } }),
    import('@simplewebauthn/browser'),
  ])
  if (!asked.ok) throw new Error(`${asked.status}`)
  const optionsJSON = await asked.json()
  return purpose === 'register' ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON })
}
