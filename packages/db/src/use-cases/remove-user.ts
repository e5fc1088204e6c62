import type { Decision } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import type { SeatLine } from './seat-summary.ts'

/** Frees the seat and takes the member off the lists; history stays (USER-04, D-31). */
export async function removeUser(
  _context: UseCaseContext,
  _input: { readonly memberId: string },
): Promise<
  Decision<{ readonly freed: readonly SeatLine[] }, 'not-permitted' | 'not-found' | 'member-removed'>
> {
  throw new Error('not built yet')
}
