import type { Decision, Instant, Role, UserType } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { addAll } from './add-all.ts'

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
  | 'account-locked'
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
  | 'contract-ended'
  | 'busy'

export interface AddedUser {
  readonly memberId: string
  /** The e-mail had been removed before: the same member is back, with its history (D-31). */
  readonly returned: boolean
  readonly warnings: readonly 'overlapping-seasons'[]
  /** When the invitation lets go of the seat; null: it does not, they have signed up before. */
  readonly lapsesAt: Instant | null
}

export type AddUserDecision = Decision<AddedUser, AddUserRefusal>

/**
 * USER-02, SEAT-07, SEAT-09: adds one user with the seats of their type and, in the same statement, the invitation, its
 * mail in the outbox, audit and idempotency record. Needs `users.manage`, or for a seasonal user
 * without rights of their own `seasons.assign`.
 *
 * Refused: no right; the account's standing locks; an e-mail that is senseless or in use here; a season that is full,
 * closed or unknown; no free seat of the type; a contract that is over; a role that the actor may not give (`not-permitted`); an unknown permission
 * set (`not-found`). `busy` only when seats stay locked by others for twelve seconds. Throws
 * `IdempotencyConflict` when the key came with other input before.
 */
export async function addUser(context: UseCaseContext, input: NewUser): Promise<AddUserDecision> {
  const decision = await addAll(context, [input])
  if (decision.kind === 'grant') return { kind: 'grant', ...decision.users[0]! }
  return decision.rows[0]!.refusal
}
