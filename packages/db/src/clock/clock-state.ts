import { addMilliseconds, type Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'

/** The movable business clock of a demo, as its one row holds it (OPS-04). */
export interface ClockState {
  /** While it runs, it is that far ahead of the wall clock. */
  readonly aheadMs: number
  /** Present while it is being moved: then it stands still, at one due instant after the other. */
  readonly move: {
    readonly standsAt: Instant
    /** Null: the next instant at which something falls due; the worker finds out which that is. */
    readonly target: Instant | null
  } | null
  /** Grows with every change: tells the newer of two readings. */
  readonly changes: number
}

export interface ClockRow {
  readonly aheadMs: number
  readonly standsAt: Instant | null
  readonly targetAt: Instant | null
  readonly changes: number
}

export const CLOCK_COLUMNS = /* sql */ `
ahead_ms as "aheadMs", stands_at as "standsAt", target_at as "targetAt", changes`

const select = statement<ClockRow, []>(/* sql */ `select ${CLOCK_COLUMNS} from business_clock`)

/** Null: this installation's business clock is the wall clock, and nobody can move it. */
export async function clockState(em: Em): Promise<ClockState | null> {
  const [row] = await select(em.getKysely() as Db)
  return row ? stateOf(row) : null
}

export function stateOf({ aheadMs, standsAt, targetAt, changes }: ClockRow): ClockState {
  return { aheadMs, move: standsAt === null ? null : { standsAt, target: targetAt }, changes }
}

/** What the business clock shows when the wall clock shows `wallNow`. */
export function businessTime(state: ClockState | null, wallNow: Instant): Instant {
  if (state === null) return wallNow
  return state.move?.standsAt ?? addMilliseconds(wallNow, state.aheadMs)
}
