import { data, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import type { InvitationRefusal, OpenInvitation } from '@seatkeeper/db'
import { refused } from '@seatkeeper/rules'
import { formatDays, refusalSentence, userTypeName } from '@seatkeeper/wording'
import { SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { TextField } from '~/components/field.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { TimeZoneField } from '~/forms/time-zone-field.tsx'
import { DeadLink } from '~/pages/dead-link.tsx'
import { ShutDoor } from '~/pages/shut-door.tsx'
import { newIdempotencyKey } from '~/server/forms/idempotency-key.ts'
import { preferredLocale } from '~/server/identity/locale.ts'
import { signUpForm } from '~/server/identity/identity-forms.ts'
import { longestPassword, shortestPassword } from '~/server/identity/password-rule.ts'
import { invitationBehind, signUp } from '~/server/identity/sign-up.ts'
import { zoneChoices } from '~/server/identity/time-zones.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

export const meta: MetaFunction = () => [{ title: 'Sign up' }, { name: 'robots', content: 'noindex' }]

export const loader = publicPage(async ({ request, context, params }) => {
  const found = await invitationBehind(context, params.token ?? '')
  if (refused(found)) return deadLink(found.reason)
  return { invitation: invitationView(found.invitation, preferredLocale(request)) }
})

export const action = publicAction(
  { form: signUpForm },
  async ({ request, context, params, input, reply }) => {
    const answer = await signUp(request, context, params.token ?? '', input)
    switch (answer.kind) {
      case 'grant':
        return redirect('/', 303)
      case 'second-step':
        return redirect('/sign-in/second-step', 303)
      case 'shut-out':
        return data({ shutOut: answer.shutOut }, { status: 403 })
      case 'weak':
        return reply({ password: answer.sentence })
      case 'wrong':
        return reply({ password: 'That is not the password you use here. Try again.' })
      case 'other-form':
        return reply({ '': 'This page was out of date. Please open your link once more.' })
      case 'refuse':
        if (answer.reason === 'too-many-requests') return reply({ '': refusalSentence(answer) }, 429)
        return deadLink(answer.reason)
    }
  },
)

const deadLink = (dead: InvitationRefusal) =>
  data({ dead, idempotencyKey: newIdempotencyKey() }, { status: dead === 'not-found' ? 404 : 410 })

function invitationView(
  { email, name, type, organization, seasons, existingPerson }: OpenInvitation,
  locale: string,
) {
  return {
    email,
    name,
    organization: organization.name,
    type: userTypeName[type],
    seasons: seasons.map((season) => ({
      id: season.id,
      name: season.name,
      days: formatDays(season, locale),
    })),
    known: existingPerson !== null,
    password: { shortest: shortestPassword, longest: longestPassword },
    zones: existingPerson === null ? zoneChoices : [],
  }
}

type InvitationView = ReturnType<typeof invitationView>

export default function SignUp() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer && 'shutOut' in answer) {
    return <ShutDoor door={answer.shutOut} note="You are signed up: your password is set." />
  }
  const dead = answer && 'dead' in answer ? answer : 'dead' in page ? page : null
  if (dead) return <DeadLink reason={dead.dead} idempotencyKey={dead.idempotencyKey} />
  if ('dead' in page) return null
  return (
    <SignUpForm invitation={page.invitation} reply={answer && 'reply' in answer ? answer.reply : undefined} />
  )
}

function SignUpForm({ invitation, reply }: { invitation: InvitationView; reply: FormReply | undefined }) {
  const { organization, known, seasons } = invitation
  return (
    <div className="stack">
      <h1>Join {organization}</h1>
      <p>
        You are invited as a {invitation.type.toLowerCase()} user, as <strong>{invitation.email}</strong>.
      </p>
      {seasons.length > 0 && (
        <ul role="list" className="sign-up-seasons" aria-label="Your seasons">
          {seasons.map((season) => (
            <li key={season.id}>
              <strong>{season.name}</strong>
              <span>{season.days}, UTC</span>
            </li>
          ))}
        </ul>
      )}
      <ErrorSummary items={errorItems(reply, ['name', 'password', 'timeZone'])} />
      <Form method="post" className="stack" noValidate>
        <FormToken />
        <input type="hidden" name="as" value={known ? 'known' : 'new'} />
        {/* Password managers file the password under it. */}
        <input
          type="email"
          name="username"
          autoComplete="username"
          value={invitation.email}
          readOnly
          hidden
        />
        {known ? (
          <TextField
            name="password"
            type="password"
            label="Your password"
            hint={
              <>
                You have signed up here before: use the same password, or{' '}
                <Link to="/forgotten-password">set a new one</Link> first.
              </>
            }
            autoComplete="current-password"
            {...fieldState(reply, 'password')}
          />
        ) : (
          <NewPersonFields invitation={invitation} reply={reply} />
        )}
        <SubmitButton busy="Signing you up…">{known ? `Join ${organization}` : 'Sign up'}</SubmitButton>
      </Form>
    </div>
  )
}

function NewPersonFields({
  invitation,
  reply,
}: {
  invitation: InvitationView
  reply: FormReply | undefined
}) {
  const { shortest, longest } = invitation.password
  return (
    <>
      <TextField
        name="name"
        label="Your name"
        autoComplete="name"
        maxLength={120}
        {...fieldState(reply, 'name', invitation.name)}
      />
      <TextField
        name="password"
        type="password"
        label="Choose a password"
        hint={`At least ${shortest} characters. A few words in a row are easy to keep and hard to guess.`}
        autoComplete="new-password"
        minLength={shortest}
        maxLength={longest}
        {...fieldState(reply, 'password')}
      />
      <TimeZoneField zones={invitation.zones} {...fieldState(reply, 'timeZone')} />
    </>
  )
}
