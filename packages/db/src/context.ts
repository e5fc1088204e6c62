import type { Instant, Role } from '@seatkeeper/rules'
import type { Em } from './orm.ts'

/** The door through which somebody came; written into every audit entry (USER-10). */
export type Channel = 'portal' | 'slack' | 'api' | 'console' | 'command' | 'job'

/** Which rows are in reach: the organization for people, the account for seats, contracts and money (OPS-05). */
export interface Tenant {
  readonly organizationId: string
  readonly accountId: string
}

/** Who does it. `role` is what the session knew; use cases read it anew and trust only that. */
export type Actor =
  | (Tenant & {
      readonly kind: 'member'
      readonly memberId: string
      readonly personId: string
      readonly role: Role
      readonly channel: Channel
    })
  | (Tenant & {
      readonly kind: 'staff'
      readonly staffId: string
      readonly staffRole: 'support' | 'billing' | 'admin'
      readonly channel: Channel
    })
  | (Tenant & { readonly kind: 'job'; readonly job: string; readonly channel: 'job' | 'command' })

/** What every query is given. `em` comes from `database.tenant()`; `now` is the business clock. */
export interface QueryContext {
  readonly em: Em
  readonly actor: Actor
  readonly now: Instant
}

/**
 * What every use case is given. `idempotencyKey` is made when the form is rendered: the same key with the same
 * input gives the first result again; with other input it throws `IdempotencyConflict` (409).
 */
export interface UseCaseContext extends QueryContext {
  readonly idempotencyKey?: string
}

/** What sign-in, sign-up and sessions are given. `em` comes from `database.identity()`. */
export interface IdentityContext {
  readonly em: Em
  /** Business clock: invitations, windows. */
  readonly now: Instant
  /** Wall clock: sessions, limits. */
  readonly wallNow: Instant
}
