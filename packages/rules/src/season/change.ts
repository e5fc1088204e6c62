import type { Decision } from '../decision.ts'
import { poolAvailability } from '../seat/availability.ts'
import type { PoolFacts } from '../seat/facts.ts'
import type { Day } from '../time/day.ts'
import { addDays } from '../time/day.ts'
import type { Instant, Window } from '../time/instant.ts'
import { decideSeasonDates } from './dates.ts'
import type { Season } from './season.ts'
import { seasonPhase } from './window.ts'

export interface SeasonChangeFacts {
  readonly pool: PoolFacts & { readonly season: Season }
  /** Who holds a seat in it, first those whose seat was assigned first. */
  readonly holders: readonly string[]
  /** The contract's exclusive end, past which its seasons do not reach; null for an ad hoc season, which may. */
  readonly contractEnd: Day | null
}

/** What the vendor makes of a season; `drops` names who gives up a seat. */
export interface SeasonChange {
  readonly firstDay: string
  readonly lastDay: string
  readonly seats: number
  readonly drops: readonly string[]
}

/** What a change does to the people in the season, to be confirmed before it is done (REQ-03). */
export interface SeasonChangeEffect {
  readonly firstDay: Day
  readonly lastDay: Day
  readonly window: Window
  readonly seats: number
  /** Who gives up a seat, as named. */
  readonly dropped: readonly string[]
  /** The season is open now and would not be: these lose access at once. Those dropped from an open season do, too. */
  readonly loseAccessNow: readonly string[]
}

/**
 * REQ-03, D-24: may a season be moved or made smaller? Refused: dates that are none or end before they start; a contract
 * season that reaches past the contract's end; a number of seats that is not whole or is negative; fewer seats than are taken when
 * those named have given up theirs; a name that holds no seat in it.
 */
export function decideSeasonChange(
  facts: SeasonChangeFacts,
  change: SeasonChange,
  now: Instant,
): Decision<
  SeasonChangeEffect,
  | 'invalid-day'
  | 'ends-before-start'
  | 'season-outside-contract'
  | 'invalid-quantity'
  | 'below-assigned'
  | 'not-found'
> {
  const dates = decideSeasonDates(change)
  if (dates.kind === 'refuse') return dates
  const { pool, holders, contractEnd } = facts
  if (!Number.isSafeInteger(change.seats) || change.seats < 0)
    return { kind: 'refuse', reason: 'invalid-quantity' }
  if (contractEnd !== null && dates.lastDay >= contractEnd) {
    return { kind: 'refuse', reason: 'season-outside-contract', contractLastDay: addDays(contractEnd, -1) }
  }
  const dropped = [...new Set(change.drops)]
  if (dropped.some((id) => !holders.includes(id))) return { kind: 'refuse', reason: 'not-found' }
  const { assigned, held } = poolAvailability(pool, now)
  const taken = assigned + held - dropped.length
  if (pool.mode !== 'unlimited' && change.seats < taken) {
    return {
      kind: 'refuse',
      reason: 'below-assigned',
      item: pool.season.name,
      requested: change.seats,
      assigned: taken,
    }
  }
  const isOpen = seasonPhase(pool.season, now) === 'open'
  const staysOpen = seasonPhase(dates.window, now) === 'open'
  const { firstDay, lastDay, window } = dates
  return {
    kind: 'grant',
    firstDay,
    lastDay,
    window,
    seats: change.seats,
    dropped,
    loseAccessNow: !isOpen ? [] : staysOpen ? dropped : holders,
  }
}
