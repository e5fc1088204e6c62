import type { AppLoadContext } from '@remix-run/node'
import { hasFactor, noteProvenAgain, ownFactors, proveAgainByFactor } from '@seatkeeper/db'
import type { RefusalOf } from '@seatkeeper/rules'
import { countFactor, forgiveFactor } from './limits.ts'
import { proveAgain } from './own-password.ts'
import { factorFault, type FactorFault, proofOf, type ShownFactor } from './second-step.ts'
import { identityContext, secretContext, type Visit } from './visitor.ts'

/** For how long after a proof no other is asked for, on the wall clock. */
const provenForMs = 15 * 60 * 1000
const formGraceMs = 10 * 60 * 1000

/** Has somebody who is signed in shown lately who they are? Whoever finds an open browser has not. */
export function isProven({ session }: Visit, { services }: AppLoadContext, forMs = provenForMs): boolean {
  return session.provenAt !== null && session.provenAt + forMs > services.clock.wallNow()
}

/** A form is sent some time after its page was opened: what was typed is not thrown away for that. */
export const isProvenForForm = (visit: Visit, context: AppLoadContext): boolean =>
  isProven(visit, context, provenForMs + formGraceMs)

export type ProvenAgain =
  | { readonly kind: 'grant' }
  | RefusalOf<'too-many-requests'>
  | { readonly kind: 'wrong-password' }
  | ({ readonly kind: 'wrong' } & FactorFault)

/**
 * By a passkey that makes sure of its person; or by the password, and where there is a second factor, that as well: a passkey then need
 * not know its person, as at the sign-in.
 */
export async function proveItAgain(
  request: Request,
  context: AppLoadContext,
  visit: Visit,
  given: ShownFactor & { readonly password?: string | undefined },
): Promise<ProvenAgain> {
  const { person, sessionId } = visit.session
  const of = { personId: person.id, email: person.email }
  const needsFactor = hasFactor(await ownFactors(identityContext(context), person.id))
  const byPasskeyAlone = given.passkey !== undefined && given.password === undefined
  if (!byPasskeyAlone) {
    const password = await proveAgain(request, context, visit, given.password ?? '')
    if (password.kind === 'refuse') return password
    if (password.kind === 'wrong') return { kind: 'wrong-password' }
    if (!needsFactor) {
      await noteProvenAgain(identityContext(context), { personId: person.id, sessionId })
      return { kind: 'grant' }
    }
  }
  if (!(await countFactor(request, context, of))) return { kind: 'refuse', reason: 'too-many-requests' }
  const purpose = byPasskeyAlone ? 'prove' : 'prove-with-password'
  const proof = await proofOf(context, given, { purpose, personId: person.id })
  const verdict =
    proof === null
      ? 'wrong'
      : await proveAgainByFactor(secretContext(context), { personId: person.id, sessionId, proof })
  if (verdict !== 'grant') return { kind: 'wrong', ...factorFault(given, verdict) }
  await forgiveFactor(request, context, of)
  return { kind: 'grant' }
}
