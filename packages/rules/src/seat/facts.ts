import type { Season } from '../season/season.ts'
import type { Instant } from '../time/instant.ts'

/** SEAT-01. `staff` exists under the classic policy only. */
export type UserType = 'full-time' | 'collaborator' | 'seasonal' | 'staff'

/** A pool serves the user type it is named after. */
export type PoolKind = UserType

/** SEAT-10, D-19: a number on the contract, a ratio of the full-time number, or no limit. */
export type PoolMode = 'counted' | 'tied' | 'unlimited'

/** Seats that come free by themselves at `at` (an invitation or a hold that runs out): D-13, SEAT-11. */
export interface Lapse {
  readonly at: Instant
  readonly seats: number
  readonly of: 'assigned' | 'held'
}

/** Which pool it is, whoever has its seats. */
export interface Pool {
  readonly id: string
  readonly kind: PoolKind
  readonly mode: PoolMode
  /** The season whose seats these are; present exactly when `kind` is `seasonal`. */
  readonly season?: Season
}

/** One pool of a contract with its numbers, as pages show them. `assigned` and `held` include the seats of `lapses`. */
export interface PoolFacts extends Pool {
  /** Seats that exist now; of no meaning when `mode` is `unlimited`. Free seats that retire are left out. */
  readonly total: number
  readonly assigned: number
  readonly held: number
  readonly lapses?: readonly Lapse[]
}

/**
 * One pool as a change needs to know it: not how many seats there are, but whether enough can be had. A claim arbitrates
 * anyway, and counting a pool costs more than claiming from it.
 */
export interface ClaimablePool extends Pool {
  /** Seats that could be taken at this moment, counted as far as the change asks; null: without limit. */
  readonly claimable: number | null
}

/** The pools that one organization draws from. A sandbox organization's members take no seat (SEAT-01). */
export interface SeatFacts<P extends Pool = PoolFacts> {
  readonly organization: 'production' | 'sandbox'
  readonly pools: readonly P[]
  /** How long an invitation to a seat without a season lasts (D-13); 14 unless the vendor says otherwise. */
  readonly invitationDays?: number
}

/** What a seat decision needs to know of a member: the type and the pools in which they hold a live seat. */
export interface SeatHolder {
  readonly type: UserType
  readonly poolIds: readonly string[]
  /**
   * Deactivated, removed, or invited too long ago: they hold no seat and an edit gives them none, whatever type
   * it chooses; reactivating does.
   */
  readonly dormant?: boolean
  /** When they were invited; left out or null once they have signed up. Their seats lapse with the invitation. */
  readonly invitedAt?: Instant | null
}
