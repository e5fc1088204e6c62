import type { Currency } from '../money/currency.ts'
import type { Rounding } from '../money/exact.ts'
import { type BillingInterval, monthsOf } from '../time/billing-period.ts'
import type { DayOfChange, ProrationBasis } from '../billing/prorate.ts'

/** The columns of a price list: a contract pays the prices of its billing interval. */
export type BillingCycle = 'monthly' | 'quarterly' | 'annual'

/** Whole years pay annual prices, a quarter quarterly ones, any other number of months monthly ones. */
export function cycleOf(interval: BillingInterval): BillingCycle {
  const months = monthsOf(interval)
  if (months % 12 === 0) return 'annual'
  return months === 3 ? 'quarterly' : 'monthly'
}

/**
 * What the vendor sells, as data that is validated once (`readCatalog`): plans, prices, add-ons, storage, policies.
 * All amounts are minor units of the one currency. A vendor who sells in several has a catalog for each.
 */
export interface Catalog {
  readonly currency: Currency
  readonly plans: Readonly<Record<string, Plan>>
  readonly policies: Readonly<Record<string, SeatPolicy>>
  readonly addOns: Readonly<Record<string, AddOn>>
  readonly storage: StorageCatalog
  /** D-26: a card is never charged less; what is due is carried to the next invoice. 0 for none. */
  readonly minimumCharge: number
  /** BILL-02: how long a quote may be accepted, in minutes. */
  readonly quoteMinutes: number
}

export interface Plan {
  readonly name: string
  /** Orders the plans: a change to a higher rank is an upgrade. */
  readonly rank: number
  /** The policy that new contracts on this plan get; a key of `policies`. */
  readonly policy: string
  /** For contracts that have it: new ones are not offered it. */
  readonly legacy?: boolean
  /** Minor units per seat and month, by item (`full-time`, `collaborator`, `staff`) and cycle. */
  readonly prices: Readonly<Record<string, CyclePrices>>
  readonly collaborators: CollaboratorTerms
  /** What a season's seat costs for a month or part of one, in percent of a full-time seat's month; null: none sold. */
  readonly seasonPercent: number | null
  /** STOR-04; null: the plan has no storage limits. */
  readonly storage: PlanStorage | null
}

export type CyclePrices = Partial<Readonly<Record<BillingCycle, number>>>

/** SEAT-10, D-19. Tied: `seats` collaborators for every `per` full-time seats, rounded down. */
export type CollaboratorTerms =
  | { readonly mode: 'counted' }
  | { readonly mode: 'tied'; readonly seats: number; readonly per: number }
  | { readonly mode: 'unlimited' }

export interface AddOn {
  readonly name: string
  /** Minor units per unit and month, by cycle. */
  readonly prices: CyclePrices
  /** Bytes that a unit adds to the account's allowance (D-10). */
  readonly storage?: { readonly category: StorageCategory; readonly bytes: number }
}

/** D-03 and its companions: the named switches of a contract. */
export interface SeatPolicy {
  readonly increaseCharge: 'immediate-prorated' | 'next-cycle'
  readonly reductionCredit: 'none-until-renewal' | 'credit-balance'
  /** D-02: what a customer's own reduction becomes where it is not credited at once. */
  readonly reductions: 'request' | 'self-scheduled'
  /** D-22: more in use than seats: refused here, or reported by the product and locked. */
  readonly overLimit: 'refuse' | 'lock'
  readonly basis: ProrationBasis
  readonly dayOfChange: DayOfChange
  readonly rounding: Rounding
}

export type StorageCategory = 'data' | 'attachments'

/** Bytes, data and attachments. */
export interface StorageAmounts {
  readonly data: number
  readonly attachments: number
}

/** STOR-04: the base, and what each licence or, instead, each thousand committed conversations adds. */
export interface PlanStorage {
  readonly base: StorageAmounts
  readonly perLicence: StorageAmounts
  /** Null: not available, which is not zero. */
  readonly perThousandConversations: StorageAmounts | null
}

export interface StorageCatalog {
  /** STOR-02: bytes that one record of a klass counts as data. */
  readonly klassBytes: Readonly<Record<string, number>>
  /** STOR-08: minor units for each further GB and month. */
  readonly pricePerGb: StorageAmounts
  /** D-09: committed conversations that are no whole thousand. */
  readonly conversations: 'linear' | 'whole-thousands'
  /** D-38: is the data attribute of custom objects charged as attachment storage, or only shown? */
  readonly chargeCustomObjectData: boolean
  /** STOR-10: facts that arrive within so many days of a month's end count for it; later ones are adjustments. */
  readonly lateUsageDays: number
}
