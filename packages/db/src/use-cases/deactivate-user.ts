import type { UseCaseContext } from '../context.ts'
import type { ChangeRefusal } from './change-member.ts'
import { type Left, leave } from './leave.ts'

/** Frees the seats, ends access; the member stays on the list, with history (USER-04). Twice is no fault. */
export async function deactivateUser(
  context: UseCaseContext,
  { memberId }: { readonly memberId: string },
): Promise<Left | ChangeRefusal> {
  return leave<never>(context, 'deactivate-user', memberId, 'deactivated', 'user.deactivated')
}
