import { type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import {
  beginAuthenticator,
  ownFactors,
  removeAuthenticator,
  removePasskey,
  renewRecoveryCodes,
} from '@seatkeeper/db'
import { formatInstant } from '@seatkeeper/wording'
import { secondFactorForm } from '~/server/identity/factor-forms.ts'
import { fullOfPasskeys, keepPasskey } from '~/server/identity/passkeys.ts'
import { identityContext, letsIn, secretContext } from '~/server/identity/visitor.ts'
import { provenAction, provenPage } from '~/server/routes/proven.ts'
import { SecondFactorPage } from './second-factor-page.tsx'

export const meta: MetaFunction = () => [{ title: 'Second step at sign-in' }]

const done = {
  app: 'Your authenticator app is set up.',
  'app-removed': 'Your authenticator app is removed.',
  passkey: 'Your passkey is added.',
  'passkey-removed': 'That passkey is removed.',
} as const

/** On the way to a second factor that one is asked for, too (USER-07). */
const settingUp = { settingUpFactor: true } as const

/** USER-12: what one has besides a password: an authenticator app, passkeys, recovery codes. */
export const loader = provenPage(async ({ context, visit, viewer, url }) => {
  const { person } = visit.session
  const { appSince, passkeys, recoveryCodesLeft } = await ownFactors(identityContext(context), person.id)
  const said = url.searchParams.get('done') ?? ''
  return {
    flash: Object.hasOwn(done, said) ? done[said as keyof typeof done] : null,
    product: context.services.productName,
    app: appSince === null ? null : { since: formatInstant(appSince, viewer) },
    passkeys: passkeys.map(({ passkeyId, name, madeAt, lastUsedAt }) => ({
      passkeyId,
      name,
      madeAt: formatInstant(madeAt, viewer),
      lastUsedAt: lastUsedAt === null ? null : formatInstant(lastUsedAt, viewer),
    })),
    full: fullOfPasskeys(passkeys.length),
    codesLeft: recoveryCodesLeft,
    needed: appSince !== null || passkeys.length > 0,
    missing: visit.factorAskedBy,
    // Whom it would keep out if they took their last one away.
    askedBy: visit.session.memberships
      .filter((one) => one.mustHaveFactor && letsIn(one))
      .map(({ organization }) => organization.name),
  }
}, settingUp)

export const action = provenAction(
  { form: secondFactorForm, ...settingUp },
  async ({ context, visit, input, reply }) => {
    const { sessionId, person } = visit.session
    const personId = person.id
    const afterwards = visit.factorAskedBy.length > 0 ? '/' : '/profile/second-step'
    const to = (what: keyof typeof done) => redirect(`/profile/second-step?done=${what}`, 303)
    switch (input.intent) {
      case 'begin-app':
        await beginAuthenticator(secretContext(context), personId)
        return redirect('/profile/second-step/app', 303)
      case 'remove-app':
        await removeAuthenticator(identityContext(context), personId)
        return to('app-removed')
      case 'remove-passkey':
        await removePasskey(identityContext(context), { personId, passkeyId: input.passkeyId })
        return to('passkey-removed')
      case 'new-codes': {
        const codes = await renewRecoveryCodes(identityContext(context), personId)
        return codes === null ? to('app-removed') : { codes, afterwards }
      }
      case 'add-passkey': {
        const added = await keepPasskey(context, {
          personId,
          answer: input.passkey,
          name: input.name,
          keptSessionId: sessionId,
        })
        if (added.kind === 'not-new') {
          return reply({ '': 'That passkey could not be added: it may be here already. Try once more.' })
        }
        return added.recoveryCodes === null ? to('passkey') : { codes: added.recoveryCodes, afterwards }
      }
    }
  },
)

export default function SecondFactorRoute() {
  const view = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const made = answer && 'codes' in answer ? answer : undefined
  const reply = answer && 'reply' in answer ? answer.reply : undefined
  return <SecondFactorPage view={view} made={made} reply={reply} />
}
