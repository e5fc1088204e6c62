import type { AppLoadContext } from '@remix-run/node'
import { chooseOrganization, endSession, type NewSession, type SignedIn } from '@seatkeeper/db'
import { addMilliseconds } from '@seatkeeper/rules'
import { sessionCookie, writeCookie } from './cookies.ts'
import { shutDoor, type ShutDoor } from './lock-view.ts'
import { absoluteMs, idleMs, newToken, tokenHash } from './session-token.ts'
import { identityContext, letsIn, visitorOf } from './visitor.ts'

/** What comes of a sign-in whose proofs are complete. */
export type Opened =
  | { readonly kind: 'grant' }
  /** Who they are is proven, but nothing is open to them now: no session begins (ACC-01, ACC-06). */
  | { readonly kind: 'shut-out'; readonly shutOut: ShutDoor }

/** Whoever signs in anew is no longer who was signed in here before. */
export async function leave(request: Request, context: AppLoadContext): Promise<void> {
  const before = await visitorOf(request, context)
  if (before.kind === 'signed-in') await endSession(identityContext(context), before.visit.session.sessionId)
}

/** A session as it begins here, and the token that only this browser learns. */
export function newSession(
  request: Request,
  context: AppLoadContext,
): { readonly token: string; readonly session: Omit<NewSession, 'personId' | 'provenBy'> } {
  const { wallNow } = identityContext(context)
  const token = newToken()
  return {
    token,
    session: {
      tokenHash: tokenHash(token),
      endsAt: addMilliseconds(wallNow, absoluteMs),
      idleEndsAt: addMilliseconds(wallNow, idleMs),
      userAgent: (request.headers.get('User-Agent') ?? '').slice(0, 300),
    },
  }
}

/** Lets them in by a session that has begun, if anything is open to them. */
export async function openWith(
  context: AppLoadContext,
  token: string,
  session: SignedIn,
  organizationId?: string,
): Promise<Opened> {
  const identity = identityContext(context)
  if (!session.memberships.some(letsIn)) {
    // Nobody has learned the token: this session was never used, only asked what it would open.
    await endSession(identity, session.sessionId)
    return { kind: 'shut-out', shutOut: shutDoor(session, identity.now) }
  }
  if (organizationId !== undefined) {
    const { sessionId, person } = session
    await chooseOrganization(identity, { sessionId, personId: person.id, organizationId })
  }
  context.setCookie(writeCookie(sessionCookie, token, absoluteMs / 1000))
  return { kind: 'grant' }
}
