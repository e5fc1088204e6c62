import type { Decision } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import type { EditUserRefusal } from './edit-user.ts'
import type { SeatSummary } from './seat-summary.ts'

/** Brings a deactivated member back: needs a seat of their type; a seasonal one names the seasons (USER-04, D-14). */
export async function reactivateUser(
  _context: UseCaseContext,
  _input: { readonly memberId: string; readonly seasonIds: readonly string[] },
): Promise<Decision<{ readonly summary: SeatSummary }, EditUserRefusal>> {
  throw new Error('not built yet')
}
