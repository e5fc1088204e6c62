import type { Actor } from '../src/context.ts'

/** How the racers add: as the product does, as the product does while a tenth fails, or naively on purpose. */
export type Variant = 'product' | 'failing-holders' | 'naive'

/** One race: `adds` requests on a season of `seats`, from `processes` × `connections`. */
export interface RacePlan {
  readonly variant: Variant
  readonly processes: number
  readonly connections: number
  readonly adds: number
  readonly seats: number
}

/** What a racer process is told. */
export interface Lane {
  readonly url: string
  readonly actor: Actor
  readonly seasonId: string
  readonly poolId: string
  readonly variant: Variant
  readonly connections: number
  readonly now: number
  /** The people whom this process adds; after a kill the replacement gets those who have no answer yet. */
  readonly people: readonly number[]
  /** Kill this very process once it has so many answers; null: let it live. */
  readonly killAfter: number | null
}

/** The answer to one add, as it is sent to the parent at once: what a killed process had heard must not get lost. */
export interface Answer {
  readonly person: number
  readonly outcome: string
  /** From the request to its answer, retries of the caller's own included. */
  readonly milliseconds: number
  /** Said 'full': how many seats a plain count showed free right afterwards. */
  readonly freeWhenFull: number | null
}

export interface RaceResult {
  readonly plan: RacePlan
  readonly granted: number
  readonly outcomes: Readonly<Record<string, number>>
  /** What the database holds in the end. */
  readonly stored: number
  readonly falseFulls: number
  readonly p50: number
  readonly p99: number
  readonly worst: number
  readonly seconds: number
  readonly kills: number
  readonly breaches: readonly string[]
}

const P99_LIMIT_MS = 2000

/** SEAT-07 as a check: what is wrong with a race, in words; empty: nothing. Holds on a machine however busy. */
export function faultsOf(result: RaceResult): string[] {
  const { plan, granted, stored, outcomes, falseFulls, breaches } = result
  const due = Math.min(plan.seats, plan.adds)
  const faults: string[] = []
  if (stored !== due) faults.push(`${stored} seats are taken instead of ${due}`)
  if (granted !== due) faults.push(`${granted} adds were granted instead of ${due}`)
  for (const outcome of Object.keys(outcomes)) {
    if (outcome !== 'grant' && outcome !== 'season-full') faults.push(`${outcomes[outcome]} × ${outcome}`)
  }
  if (falseFulls > 0) faults.push(`${falseFulls} × 'season-full' while a seat was free`)
  return [...faults, ...breaches]
}

/** SEAT-07's other half: for a race that has the machine to itself. */
export function slownessOf({ p99 }: RaceResult): string[] {
  return p99 < P99_LIMIT_MS ? [] : [`p99 was ${Math.round(p99)} ms`]
}
