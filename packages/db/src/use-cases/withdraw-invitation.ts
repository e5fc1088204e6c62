import type { Decision } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import type { SeatLine } from './seat-summary.ts'

/** Takes back an invitation that was not accepted: the link dies, the seat is free, the member is removed (SEAT-09). */
export async function withdrawInvitation(
  _context: UseCaseContext,
  _input: { readonly memberId: string },
): Promise<
  Decision<
    { readonly freed: readonly SeatLine[] },
    'not-permitted' | 'not-found' | 'member-removed' | 'link-used'
  >
> {
  throw new Error('not built yet')
}
