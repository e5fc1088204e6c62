import type { AccessDecision, Instant, MemberStatus, Role, Season, UserType } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'

export type UsersSort = 'name' | 'email' | 'last-sign-in'

export interface UsersPageParams {
  /** Parts of name or e-mail; several words must all be found; case and accents do not matter. */
  readonly search?: string
  readonly type?: UserType
  readonly status?: MemberStatus
  readonly seasonId?: string
  /** Default `name`; prefix `-` turns it round. */
  readonly sort?: UsersSort | `-${UsersSort}`
  /** From `next` or `previous` of another page; a senseless one is treated as absent. */
  readonly cursor?: string
  /** Default 50, at most 200. */
  readonly size?: number
}

export interface UserRow {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly type: UserType
  readonly role: Role
  /** Not closed ones first, then by first day. */
  readonly seasons: readonly (Season & { readonly phase: 'upcoming' | 'open' | 'closed' })[]
  readonly permissionSet: { readonly id: string; readonly name: string } | null
  readonly status: MemberStatus
  /** D-14: seasonal, and no open or coming season left. */
  readonly noSeason: boolean
  readonly access: AccessDecision
  readonly lastSignInAt: Instant | null
  readonly bounced: boolean
}

export interface UsersPage {
  readonly rows: readonly UserRow[]
  /** Matching members, counted up to 1,000; `more` says that there are more. */
  readonly matches: { readonly count: number; readonly more: boolean }
  readonly next: string | null
  readonly previous: string | null
}

/** USER-01. A constant number of statements at any size. Removed members are listed only when asked for by status. */
export async function usersPage(_context: QueryContext, _params: UsersPageParams): Promise<UsersPage> {
  throw new Error('not built yet')
}
