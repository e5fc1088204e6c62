import { holdSeats, releaseHold, type SeatSummary, type UseCaseContext } from '@seatkeeper/db'
import type { UserType } from '@seatkeeper/rules'
import { formatInstant, inOneLine, type Viewer } from '@seatkeeper/wording'

/**
 * SEAT-11: while somebody reviews what an edit takes, nobody else takes it. Gives the sentence that says so; none when nothing is
 * taken, or somebody was quicker: then saving says what it says without a hold.
 */
export async function holdForReview(
  context: UseCaseContext,
  { takes }: SeatSummary,
  type: UserType,
  viewer: Viewer,
): Promise<readonly string[]> {
  const { idempotencyKey: holdId } = context
  if (takes.length === 0 || holdId === undefined) return []
  const seasonIds = takes.flatMap(({ season }) => season?.id ?? [])
  const held = await holdSeats(context, { holdId, type, seasonIds, people: 1 })
  if (held.kind === 'refuse') return []
  const until = inOneLine(formatInstant(held.heldUntil, viewer))
  return [`${takes.length === 1 ? 'The seat is' : 'The seats are'} held for you until ${until}.`]
}

/** Back to the form: others may have the seats. */
export async function endReview(context: UseCaseContext): Promise<void> {
  const { idempotencyKey: holdId } = context
  if (holdId !== undefined) await releaseHold(context, { holdId })
}
