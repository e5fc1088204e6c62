import type { Instant, Season, UserType } from '@seatkeeper/rules'

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
  /** Send it back as `confirmed`: it stands for exactly this summary. */
  readonly digest: string
}
