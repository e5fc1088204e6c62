import type { CollaboratorTerms, SeatPolicy } from '../catalog/catalog.ts'
import type { Currency } from '../money/currency.ts'
import type { Day } from '../time/day.ts'
import type { Instant } from '../time/instant.ts'
import type { PeriodFacts } from './period.ts'

/** What billing needs to know of a contract. All amounts are minor units of its one currency. */
export interface ContractFacts extends PeriodFacts {
  readonly plan: string
  readonly policy: SeatPolicy
  readonly currency: Currency
  /** How many months the next term has; by default as many as this one (D-39). */
  readonly renewalMonths?: number
  readonly items: readonly ContractItem[]
  readonly seasons: readonly ContractSeason[]
  /** In no particular order; at most one for an item and day, and one for the plan and day. */
  readonly scheduled: readonly ScheduledChange[]
  /** Prices agreed for other plans than this one, by plan and item; the list price where there is none. */
  readonly agreedPrices?: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** BILL-14: special terms switch self-service purchase off. */
  readonly selfService: boolean
  /** PAY-06: `wire` accounts are invoiced with net terms and know no minimum charge. */
  readonly payment: 'card' | 'wire'
  /** Cancelled, from when on access ends (BILL-08). */
  readonly endsOn?: Day | null
}

/** A kind of seats or an add-on, as contracted. */
export interface ContractItem {
  /** `full-time`, `collaborator`, `staff`, or an add-on of the catalog. */
  readonly id: string
  readonly kind: 'seats' | 'add-on'
  readonly quantity: number
  /** A month. */
  readonly unitPrice: number
  /** Seats that people hold now; below it nothing is reduced (D-23, CLS-05). */
  readonly inUse?: number
  /** Collaborators that follow the full-time seats, or have no limit, are not bought by number (D-19). */
  readonly terms?: CollaboratorTerms
  /** What the current billing period has been invoiced for so far (D-34). */
  readonly cover: readonly CoverLayer[]
  /** Units of the current period that were credited and are not used again, where increases wait for the next (D-34). */
  readonly credited?: readonly CreditedUnits[]
}

/** Units that the rest of the period was credited for, at this price a month. */
export interface CreditedUnits {
  readonly quantity: number
  readonly unitPrice: number
}

/** Units whose current period is invoiced until its end, at this price a month, and was not credited since. */
export interface CoverLayer {
  readonly quantity: number
  readonly unitPrice: number
  /** Only what was really paid is credited (D-03). */
  readonly paid: boolean
}

export interface ContractSeason {
  readonly id: string
  readonly name: string
  /** Ad hoc seasons are invoiced by themselves and never renew (BILL-06). */
  readonly source: 'contract' | 'ad-hoc'
  readonly firstDay: Day
  readonly lastDay: Day
  readonly seats: number
  /** A month or part of one. */
  readonly unitPrice: number
  /** The day whose period's invoice says it, where that is not the first day (`movedSeasonBilledOn`). */
  readonly billedOn?: Day
}

/** A change that waits for renewal, or for another day of the term. */
export type ScheduledChange = ScheduledQuantity | ScheduledPlan

export interface ScheduledQuantity {
  readonly kind: 'quantity'
  readonly item: string
  /** The quantity until then; a purchase meanwhile moves both numbers, so that the reduction stays the same (D-02). */
  readonly from: number
  readonly to: number
  /** From its first instant on; the term's end is the renewal. */
  readonly effectiveOn: Day
  /** Members who give up their seats then (D-23). */
  readonly releases?: readonly string[]
}

export interface ScheduledPlan {
  readonly kind: 'plan'
  readonly from: string
  readonly to: string
  readonly effectiveOn: Day
}

/** One change of a purchase; several go into one quote and one invoice (BILL-12). */
export type SubscriptionChange =
  | {
      readonly kind: 'quantity'
      readonly item: string
      /** Negative to reduce. */
      readonly by: number
      readonly effective?: Effective
      readonly releases?: readonly string[]
    }
  | { readonly kind: 'plan'; readonly plan: string; readonly effective?: Effective }

/** When a change takes effect: now, with the next term, or on a coming day of this one (the next period's first, for one). */
export type Effective = 'now' | 'renewal' | Day

/** A credit of the account's balance, minor units; used up oldest first (BILL-05). */
export interface Credit {
  readonly id: string
  readonly grantedAt: Instant
  readonly remaining: number
}
