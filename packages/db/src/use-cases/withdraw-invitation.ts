import { type RefusalOf, signedUpAtOf } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import type { ChangeRefusal } from './change-member.ts'
import { type Left, leave } from './leave.ts'

/**
 * Takes back an invitation that was not accepted: the link dies, the seat is free, the member is removed (SEAT-09).
 * Refused with `link-used` once they have signed up.
 */
export async function withdrawInvitation(
  context: UseCaseContext,
  { memberId }: { readonly memberId: string },
): Promise<Left | ChangeRefusal | RefusalOf<'link-used'>> {
  return leave(context, 'withdraw-invitation', memberId, 'removed', 'user.invitation-withdrawn', ({ row }) =>
    signedUpAtOf(row) === null ? null : { kind: 'refuse', reason: 'link-used' },
  )
}
