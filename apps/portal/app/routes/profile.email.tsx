import { type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { askForEmailChange, dropEmailChange, waitingEmailChange } from '@seatkeeper/db'
import { formatInstant, refusalSentence } from '@seatkeeper/wording'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { TextField } from '~/components/field.tsx'
import { Flash } from '~/components/flash.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, fieldState } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { emailChangeForm } from '~/server/identity/factor-forms.ts'
import { countEmailWish } from '~/server/identity/limits.ts'
import { identityContext } from '~/server/identity/visitor.ts'
import { provenAction, provenPage } from '~/server/routes/proven.ts'

export const meta: MetaFunction = () => [{ title: 'Change your e-mail' }]

const done = {
  asked: 'A link is on its way to the new address. Your address changes when you follow it.',
  dropped: 'Your address stays as it is.',
} as const

/** USER-12: another address to sign in with, which counts once its mail was read. */
export const loader = provenPage(async ({ context, visit, viewer, url }) => {
  const { person } = visit.session
  const waiting = await waitingEmailChange(identityContext(context), person.id)
  const said = url.searchParams.get('done') ?? ''
  return {
    flash: Object.hasOwn(done, said) ? done[said as keyof typeof done] : null,
    email: person.email,
    waiting: waiting && { email: waiting.email, until: formatInstant(waiting.expiresAt, viewer) },
  }
})

export const action = provenAction(
  { form: emailChangeForm, late: true },
  async ({ context, visit, input, reply }) => {
    const { person, sessionId } = visit.session
    if (input.intent === 'drop') {
      await dropEmailChange(identityContext(context), person.id)
      return redirect('/profile/email?done=dropped', 303)
    }
    if (!(await countEmailWish(context, person.id))) {
      return reply({ email: refusalSentence({ kind: 'refuse', reason: 'too-many-requests' }) }, 429)
    }
    const wish = { personId: person.id, email: input.email, sessionId }
    const answer = await askForEmailChange(identityContext(context), wish)
    switch (answer.kind) {
      case 'grant':
        return redirect('/profile/email?done=asked', 303)
      case 'same':
        return reply({ email: 'That is your address already.' })
      case 'refuse':
        return reply({ email: refusalSentence(answer) })
    }
  },
)

export default function ChangeEmail() {
  const { flash, email, waiting } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply
  return (
    <>
      <PageHeader
        path={[{ label: 'Your profile', to: '/profile' }, { label: 'E-mail' }]}
        title="Change your e-mail"
        lead={`Now you sign in as ${email}.`}
      />
      <Flash key={flash}>{flash}</Flash>
      <div className="form-page">
        <div className="stack">
          {waiting && (
            <section className="card stack" aria-labelledby="waiting">
              <h2 id="waiting">Waiting for {waiting.email}</h2>
              <p>
                The link in the mail works until <DateText when={waiting.until} />
              </p>
              <Form method="post">
                <FormToken />
                <input type="hidden" name="intent" value="drop" />
                <Button>Keep {email}</Button>
              </Form>
            </section>
          )}
          <Form method="post" className="user-form" noValidate>
            <FormToken />
            <input type="hidden" name="intent" value="ask" />
            <ErrorSummary items={errorItems(reply, ['email'])} />
            <TextField
              name="email"
              type="email"
              label="New e-mail"
              autoComplete="email"
              maxLength={254}
              {...fieldState(reply, 'email')}
            />
            <div className="form-actions">
              <SubmitButton busy="Sending…">Send the link</SubmitButton>
              <ButtonLink to="/profile" kind="quiet">
                Back
              </ButtonLink>
            </div>
          </Form>
        </div>
        <aside className="form-aside card">
          <h2>What happens next</h2>
          <p>
            We send a link to the new address, which works once, for a day, and a notice to the old address,
            with a way to stop it.
          </p>
          <p className="soft small">
            All your organizations follow, and every other browser is signed out. Slack stays linked. Where
            invoices go, and the registered billing e-mail, stay as they are.
          </p>
        </aside>
      </div>
    </>
  )
}
