import { setTimeout as sleep } from 'node:timers/promises'
import type { AppLoadContext } from '@remix-run/node'
import {
  askForPasswordReset,
  findPasswordReset,
  type ResetRefusal,
  type ResetRow,
  resetPassword,
} from '@seatkeeper/db'
import { type Decision, type RefusalOf, refused } from '@seatkeeper/rules'
import { countReset, countResetWish, forgetMistypings } from './limits.ts'
import { hashPassword } from './password-hash.ts'
import { passwordFault } from './password-rule.ts'
import { identityContext } from './visitor.ts'

/** Writing takes longer than finding nobody: both answers come after this. */
const leastMs = 250

/** Has the same answer, in the same time, whether or not anybody has this e-mail. */
export async function wishForNewPassword(
  context: AppLoadContext,
  email: string,
): Promise<{ readonly kind: 'grant' } | RefusalOf<'too-many-requests'>> {
  if (!(await countResetWish(context, email))) return { kind: 'refuse', reason: 'too-many-requests' }
  await Promise.all([askForPasswordReset(identityContext(context), email), sleep(leastMs)])
  return { kind: 'grant' }
}

/** What stands behind the link. Looking changes nothing: mail scanners open links, too. */
export function resetBehindLink(
  context: AppLoadContext,
  token: string,
): Promise<Decision<{ readonly reset: ResetRow }, ResetRefusal>> {
  return findPasswordReset({ ...identityContext(context), secret: context.services.appSecret }, token)
}

export type NewPasswordAnswer =
  | { readonly kind: 'grant' }
  | RefusalOf<ResetRefusal | 'too-many-requests'>
  /** The password will not do, and why. */
  | { readonly kind: 'weak'; readonly sentence: string }

/**
 * Sets the password and ends every session of the person. It begins none: whoever has come by the mail still has to sign in,
 * and access at this instant is decided there.
 */
export async function setNewPassword(
  context: AppLoadContext,
  token: string,
  password: string,
): Promise<NewPasswordAnswer> {
  // Each try may cost a hash: they are counted by where they come from.
  if (!(await countReset(context))) return { kind: 'refuse', reason: 'too-many-requests' }
  const found = await resetBehindLink(context, token)
  if (refused(found)) return found
  const { name, email } = found.reset
  const sentence = await passwordFault(password, [name, email, context.services.productName])
  if (sentence !== null) return { kind: 'weak', sentence }
  const passwordHash = await hashPassword(password)
  const secret = context.services.appSecret
  const set = await resetPassword({ ...identityContext(context), secret }, { token, passwordHash })
  if (refused(set)) return set
  await forgetMistypings(context, set.email)
  return { kind: 'grant' }
}
