import type { BillingRefusal } from './billing/refusal.ts'
import type { UserType } from './seat/facts.ts'

/** Refusals that need no further facts to be worded. */
type Plain<R extends string> = { readonly kind: 'refuse'; readonly reason: R }

/**
 * Every refusal of the product: one union, one sentence each in `@seatkeeper/wording` (SEAT-08).
 * A variant carries what its sentence needs and nothing else.
 */
export type Refusal =
  | BillingRefusal
  | {
      readonly kind: 'refuse'
      readonly reason: 'season-full'
      readonly seasonId: string
      readonly season: string
    }
  | {
      readonly kind: 'refuse'
      readonly reason: 'season-closed'
      readonly seasonId: string
      readonly season: string
    }
  | { readonly kind: 'refuse'; readonly reason: 'wrong-type-for-season'; readonly type: UserType }
  | Plain<
      | 'season-required'
      | 'no-full-time-seat'
      | 'no-collaborator-seat'
      | 'no-staff-seat'
      | 'duplicate-email'
      | 'invalid-email'
      | 'member-removed'
      | 'invitation-expired'
      | 'link-used'
      | 'not-permitted'
      | 'not-found'
      | 'too-many-requests'
    >
