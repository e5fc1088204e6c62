import type { Decision, Role, UserType } from '@seatkeeper/rules'
import type { QueryContext, UseCaseContext } from '../context.ts'
import type { AddUserRefusal } from './add-user.ts'
import type { SeatSummary } from './seat-summary.ts'

export interface UserEdit {
  readonly memberId: string
  readonly name: string
  readonly type: UserType
  readonly seasonIds: readonly string[]
  readonly permissionSetId: string | null
  readonly role: Role
}

export type EditUserRefusal = Exclude<AddUserRefusal, 'invalid-email' | 'duplicate-email'> | 'member-removed'

/** What saving this would do to seats; nothing is written (USER-03). */
export async function previewEdit(
  _context: QueryContext,
  _input: UserEdit,
): Promise<Decision<{ readonly summary: SeatSummary }, EditUserRefusal>> {
  throw new Error('not built yet')
}

/**
 * Saves an edit. When it takes or frees seats, `confirmed` must be the digest of the summary that the person saw;
 * missing or different, nothing is written and `confirm` carries the summary as it stands now.
 */
export async function editUser(
  _context: UseCaseContext,
  _input: UserEdit & { readonly confirmed?: string },
): Promise<
  | Decision<{ readonly summary: SeatSummary }, EditUserRefusal>
  | { readonly kind: 'confirm'; readonly summary: SeatSummary }
> {
  throw new Error('not built yet')
}
