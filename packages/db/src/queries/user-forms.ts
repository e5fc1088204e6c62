import type {
  AccessDecision,
  Instant,
  MemberStatus,
  OfferedSeason,
  OfferedType,
  Role,
  UserType,
} from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'

export interface UserFormFacts {
  readonly organization: {
    readonly id: string
    readonly name: string
    readonly kind: 'production' | 'sandbox'
  }
  readonly types: readonly OfferedType[]
  readonly seasons: readonly OfferedSeason[]
  readonly permissionSets: readonly { readonly id: string; readonly name: string }[]
  /** The roles that the actor may give (USER-07). */
  readonly roles: readonly Role[]
}

export interface MemberToEdit {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly type: UserType
  readonly role: Role
  readonly permissionSetId: string | null
  /** Seasons in which the member holds a seat, closed ones included. */
  readonly seasonIds: readonly string[]
  readonly status: MemberStatus
  readonly access: AccessDecision
  readonly noSeason: boolean
  readonly invitation: {
    readonly sentAt: Instant
    readonly expiresAt: Instant
    readonly bounced: boolean
  } | null
  readonly lastSignInAt: Instant | null
  /** May the actor change this member at all (USER-07: nobody but the owner touches the owner)? */
  readonly manageable: boolean
}

/** SEAT-03, SEAT-04, D-37: all that Add User shows. */
export async function addUserForm(_context: QueryContext): Promise<UserFormFacts> {
  throw new Error('not built yet')
}

/** The same for Edit user, with the seasons already held choosable; null when there is no such member here. */
export async function editUserForm(
  _context: QueryContext,
  _memberId: string,
): Promise<{ readonly member: MemberToEdit; readonly form: UserFormFacts } | null> {
  throw new Error('not built yet')
}
