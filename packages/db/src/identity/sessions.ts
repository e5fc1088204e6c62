import type { Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import type { Membership } from '../queries/memberships.ts'

export interface Person {
  readonly id: string
  readonly email: string
  readonly name: string
  /** IANA zone, e.g. `Europe/Vienna`. */
  readonly timeZone: string
  /** BCP 47, e.g. `en-GB`. */
  readonly locale: string
}

export interface SignedIn {
  readonly sessionId: string
  readonly person: Person
  readonly memberships: readonly Membership[]
  /** The organization chosen last in this session. */
  readonly organizationId: string | null
  readonly startedAt: Instant
}

export interface NewSession {
  readonly personId: string
  /** SHA-256 of the token, 32 bytes; the token itself never reaches the database. */
  readonly tokenHash: Uint8Array
  /** Absolute end on the wall clock. */
  readonly endsAt: Instant
  /** End unless used before, on the wall clock. */
  readonly idleEndsAt: Instant
  readonly userAgent?: string
}

/**
 * ACC-06: a completed sign-in. Starts the session and marks every membership whose access is allowed at `now` as
 * signed in (the first time makes the member active).
 */
export async function startSession(_context: IdentityContext, _session: NewSession): Promise<SignedIn> {
  throw new Error('not built yet')
}

/**
 * The session behind a token with its person and memberships, or null when it is unknown, ended or idle for too long.
 * `idleEndsAt` is the new idle end, written at most once a minute.
 */
export async function findSession(
  _context: IdentityContext,
  _token: { readonly tokenHash: Uint8Array; readonly idleEndsAt: Instant },
): Promise<SignedIn | null> {
  throw new Error('not built yet')
}

export async function chooseOrganization(
  _context: IdentityContext,
  _choice: { readonly sessionId: string; readonly personId: string; readonly organizationId: string },
): Promise<boolean> {
  throw new Error('not built yet')
}

/** Ends one session; ending an unknown one is no fault. */
export async function endSession(_context: IdentityContext, _sessionId: string): Promise<void> {
  throw new Error('not built yet')
}
