import { addMilliseconds, type Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import { type ClockGoal, targetOf } from './clock-goal.ts'

/** The movable business clock of a demo, as its one row holds it (OPS-04). */
export interface ClockState {
  /** While it runs, it is that far ahead of the wall clock. */
  readonly aheadMs: number
  /** Present while it is being moved: then it stands still, at one due instant after the other. */
  readonly move: {
    readonly standsAt: Instant
    /** Null: the next instant at which something falls due; the worker finds out which that is. */
    readonly target: Instant | null
    /** Where it goes on to from there, in order. */
    readonly toCome: readonly ClockGoal[]
  } | null
  /** Grows with every change: tells the newer of two readings. */
  readonly changes: number
}

export interface ClockRow {
  readonly aheadMs: number
  readonly standsAt: Instant | null
  readonly targetAt: Instant | null
  readonly toCome: readonly ClockGoal[]
  readonly changes: number
}

export const CLOCK_COLUMNS = /* sql */ `
ahead_ms as "aheadMs", stands_at as "standsAt", target_at as "targetAt",
  goals_to_come as "toCome", changes`

const select = statement<ClockRow, []>(/* sql */ `select ${CLOCK_COLUMNS} from business_clock`)

/** Null: this installation's business clock is the wall clock, and nobody can move it. */
export async function clockState(em: Em): Promise<ClockState | null> {
  const [row] = await select(em.getKysely() as Db)
  return row ? stateOf(row) : null
}

export function stateOf({ aheadMs, standsAt, targetAt, toCome, changes }: ClockRow): ClockState {
  return { aheadMs, move: standsAt === null ? null : { standsAt, target: targetAt, toCome }, changes }
}

/** What the business clock shows when the wall clock shows `wallNow`. */
export function businessTime(state: ClockState | null, wallNow: Instant): Instant {
  if (state === null) return wallNow
  return state.move?.standsAt ?? addMilliseconds(wallNow, state.aheadMs)
}

/** Where a moving clock will come to rest; null: at some event, and the worker finds out when that is. */
export function destinationOf({ target, toCome }: NonNullable<ClockState['move']>): Instant | null {
  return toCome.reduce<Instant | null>((at, goal) => {
    if (goal.to === 'instant') return at === null || goal.at > at ? goal.at : at
    return at === null ? null : targetOf(goal, at)
  }, target)
}
