import type { AppLoadContext } from '@remix-run/node'
import {
  chooseOrganization,
  type Credentials,
  endSession,
  findCredentials,
  replacePasswordHash,
  startSession,
} from '@seatkeeper/db'
import { addMilliseconds, type RefusalOf } from '@seatkeeper/rules'
import { sessionCookie, writeCookie } from './cookies.ts'
import { countAttempt, forgiveAttempt } from './limits.ts'
import { shutDoor, type ShutDoor } from './lock-view.ts'
import { hashPassword, isOutdated, isPassword } from './password-hash.ts'
import { absoluteMs, idleMs, newToken, tokenHash } from './session-token.ts'
import { identityContext, letsIn, visitorOf } from './visitor.ts'

export type SignInAnswer =
  | { readonly kind: 'grant' }
  /** The same for an e-mail that nobody has and for a wrong password. */
  | { readonly kind: 'wrong' }
  /** Who they are is proven, but nothing is open to them now: no session begins (ACC-01, ACC-06). */
  | { readonly kind: 'shut-out'; readonly shutOut: ShutDoor }
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

  const answer = await enter(request, context, known, given.organizationId)
  if (answer.kind === 'wrong') return answer
  await forgiveAttempt(request, context, given.email)
  if (isOutdated(known.passwordHash)) {
    const to = await hashPassword(given.password)
    await replacePasswordHash(identity, { personId: known.personId, from: known.passwordHash, to })
  }
  return answer
}

/**
 * Begins a session for a person who has just proven who they are, under a new token: one that somebody planted or
 * learned before is worth nothing afterwards. `wrong`: their password was replaced while they gave it.
 */
export async function enter(
  request: Request,
  context: AppLoadContext,
  { personId, passwordHash }: Credentials,
  organizationId?: string,
): Promise<Extract<SignInAnswer, { kind: 'grant' | 'wrong' | 'shut-out' }>> {
  const identity = identityContext(context)
  const before = await visitorOf(request, context)
  if (before.kind === 'signed-in') await endSession(identity, before.visit.session.sessionId)

  const token = newToken()
  const session = await startSession(identity, {
    personId,
    provenHash: passwordHash,
    tokenHash: tokenHash(token),
    endsAt: addMilliseconds(identity.wallNow, absoluteMs),
    idleEndsAt: addMilliseconds(identity.wallNow, idleMs),
    userAgent: (request.headers.get('User-Agent') ?? '').slice(0, 300),
  })
  if (session === null) return { kind: 'wrong' }
  if (!session.memberships.some(letsIn)) {
    // Nobody has learned the token: this session was never used, only asked what it would open.
    await endSession(identity, session.sessionId)
    return { kind: 'shut-out', shutOut: shutDoor(session, identity.now) }
  }
  if (organizationId !== undefined) {
    await chooseOrganization(identity, { sessionId: session.sessionId, personId, organizationId })
  }
  context.setCookie(writeCookie(sessionCookie, token, absoluteMs / 1000))
  return { kind: 'grant' }
}
