import type { Instant } from '@seatkeeper/rules'

/**
 * Something that falls due as the business clock goes on: notices, charges, deadlines. What is due is always asked of
 * the rules and what has been recorded, never of a flag that a job has to flip, so a worker that was down is late and
 * misses nothing (CAL-03, MAIL-04).
 */
export interface DueWork {
  /** As logs name it. */
  readonly name: string
  /** In real time a loop of its own does it, since it takes long; only a clock that stops at each instant waits for it. */
  readonly hasLoop?: true
  /** The first instant after `after` at which something falls due as things stand now; null: nothing is in sight. */
  nextAt(after: Instant): Promise<Instant | null>
  /** Does everything that is due at or before `upTo`. Safe to repeat, and safe beside another worker. */
  run(upTo: Instant): Promise<void>
}
