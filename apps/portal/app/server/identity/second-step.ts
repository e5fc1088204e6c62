import type { AppLoadContext } from '@remix-run/node'
import {
  beginSignInStep,
  type FactorProof,
  findSignInStep,
  finishSignInStep,
  ownFactors,
  type SignInStep,
  STEP_LASTS_MS,
} from '@seatkeeper/db'
import type { RefusalOf } from '@seatkeeper/rules'
import { dropCookie, readCookie, stepCookie, writeCookie } from './cookies.ts'
import { countFactor, forgiveAttempt, forgiveFactor } from './limits.ts'
import { newSession, type Opened, openWith } from './open-session.ts'
import type { ProvingPurpose } from './passkey-challenge.ts'
import { passkeyProof } from './passkeys.ts'
import { isToken, newToken, tokenHash } from './session-token.ts'
import { identityContext, secretContext } from './visitor.ts'

/** What somebody can show for their second step; what they cannot, they are not asked for. */
export interface SecondStepView {
  readonly email: string
  readonly app: boolean
  readonly passkeys: boolean
}

/** What a form for it brings: one of the three. */
export interface ShownFactor {
  readonly code?: string | undefined
  readonly recovery?: string | undefined
  readonly passkey?: string | undefined
}

/** The password was right: whoever holds the cookie may take the second step, and nothing else. */
export async function askForSecondStep(
  context: AppLoadContext,
  { personId, passwordHash }: { readonly personId: string; readonly passwordHash: string },
  organizationId?: string,
): Promise<void> {
  const token = newToken()
  await beginSignInStep(identityContext(context), {
    personId,
    passwordHash,
    tokenHash: tokenHash(token),
    ...(organizationId !== undefined && { organizationId }),
  })
  context.setCookie(writeCookie(stepCookie, token, STEP_LASTS_MS / 1000))
}

/** Who stands before the second step; null: nobody. */
export async function stepOf(request: Request, context: AppLoadContext): Promise<SignInStep | null> {
  const token = readCookie(request, stepCookie)
  if (token === null || !isToken(token)) return null
  return findSignInStep(identityContext(context), tokenHash(token))
}

export async function secondStepView(
  context: AppLoadContext,
  { personId, email }: Pick<SignInStep, 'personId' | 'email'>,
): Promise<SecondStepView> {
  const { appSince, passkeys } = await ownFactors(identityContext(context), personId)
  return { email, app: appSince !== null, passkeys: passkeys.length > 0 }
}

export type FactorFault = {
  /** The field at which it is said; none: at the form. */
  readonly field: '' | 'code' | 'recovery'
  readonly sentence: string
}

export type SecondStepAnswer =
  | Opened
  | RefusalOf<'too-many-requests'>
  | ({ readonly kind: 'wrong' } & FactorFault)
  /** They took too long, or their password was replaced: they begin anew. */
  | { readonly kind: 'gone' }

/** USER-12: looks at the second factor and begins the session. */
export async function takeSecondStep(
  request: Request,
  context: AppLoadContext,
  shown: ShownFactor,
): Promise<SecondStepAnswer> {
  const token = readCookie(request, stepCookie)
  const step = await stepOf(request, context)
  if (token === null || step === null) return { kind: 'gone' }
  const { email, personId } = step
  if (!(await countFactor(request, context, { email, personId }))) {
    return { kind: 'refuse', reason: 'too-many-requests' }
  }
  const proof = await proofOf(context, shown, { purpose: 'second-step', personId })
  if (proof === null) return { kind: 'wrong', ...factorFault(shown, 'wrong') }
  const { token: sessionToken, session } = newSession(request, context)
  const answer = await finishSignInStep(secretContext(context), {
    tokenHash: tokenHash(token),
    proof,
    session,
  })
  if (answer.kind === 'gone') return answer
  if (answer.kind !== 'grant') return { kind: 'wrong', ...factorFault(shown, answer.kind) }
  await Promise.all([
    forgiveFactor(request, context, { email, personId }),
    forgiveAttempt(request, context, email, { remember: true, counted: false }),
  ])
  context.setCookie(dropCookie(stepCookie))
  return openWith(context, sessionToken, answer.session, answer.organizationId ?? undefined)
}

/** What was shown, as the data layer takes it; null: it cannot be right. */
export async function proofOf(
  context: AppLoadContext,
  { code, recovery, passkey }: ShownFactor,
  of: { readonly purpose: 'second-step' | ProvingPurpose; readonly personId: string },
): Promise<FactorProof | null> {
  if (passkey !== undefined) return passkeyProof(context, passkey, of)
  if (recovery !== undefined) return { kind: 'recovery', code: recovery }
  return code === undefined ? null : { kind: 'app', code }
}

/** What to say of a factor that did not do. */
export function factorFault(
  { passkey, recovery, code }: ShownFactor,
  why: 'wrong' | 'replayed',
): FactorFault {
  if (passkey !== undefined) {
    return { field: '', sentence: 'That passkey did not do. Try once more, or use another way.' }
  }
  if (recovery !== undefined) {
    return { field: 'recovery', sentence: 'That is none of your recovery codes, or it has been used.' }
  }
  if (code === undefined) return { field: 'code', sentence: 'Enter the code that your app shows.' }
  const sentence =
    why === 'replayed'
      ? 'That code has been used. Wait for the next one.'
      : 'That is not the code. Enter the one that your app shows now.'
  return { field: 'code', sentence }
}
