import type { UseCaseContext } from '../context.ts'
import type { ChangeRefusal } from './change-member.ts'
import { type Left, leave } from './leave.ts'

/** Frees the seats, takes the member off the list and any open invitation back; history stays (USER-04, D-31). */
export async function removeUser(
  context: UseCaseContext,
  { memberId }: { readonly memberId: string },
): Promise<Left | ChangeRefusal> {
  return leave<never>(context, 'remove-user', memberId, 'removed', 'user.removed')
}
