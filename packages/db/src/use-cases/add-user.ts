import type { Decision, Instant, Role, UserType } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'

export interface NewUser {
  readonly email: string
  readonly name: string
  readonly type: UserType
  /** Exactly for `seasonal`; otherwise empty. */
  readonly seasonIds: readonly string[]
  readonly permissionSetId: string | null
  /** Default `member`. */
  readonly role?: Role
}

export type AddUserRefusal =
  | 'not-permitted'
  | 'invalid-email'
  | 'duplicate-email'
  | 'season-required'
  | 'season-full'
  | 'season-closed'
  | 'wrong-type-for-season'
  | 'no-full-time-seat'
  | 'no-collaborator-seat'
  | 'no-staff-seat'
  | 'not-found'
  | 'too-many-requests'

export type AddUserDecision = Decision<
  {
    readonly memberId: string
    /** The e-mail had been removed before: the same member is back, with its history (D-31). */
    readonly returned: boolean
    readonly warnings: readonly 'overlapping-seasons'[]
    readonly lapsesAt: Instant | null
  },
  AddUserRefusal
>

export async function addUser(_context: UseCaseContext, _input: NewUser): Promise<AddUserDecision> {
  throw new Error('not built yet')
}
