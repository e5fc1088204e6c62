import { authenticationOptions, fullOfPasskeys, registrationOptions } from '~/server/identity/passkeys.ts'
import { isProven } from '~/server/identity/prove-again.ts'
import { stepOf } from '~/server/identity/second-step.ts'
import { identityContext, visitorOf } from '~/server/identity/visitor.ts'
import { publicPage } from '~/server/routes/public.ts'
import { ownFactors } from '@seatkeeper/db'

const notNow = () => Response.json(null, { status: 403 })

/**
 * USER-12: what a page's script hands to the browser, so that a passkey is made or signs. Asking changes nothing. Each purpose looks
 * for itself who may ask: anybody signs in, the rest is for whoever is halfway or all the way in.
 */
export const loader = publicPage(async ({ request, url, context }) => {
  const options = await optionsFor(url.searchParams.get('for'), request, context)
  return options === null ? notNow() : Response.json(options, { headers: { 'Cache-Control': 'no-store' } })
})

async function optionsFor(
  purpose: string | null,
  request: Request,
  context: Parameters<typeof authenticationOptions>[0],
) {
  if (purpose === 'sign-in') return authenticationOptions(context, { purpose })
  if (purpose === 'second-step') {
    const step = await stepOf(request, context)
    return step && authenticationOptions(context, { purpose, personId: step.personId })
  }
  const visitor = await visitorOf(request, context)
  if (visitor.kind !== 'signed-in') return null
  const { person } = visitor.visit.session
  if (purpose === 'prove' || purpose === 'prove-with-password')
    return authenticationOptions(context, { purpose, personId: person.id })
  if (purpose !== 'register' || !isProven(visitor.visit, context)) return null
  const { passkeys } = await ownFactors(identityContext(context), person.id)
  return fullOfPasskeys(passkeys.length) ? null : registrationOptions(context, person)
}
