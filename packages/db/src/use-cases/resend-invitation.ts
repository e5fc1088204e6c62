import type { Decision, Instant } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import type { EditUserRefusal } from './edit-user.ts'

/**
 * A fresh link; the earlier one stops working. An expired invitation needs its seat again, and may find it taken.
 * Refuses `link-used` when the person has signed up already.
 */
export async function resendInvitation(
  _context: UseCaseContext,
  _input: { readonly memberId: string },
): Promise<Decision<{ readonly expiresAt: Instant }, EditUserRefusal | 'link-used'>> {
  throw new Error('not built yet')
}
