import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import {
  endOwnSessions,
  hasFactor,
  ownFactors,
  ownSessions,
  saveOwnProfile,
  waitingEmailChange,
} from '@seatkeeper/db'
import { formatInstant, refusalSentence } from '@seatkeeper/wording'
import { localeChoices, profileForm } from '~/profile/profile-forms.ts'
import { browserName } from '~/server/identity/browser-name.ts'
import { setOwnPassword } from '~/server/identity/own-password.ts'
import { isProven } from '~/server/identity/prove-again.ts'
import { longestPassword, shortestPassword } from '~/server/identity/password-rule.ts'
import { zoneChoices } from '~/server/identity/time-zones.ts'
import { identityContext } from '~/server/identity/visitor.ts'
import { requireFactor } from '~/server/routes/proven.ts'
import { signedInAction, signedInPage } from '~/server/routes/signed-in.ts'
import { ProfilePage } from './profile-page.tsx'

export const meta: MetaFunction = () => [{ title: 'Your profile' }]

const done = {
  profile: 'Your profile is saved.',
  password: 'Your new password is set, and every other browser is signed out.',
  ended: 'That browser is signed out.',
  others: 'Every other browser is signed out.',
} as const

/** USER-12: what one says of oneself, how one proves who one is, and where one is signed in. */
export const loader = signedInPage(async ({ context, visit, viewer, url }) => {
  const { person, sessionId } = visit.session
  const identity = identityContext(context)
  const [sessions, factors, waiting] = await Promise.all([
    ownSessions(identity, person.id),
    ownFactors(identity, person.id),
    waitingEmailChange(identity, person.id),
  ])
  const { name, email, timeZone, locale } = person
  const said = url.searchParams.get('done') ?? ''
  return {
    flash: Object.hasOwn(done, said) ? done[said as keyof typeof done] : null,
    name,
    email,
    waitingEmail: waiting?.email ?? null,
    factors: {
      on: hasFactor(factors),
      proven: isProven(visit, context),
      app: factors.appSince !== null,
      passkeys: factors.passkeys.length,
      codesLeft: factors.recoveryCodesLeft,
    },
    timeZone,
    locale,
    zones: zoneChoices,
    locales: localeChoices.some(({ value }) => value === locale)
      ? localeChoices
      : [...localeChoices, { value: locale, label: locale }],
    password: { shortest: shortestPassword, longest: longestPassword },
    sessions: sessions.map((session) => ({
      sessionId: session.sessionId,
      browser: browserName(session.userAgent),
      current: session.sessionId === sessionId,
      startedAt: formatInstant(session.startedAt, viewer),
      seenAt: formatInstant(session.seenAt, viewer),
    })),
  }
})

export const action = signedInAction({ form: profileForm }, async (page) => {
  const { request, context, visit, input, reply } = page
  const { person, sessionId } = visit.session
  const identity = identityContext(context)
  const to = (what: keyof typeof done) => redirect(`/profile?done=${what}`, 303)
  switch (input.intent) {
    case 'profile':
      await saveOwnProfile(identity, person.id, input)
      return to('profile')
    case 'password': {
      await requireFactor(page)
      const answer = await setOwnPassword(request, context, visit, input)
      switch (answer.kind) {
        case 'grant':
          return to('password')
        case 'weak':
          return reply({ newPassword: answer.sentence })
        case 'wrong':
          return reply({ password: 'That is not your password. Try again.' })
        case 'refuse':
          return reply({ password: refusalSentence(answer) }, 429)
      }
    }
    // Every case above returns.
    // oxlint-disable-next-line no-fallthrough
    case 'end':
      await endOwnSessions(identity, {
        personId: person.id,
        sessionId: input.sessionId,
        except: sessionId,
      })
      return to('ended')
    case 'end-others':
      await endOwnSessions(identity, { personId: person.id, sessionId: 'all-others', except: sessionId })
      return to('others')
  }
})

export default function ProfileRoute() {
  const view = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <ProfilePage view={view} reply={answer?.reply} />
}
