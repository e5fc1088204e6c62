import { addMilliseconds, type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { businessTime, CLOCK_COLUMNS, type ClockRow, stateOf } from './clock-state.ts'

/** Where the business clock is to go. It goes forward only: what has happened has happened (decision 0034). */
export type ClockGoal =
  | { readonly to: 'next-event' }
  | { readonly to: 'instant'; readonly at: Instant }
  | { readonly to: 'later'; readonly days: number }

/** `clock-moving`: it is on its way already. `clock-too-far`: beyond what a worker can step through in good time. */
export type ClockRefusal = {
  readonly kind: 'refuse'
  readonly reason: 'no-movable-clock' | 'clock-backwards' | 'clock-moving' | 'clock-too-far'
}

export type ClockMove = { readonly kind: 'grant'; readonly from: Instant } | ClockRefusal

/** Further than any demo needs; nearer than what calendars can't count. */
export const FARTHEST_DAYS = 1_100

const lockClock = statement<ClockRow, []>(/* sql */ `
select ${CLOCK_COLUMNS} from business_clock for update
`)

const leave = statement<
  never,
  [standsAt: string, goal: 'instant' | 'next-event', targetAt: string | null, wallNow: string]
>(/* sql */ `
with moved as (
  update business_clock
  set stands_at = $1::timestamptz, goal = $2::text, target_at = $3::timestamptz, changes = changes + 1
)
insert into business_clock_step (wall_at, business_at, kind) values ($4::timestamptz, $1::timestamptz, 'left')
`)

/**
 * OPS-04: sends the business clock on its way. From the commit on it stands still; the worker then takes it from due instant
 * to due instant, does at each what falls due there, and lets it run again at the goal.
 */
export async function moveClock(
  { em, wallNow }: { readonly em: Em; readonly wallNow: Instant },
  goal: ClockGoal,
): Promise<ClockMove> {
  return inTransaction(em, async (db): Promise<ClockMove> => {
    const [row] = await lockClock(db)
    if (!row) return { kind: 'refuse', reason: 'no-movable-clock' }
    const state = stateOf(row)
    if (state.move !== null) return { kind: 'refuse', reason: 'clock-moving' }
    const from = businessTime(state, wallNow)
    const target = targetOf(goal, from)
    if (target !== null && target <= from) return { kind: 'refuse', reason: 'clock-backwards' }
    if (target !== null && target > addMilliseconds(from, FARTHEST_DAYS * MS_PER_DAY)) {
      return { kind: 'refuse', reason: 'clock-too-far' }
    }
    await leave(
      db,
      iso(from),
      target === null ? 'next-event' : 'instant',
      target === null ? null : iso(target),
      iso(wallNow),
    )
    return { kind: 'grant', from }
  })
}

function targetOf(goal: ClockGoal, from: Instant): Instant | null {
  switch (goal.to) {
    case 'next-event':
      return null
    case 'instant':
      return goal.at
    case 'later':
      return addMilliseconds(from, goal.days * MS_PER_DAY)
  }
}
