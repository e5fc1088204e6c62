import type { AppLoadContext } from '@remix-run/node'
import {
  type Credentials,
  findCredentials,
  ownPasswordHash,
  replacePasswordHash,
  signInByPasskey,
  startSession,
} from '@seatkeeper/db'
import type { RefusalOf } from '@seatkeeper/rules'
import { rememberBrowser } from './known-browser.ts'
import { countAttempt, countPasskey, forgiveAttempt, forgivePasskey } from './limits.ts'
import { leave, newSession, type Opened, openWith } from './open-session.ts'
import { signedAnswer } from './passkeys.ts'
import { hashPassword, isOutdated, isPassword } from './password-hash.ts'
import { askForSecondStep } from './second-step.ts'
import { identityContext, secretContext } from './visitor.ts'

export type SignInAnswer =
  | Opened
  /** The same for an e-mail that nobody has and for a wrong password. */
  | { readonly kind: 'wrong' }
  /** USER-12: the password is right, and they have a second factor to show. No session begins yet. */
  | { readonly kind: 'second-step'; readonly personId: string }
  | RefusalOf<'too-many-requests'>

/** Signs somebody in by password. */
export async function signIn(
  request: Request,
  context: AppLoadContext,
  given: {
    readonly email: string
    readonly password: string
    /** To work in from the start, if it is one of theirs. */
    readonly organizationId?: string
  },
): Promise<SignInAnswer> {
  if (!(await countAttempt(request, context, given.email)).allowed)
    return { kind: 'refuse', reason: 'too-many-requests' }
  const identity = identityContext(context)
  const known = await findCredentials(identity, given.email)
  const right = await isPassword(given.password, known?.passwordHash ?? null)
  if (!right || known === null) return { kind: 'wrong' }

  const credentials = await upToDate(context, known, given.password)
  const answer = await enter(request, context, credentials, given.organizationId)
  if (answer.kind === 'wrong') return answer
  await forgiveAttempt(request, context, given.email, {
    remember: answer.kind !== 'second-step',
    counted: true,
  })
  return answer
}

/**
 * A hash that was made with less than today's cost is replaced before anything begins: half a sign-in is bound to the hash that stands.
 * Two at once: whoever comes second goes by what the first has made of it.
 */
async function upToDate(context: AppLoadContext, known: Credentials, password: string): Promise<Credentials> {
  const { personId, passwordHash: from } = known
  if (!isOutdated(from)) return known
  const identity = identityContext(context)
  const to = await hashPassword(password)
  if (await replacePasswordHash(identity, { personId, from, to })) return { personId, passwordHash: to }
  const now = await ownPasswordHash(identity, personId)
  return now !== null && (await isPassword(password, now)) ? { personId, passwordHash: now } : known
}

/**
 * Begins a session for a person who has just given their password, under a new token: one that somebody planted or
 * learned before is worth nothing afterwards. `wrong`: their password was replaced while they gave it.
 */
export async function enter(
  request: Request,
  context: AppLoadContext,
  { personId, passwordHash }: Credentials,
  organizationId?: string,
): Promise<Exclude<SignInAnswer, { kind: 'refuse' }>> {
  await leave(request, context)
  const { token, session } = newSession(request, context)
  const provenBy = { kind: 'password', passwordHash } as const
  const started = await startSession(identityContext(context), { ...session, personId, provenBy })
  switch (started.kind) {
    case 'stale':
      return { kind: 'wrong' }
    case 'second-step':
      await askForSecondStep(context, { personId, passwordHash }, organizationId)
      return { kind: 'second-step', personId }
    case 'grant':
      return openWith(context, token, started.session, organizationId)
  }
}

export type PasskeySignIn = Opened | { readonly kind: 'wrong' } | RefusalOf<'too-many-requests'>

/** USER-12: signs somebody in by a passkey alone, which has made sure of its person. */
export async function signInWithPasskey(
  request: Request,
  context: AppLoadContext,
  answer: string,
): Promise<PasskeySignIn> {
  if (!(await countPasskey(context))) return { kind: 'refuse', reason: 'too-many-requests' }
  const signed = await signedAnswer(context, answer, 'sign-in')
  if (signed === null) return { kind: 'wrong' }
  await leave(request, context)
  const { token, session } = newSession(request, context)
  const { personId, proof } = signed
  const started = await signInByPasskey(secretContext(context), { personId, proof, session })
  if (started.kind !== 'grant') return { kind: 'wrong' }
  await forgivePasskey(context)
  rememberBrowser(context, started.session.person.email)
  return openWith(context, token, started.session)
}
