import type { AccessDecision, Instant, MemberStatus, Role, Season, UserType } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'

/** A person in one organization: what the guard, the organization switch and 'My access' need. */
export interface Membership {
  readonly memberId: string
  readonly organization: {
    readonly id: string
    readonly name: string
    readonly kind: 'production' | 'sandbox'
  }
  readonly account: { readonly id: string; readonly name: string }
  readonly type: UserType
  readonly role: Role
  readonly status: MemberStatus
  readonly access: AccessDecision
  /** Seasons in which the member holds a seat, ordered by first day. */
  readonly seasons: readonly (Season & { readonly phase: 'upcoming' | 'open' | 'closed' })[]
  readonly lastSignInAt: Instant | null
}

/** The organizations of a person by name; removed memberships are left out. One statement. */
export async function organizationsOf(
  _context: Omit<IdentityContext, 'wallNow'>,
  _personId: string,
): Promise<readonly Membership[]> {
  throw new Error('not built yet')
}
