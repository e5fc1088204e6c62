import type { Decision } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import type { SeatLine } from './seat-summary.ts'

/** Frees the seat, ends access; the member stays with its history (USER-04). */
export async function deactivateUser(
  _context: UseCaseContext,
  _input: { readonly memberId: string },
): Promise<
  Decision<{ readonly freed: readonly SeatLine[] }, 'not-permitted' | 'not-found' | 'member-removed'>
> {
  throw new Error('not built yet')
}
