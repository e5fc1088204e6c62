import type { AppLoadContext } from '@remix-run/node'
import { changeOwnPassword, ownPasswordHash } from '@seatkeeper/db'
import type { RefusalOf } from '@seatkeeper/rules'
import { countAttempt, forgiveAttempt } from './limits.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import { passwordFault } from './password-rule.ts'
import { identityContext, type Visit } from './visitor.ts'

export type Proof =
  | { readonly kind: 'grant'; readonly passwordHash: string }
  | { readonly kind: 'wrong' }
  | RefusalOf<'too-many-requests'>

/** Somebody who is signed in proves once more that it is them. Guesses count as they do at the sign-in. */
export async function proveAgain(
  request: Request,
  context: AppLoadContext,
  { session: { person } }: Visit,
  password: string,
): Promise<Proof> {
  if (!(await countAttempt(request, context, person.email)).allowed) {
    return { kind: 'refuse', reason: 'too-many-requests' }
  }
  const stored = await ownPasswordHash(identityContext(context), person.id)
  if (stored === null || !(await isPassword(password, stored))) return { kind: 'wrong' }
  await forgiveAttempt(request, context, person.email)
  return { kind: 'grant', passwordHash: stored }
}

export type NewOwnPassword =
  | Exclude<Proof, { kind: 'grant' }>
  | { readonly kind: 'grant' }
  | { readonly kind: 'weak'; readonly sentence: string }

/** USER-12: sets a new password and ends every other session of the person. */
export async function setOwnPassword(
  request: Request,
  context: AppLoadContext,
  visit: Visit,
  given: { readonly password: string; readonly newPassword: string },
): Promise<NewOwnPassword> {
  const proof = await proveAgain(request, context, visit, given.password)
  if (proof.kind !== 'grant') return proof
  const { person, sessionId } = visit.session
  const personal = [person.name, person.email, context.services.productName]
  const sentence = await passwordFault(given.newPassword, personal)
  if (sentence !== null) return { kind: 'weak', sentence }
  const set = await changeOwnPassword(identityContext(context), {
    personId: person.id,
    from: proof.passwordHash,
    to: await hashPassword(given.newPassword),
    keptSessionId: sessionId,
  })
  return set ? { kind: 'grant' } : { kind: 'wrong' }
}
