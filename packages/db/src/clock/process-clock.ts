import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { businessTime, type ClockState, clockState } from './clock-state.ts'

/**
 * The two nows of a process. Business: contracts, windows, invitations, dunning; in a demo it can be moved. Wall: sessions,
 * signatures, limits, retries.
 */
export interface ProcessClock {
  businessNow(): Instant
  wallNow(): Instant
  /**
   * Learns how the business clock stands. Awaited before each request, delivery or batch of work: whatever begins after
   * somebody has moved the clock, in whatever process, knows the new time (OPS-04). Costs nothing in production.
   */
  refresh(): Promise<void>
  /** As last learnt; null: this clock cannot be moved. */
  state(): ClockState | null
}

/** Why a process must not run against this database. */
export class ClockFault extends Error {
  override readonly name = 'ClockFault'
}

export interface ProcessClockOptions {
  readonly mode: 'demo' | 'test' | 'production'
  /** A fresh entity manager of a door that may read the clock: identity or worker. */
  readonly em: () => Em
  readonly wallNow?: () => Instant
}

const systemNow = () => Date.now() as Instant

/** Asks the database only in demo and test mode; in production both clocks are the system's. */
export function createProcessClock({ mode, em, wallNow = systemNow }: ProcessClockOptions): ProcessClock {
  let state: ClockState | null = null
  return {
    wallNow,
    businessNow: () => businessTime(state, wallNow()),
    state: () => state,
    async refresh() {
      if (mode === 'production') return
      const read = await clockState(em())
      // Answers may overtake each other: an older one never undoes a newer.
      if (read === null || state === null || read.changes >= state.changes) state = read
    },
  }
}

/** OPS-04: throws `ClockFault` where production would run on a database whose business clock can be moved. */
export async function requireUnmovableClock(em: Em): Promise<void> {
  if ((await clockState(em)) === null) return
  throw new ClockFault(
    'this database belongs to a demo, whose business clock can be moved: production needs a database of its own',
  )
}
