import type { Decision } from '../decision.ts'
import { type Instant, MS_PER_MINUTE } from '../time/instant.ts'
import { decideSeatChange, type SeatChange, type SeatOutcome, type SeatRefusalReason } from './change.ts'
import type { ClaimablePool, PoolFacts, SeatFacts } from './facts.ts'

/** SEAT-11 */
export const HOLD_MINUTES = 2

/**
 * SEAT-11: holds the seats that a change would take while somebody reviews it, until a stated instant. They count as
 * taken until then and come free by themselves. Refused exactly where the change itself would be; when it is submitted, it
 * names them as `holding` and they are sure.
 */
export function decideHold(
  facts: SeatFacts<PoolFacts | ClaimablePool>,
  change: Exclude<SeatChange, { readonly kind: 'edit' }>,
  now: Instant,
  minutes?: number,
): Decision<Held, Exclude<SeatRefusalReason, 'no-seat-while-away'>>
export function decideHold(
  facts: SeatFacts<PoolFacts | ClaimablePool>,
  change: SeatChange,
  now: Instant,
  minutes?: number,
): Decision<Held, SeatRefusalReason>
export function decideHold(
  facts: SeatFacts<PoolFacts | ClaimablePool>,
  change: SeatChange,
  now: Instant,
  minutes: number = HOLD_MINUTES,
): Decision<Held, SeatRefusalReason> {
  const decision = decideSeatChange(facts, change, now)
  if (decision.kind === 'refuse') return decision
  return { kind: 'grant', hold: decision.take, heldUntil: (now + minutes * MS_PER_MINUTE) as Instant }
}

interface Held {
  readonly hold: SeatOutcome['take']
  readonly heldUntil: Instant
}
