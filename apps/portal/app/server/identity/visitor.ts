import type { IdentityContext, Membership, SignedIn } from '@seatkeeper/db'
import { endSession, findSession } from '@seatkeeper/db'
import { addMilliseconds, mayEnter } from '@seatkeeper/rules'
import type { AppLoadContext } from '@remix-run/node'
import { dropCookie, readCookie, sessionCookie } from './cookies.ts'
import { idleMs, isToken, tokenHash } from './session-token.ts'

/** Somebody with a live session, and the membership in which they work at present. */
export interface Visit {
  readonly session: SignedIn
  /** The membership chosen last, or the only one that lets in; null: they must choose. */
  readonly current: Membership | null
  /**
   * USER-07: the organizations that ask them for a second factor while they have none: until it is set up nothing else opens
   * (`routes/signed-in.ts`), whichever of their organizations they work in. A session is one person's, not one organization's.
   */
  readonly factorAskedBy: readonly string[]
}

/** Who is asking. */
export type Visitor =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'signed-in'; readonly visit: Visit }
  /** Their session has just been ended, because no membership lets them in any more (ACC-01). */
  | { readonly kind: 'shut-out'; readonly session: SignedIn }

const visitors = new WeakMap<AppLoadContext, Promise<Visitor>>()

/** Who is asking: looked up once a request, however many loaders want to know. */
export function visitorOf(request: Request, context: AppLoadContext): Promise<Visitor> {
  const known = visitors.get(context)
  if (known) return known
  const found = findVisitor(request, context)
  visitors.set(context, found)
  return found
}

/** What the identity functions of the data layer are given: a fresh entity manager and both clocks. */
export function identityContext({ services }: AppLoadContext): IdentityContext {
  return {
    em: services.database.identity(),
    now: services.clock.businessNow(),
    wallNow: services.clock.wallNow(),
  }
}

/** The same for what signs links or opens what is sealed. */
export function secretContext(context: AppLoadContext): IdentityContext & { readonly secret: string } {
  return { ...identityContext(context), secret: context.services.appSecret }
}

/** ACC-01: may somebody come in by way of this membership? */
export const letsIn = ({ access }: Membership): boolean => mayEnter(access)

async function findVisitor(request: Request, context: AppLoadContext): Promise<Visitor> {
  const token = readCookie(request, sessionCookie)
  if (token === null || !isToken(token)) return { kind: 'nobody' }
  const identity = identityContext(context)
  const session = await findSession(identity, {
    tokenHash: tokenHash(token),
    idleEndsAt: addMilliseconds(identity.wallNow, idleMs),
  })
  if (session === null) {
    context.setCookie(dropCookie(sessionCookie))
    return { kind: 'nobody' }
  }
  const open = session.memberships.filter(letsIn)
  if (open.length === 0) {
    await endSession(identity, session.sessionId)
    context.setCookie(dropCookie(sessionCookie))
    return { kind: 'shut-out', session }
  }
  const chosen = open.find(({ organization }) => organization.id === session.organizationId)
  const factorAskedBy = session.hasFactor
    ? []
    : open.filter(({ mustHaveFactor }) => mustHaveFactor).map(({ organization }) => organization.name)
  const current = chosen ?? (open.length === 1 ? open[0]! : null)
  return { kind: 'signed-in', visit: { session, current, factorAskedBy } }
}
