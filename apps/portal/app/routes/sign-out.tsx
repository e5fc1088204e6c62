import { redirect } from '@remix-run/node'
import { endSession } from '@seatkeeper/db'
import { dropCookie, sessionCookie } from '~/server/identity/cookies.ts'
import { nothing } from '~/server/identity/identity-forms.ts'
import { identityContext, visitorOf } from '~/server/identity/visitor.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'

/** Signing out is a form, never a link: no page elsewhere can do it to somebody. */
export const loader = publicPage(async () => redirect('/'))

export const action = publicAction({ form: nothing }, async ({ request, context }) => {
  const visitor = await visitorOf(request, context)
  if (visitor.kind === 'signed-in')
    await endSession(identityContext(context), visitor.visit.session.sessionId)
  context.setCookie(dropCookie(sessionCookie))
  return redirect('/sign-in', 303)
})
