import type { Instant, Season, SeatOutcome, UserType } from '@seatkeeper/rules'
import { digestOf } from '../parameters.ts'

/** One seat that a change takes, frees or keeps. */
export interface SeatLine {
  readonly poolId: string
  readonly kind: UserType
  /** Present exactly when the seat is a season's. */
  readonly season?: Season
}

/** What a save would do to seats, shown before saving (USER-03). */
export interface SeatSummary {
  readonly takes: readonly SeatLine[]
  readonly frees: readonly SeatLine[]
  readonly keeps: readonly SeatLine[]
  readonly warnings: readonly 'overlapping-seasons'[]
  /** When an unaccepted invitation would let go of the seat; null: never by itself. */
  readonly lapsesAt: Instant | null
  /** Send it back as `confirmed`: it stands for exactly these seats taken and freed. */
  readonly digest: string
}

export function summaryOf({
  take,
  free,
  keep,
  warnings,
  lapsesAt,
}: Omit<SeatOutcome, 'type' | 'seasons'>): SeatSummary {
  const takes = take.map(lineOf)
  const frees = free.map(lineOf)
  const digest = digestOf([takes, frees]).toString('base64url')
  return { takes, frees, keeps: keep.map(lineOf), warnings, lapsesAt, digest }
}

export function lineOf({ poolId, kind, season }: SeatLine): SeatLine {
  return season ? { poolId, kind, season } : { poolId, kind }
}

/** The seasons that a member has once the change is done, as the audit names them. */
export function seasonsOf({ seasons }: Pick<SeatOutcome, 'seasons'>): readonly string[] {
  return seasons.map(({ season }) => season.id)
}
