import type { MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { createApiKey } from '@seatkeeper/db'
import { type Instant, mayGrantScope, MS_PER_DAY } from '@seatkeeper/rules'
import { scopeText } from '@seatkeeper/wording'
import { useEffect, useRef } from 'react'
import { z } from 'zod'
import { Copyable } from '~/api-keys/copyable.tsx'
import { OFFERED_SCOPES, scopeOpens } from '~/api-keys/offered-scopes.ts'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { Choice, Choices } from '~/components/choice.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { SelectField, TextField } from '~/components/field.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { chosenValues, errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { line } from '~/server/forms/text.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Make a key' }]

const lifetimes = [
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'never', label: 'Until it is revoked' },
]

export const loader = adminPage({ can: 'settings.manage' }, async ({ membership }) => ({
  organization: membership.organization.name,
  idempotencyKey: newIdempotencyKey(),
  scopes: OFFERED_SCOPES.filter((scope) => mayGrantScope(membership.role, scope)).map((scope) => ({
    scope,
    text: scopeText[scope],
    opens: scopeOpens[scope],
  })),
}))

const form = z.object({
  name: line('a name', 80),
  scopes: z
    .array(z.enum(OFFERED_SCOPES, { error: 'Choose one of those shown.' }))
    .max(20, 'Choose fewer.')
    .default([])
    .refine((scopes) => scopes.length > 0, 'Choose what the key may do.'),
  lifetime: z.enum(['90', '365', 'never'], { error: 'Choose how long the key lasts.' }),
})

/** The key itself is in this one answer and nowhere else: it is shown, not redirected to. */
export const action = adminAction(
  { can: 'settings.manage', form, refusals: { 'not-permitted': 'scopes' } },
  async ({ query, context, input, idempotencyKey }) => {
    const { clock, appSecret } = context.services
    const wallNow = clock.wallNow()
    const { name, scopes, lifetime } = input
    const expiresAt = lifetime === 'never' ? null : ((wallNow + Number(lifetime) * MS_PER_DAY) as Instant)
    const answer = await createApiKey(
      { ...query, wallNow, secret: appSecret, ...(idempotencyKey && { idempotencyKey }) },
      { name, scopes, expiresAt },
    )
    return answer.kind === 'grant' ? { made: { name, token: answer.token } } : answer
  },
)

const path = [{ label: 'Settings' }, { label: 'API keys', to: '/settings/api-keys' }, { label: 'Make a key' }]

export default function NewApiKey() {
  const answer = useActionData<typeof action>()
  return (
    <>
      <PageHeader path={path} title="Make a key" />
      <div className="api-keys-page">
        {answer && 'made' in answer ? <MadeKey {...answer.made} /> : <KeyForm reply={answer?.reply} />}
      </div>
    </>
  )
}

function MadeKey({ name, token }: { readonly name: string; readonly token: string }) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <section className="card stack" aria-labelledby="made" ref={box} tabIndex={-1} autoFocus>
      <h2 id="made">{name} is ready</h2>
      <Copyable label="the key" text={token} />
      <Notice tone="warn">
        <p>
          Copy it now: it is shown this once, and only its fingerprint is kept. Put it where your product
          keeps its secrets, never into a web page or a repository.
        </p>
      </Notice>
      <p>
        <ButtonLink to="/settings/api-keys" kind="primary">
          I have copied it
        </ButtonLink>
      </p>
    </section>
  )
}

function KeyForm({ reply }: { readonly reply: FormReply | undefined }) {
  const { organization, idempotencyKey, scopes } = useLoaderData<typeof loader>()
  const chosen = chosenValues(reply, 'scopes')
  return (
    <Form method="post" className="stack" noValidate>
      <FormToken />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <ErrorSummary items={errorItems(reply, ['name', 'scopes', 'lifetime'])} />
      <TextField
        label="Name"
        hint={`Which system uses it, such as ‘Helpdesk, production’. It speaks for ${organization} alone.`}
        maxLength={80}
        autoComplete="off"
        {...fieldState(reply, 'name')}
        name="name"
      />
      <Choices
        name="scopes"
        legend="What it may do"
        hint="Give each key no more than its system needs."
        errors={reply?.errors['scopes']}
      >
        {scopes.map(({ scope, text, opens }) => (
          <Choice
            key={scope}
            kind="checkbox"
            name="scopes"
            value={scope}
            label={text}
            chosen={chosen.includes(scope)}
          >
            {opens.map((address) => (
              <code key={address} className="scope-opens">
                {address}
              </code>
            ))}
          </Choice>
        ))}
      </Choices>
      <SelectField
        label="It lasts"
        hint="A key that runs out limits the harm if it leaks. Make the next one before then."
        options={lifetimes}
        {...fieldState(reply, 'lifetime', '365')}
        name="lifetime"
      />
      <div className="panel-actions">
        <SubmitButton busy="Making the key">Make the key</SubmitButton>
        <ButtonLink to="/settings/api-keys" kind="quiet">
          Cancel
        </ButtonLink>
      </div>
    </Form>
  )
}
