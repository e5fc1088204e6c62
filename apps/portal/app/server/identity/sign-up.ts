import type { AppLoadContext } from '@remix-run/node'
import { acceptInvitation, findInvitation, type InvitationRefusal, type OpenInvitation } from '@seatkeeper/db'
import { type Decision, type RefusalOf, refused } from '@seatkeeper/rules'
import type { z } from 'zod'
import type { signUpForm } from './identity-forms.ts'
import { rememberBrowser } from './known-browser.ts'
import { countAttempt, forgiveAttempt } from './limits.ts'
import { preferredLocale } from './locale.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import { passwordFault } from './password-rule.ts'
import { enter, type SignInAnswer } from './sign-in.ts'
import { identityContext } from './visitor.ts'

/** What stands behind a sign-up link. Looking changes nothing: mail scanners open links too. */
export function invitationBehind(
  context: AppLoadContext,
  token: string,
): Promise<Decision<{ readonly invitation: OpenInvitation }, InvitationRefusal>> {
  return findInvitation({ ...identityContext(context), secret: context.services.appSecret }, token)
}

export type SignUpAnswer =
  | SignInAnswer
  | RefusalOf<InvitationRefusal>
  /** The password will not do, and why. */
  | { readonly kind: 'weak'; readonly sentence: string }
  /** Meanwhile this e-mail has become known (or was never): the form that they saw is not theirs. */
  | { readonly kind: 'other-form' }

/** ACC-02, ACC-06: uses up the link and signs the person in. */
export async function signUp(
  request: Request,
  context: AppLoadContext,
  token: string,
  input: z.output<typeof signUpForm>,
): Promise<SignUpAnswer> {
  const found = await invitationBehind(context, token)
  if (refused(found)) return found
  const { invitation } = found
  const known = invitation.existingPerson

  if (known !== null) {
    if (input.as !== 'known') return { kind: 'other-form' }
    if (!(await countAttempt(request, context, invitation.email)).allowed) {
      return { kind: 'refuse', reason: 'too-many-requests' }
    }
    if (!(await isPassword(input.password, known.passwordHash))) return { kind: 'wrong' }
    await forgiveAttempt(request, context, invitation.email, { remember: false, counted: true })
    return accept({ kind: 'proven', personId: known.id }, known.passwordHash)
  }

  if (input.as !== 'new') return { kind: 'other-form' }
  const personal = [input.name, invitation.email, invitation.organization.name, context.services.productName]
  const sentence = await passwordFault(input.password, personal)
  if (sentence !== null) return { kind: 'weak', sentence }
  const passwordHash = await hashPassword(input.password)
  const locale = preferredLocale(request)
  return accept(
    { kind: 'new', name: input.name, passwordHash, timeZone: input.timeZone, locale },
    passwordHash,
  )

  async function accept(
    person: Parameters<typeof acceptInvitation>[1]['person'],
    passwordHash: string,
  ): Promise<SignUpAnswer> {
    const identity = { ...identityContext(context), secret: context.services.appSecret }
    const accepted = await acceptInvitation(identity, { token, person })
    if (refused(accepted)) return accepted
    const entered = await enter(request, context, { personId: accepted.personId, passwordHash })
    if (entered.kind !== 'second-step') rememberBrowser(context, invitation.email)
    return entered
  }
}
