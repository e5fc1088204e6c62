import { addMilliseconds, type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { type ClockGoal, targetOf } from './clock-goal.ts'
import { businessTime, CLOCK_COLUMNS, type ClockRow, type ClockState, stateOf } from './clock-state.ts'

/** `clock-moving`: it is on its way, and has as much before it as it takes. `clock-too-far`: beyond what a worker can step through in good time. */
export type ClockRefusal = {
  readonly kind: 'refuse'
  readonly reason: 'no-movable-clock' | 'clock-backwards' | 'clock-moving' | 'clock-too-far'
}

export type ClockMove = { readonly kind: 'grant'; readonly from: Instant } | ClockRefusal

/** Further than any demo needs; nearer than what calendars can't count. */
export const FARTHEST_DAYS = 1_100

/** So many presses wait at most for the clock to arrive: more than anybody makes by hand. */
const MOST_TO_COME = 100

const lockClock = statement<ClockRow, []>(/* sql */ `
select ${CLOCK_COLUMNS} from business_clock for update
`)

const leave = statement<
  never,
  [standsAt: string, goal: 'instant' | 'next-event', targetAt: string | null, toCome: string, wallNow: string]
>(/* sql */ `
with moved as (
  update business_clock
  set stands_at = $1::timestamptz, goal = $2::text, target_at = $3::timestamptz, goals_to_come = $4::jsonb, changes = changes + 1
)
insert into business_clock_step (wall_at, business_at, kind) values ($5::timestamptz, $1::timestamptz, 'left')
`)

const addGoal = statement<never, [goal: string]>(/* sql */ `
update business_clock set goals_to_come = goals_to_come || $1::jsonb, changes = changes + 1
`)

const arrive = statement<never, [wallNow: string]>(/* sql */ `
with moved as (
  -- Moving may take longer than the time it moved over: then the clock goes on as far ahead as it was.
  update business_clock set
    ahead_ms = greatest(ahead_ms, round(extract(epoch from stands_at - $1::timestamptz) * 1000)::bigint),
    stands_at = null, goal = null, target_at = null, goals_to_come = '[]', changes = changes + 1
  returning ahead_ms
)
insert into business_clock_step (wall_at, business_at, kind)
select $1::timestamptz, $1::timestamptz + make_interval(secs => ahead_ms / 1000.0), 'arrived' from moved
`)

interface ClockContext {
  readonly em: Em
  readonly wallNow: Instant
}

/**
 * OPS-04: sends the business clock on its way. From the commit on it stands still; the worker then takes it from due instant
 * to due instant, does at each what falls due there, and lets it run again at the goal. A press that comes while it is on its way
 * is added to those before it: three times 'a day' is three days, however fast they come.
 */
export async function moveClock({ em, wallNow }: ClockContext, goal: ClockGoal): Promise<ClockMove> {
  return inTransaction(em, async (db): Promise<ClockMove> => {
    const [row] = await lockClock(db)
    if (!row) return { kind: 'refuse', reason: 'no-movable-clock' }
    const state = stateOf(row)
    const from = businessTime(state, wallNow)
    const refusal = whyNot(goal, from, state)
    if (refusal !== null) return { kind: 'refuse', reason: refusal }
    if (state.move === null) await leaveFor(db, goal, from, [], wallNow)
    else await addGoal(db, JSON.stringify(goal))
    return { kind: 'grant', from }
  })
}

function whyNot(goal: ClockGoal, from: Instant, { move }: ClockState): ClockRefusal['reason'] | null {
  const target = targetOf(goal, from)
  if (target !== null && target <= (goal.to === 'instant' ? (move?.target ?? from) : from))
    return 'clock-backwards'
  if (target !== null && target > addMilliseconds(from, FARTHEST_DAYS * MS_PER_DAY)) return 'clock-too-far'
  return move !== null && move.toCome.length >= MOST_TO_COME ? 'clock-moving' : null
}

function leaveFor(
  db: Db,
  goal: ClockGoal,
  from: Instant,
  toCome: readonly ClockGoal[],
  wallNow: Instant,
): Promise<unknown> {
  const target = targetOf(goal, from)
  const kind = target === null ? 'next-event' : 'instant'
  return leave(
    db,
    iso(from),
    kind,
    target === null ? null : iso(target),
    JSON.stringify(toCome),
    iso(wallNow),
  )
}

/** The clock has come to its goal: it goes on to the next that was asked for meanwhile, or else it runs again. */
export async function letClockRun({ em, wallNow }: ClockContext): Promise<void> {
  await inTransaction(em, async (db) => {
    const [row] = await lockClock(db)
    const move = row && stateOf(row).move
    if (!move) return
    const { standsAt } = move
    // The way there may have led past an instant that was asked for.
    const toCome = move.toCome.filter((goal) => (targetOf(goal, standsAt) ?? Infinity) > standsAt)
    const [goal, ...rest] = toCome
    if (goal) await leaveFor(db, goal, standsAt, rest, wallNow)
    else await arrive(db, iso(wallNow))
  })
}
