import type { BillingRefusal } from './billing/refusal.ts'
import type { Standing } from './access/standing.ts'
import type { UserType } from './seat/facts.ts'
import type { SlackIneligibility } from './slack/person.ts'
import type { Day } from './time/day.ts'
import type { Instant } from './time/instant.ts'

/** Refusals that need no further facts to be worded: a variant for each reason. */
type Plain<R extends string> = R extends string ? { readonly kind: 'refuse'; readonly reason: R } : never

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
  | { readonly kind: 'refuse'; readonly reason: 'season-outside-contract'; readonly contractLastDay: Day }
  | {
      readonly kind: 'refuse'
      readonly reason: 'not-yet-open'
      readonly seasonId: string
      readonly season: string
      readonly opensAt: Instant
    }
  | {
      readonly kind: 'refuse'
      readonly reason: 'closed'
      readonly seasonId: string
      readonly season: string
      readonly closedAt: Instant
    }
  | {
      readonly kind: 'refuse'
      readonly reason: 'account-locked'
      /** In order of precedence; never empty. */
      readonly standings: readonly Standing[]
    }
  | {
      readonly kind: 'refuse'
      readonly reason: 'permission-set-exists'
      readonly name: string
    }
  | {
      readonly kind: 'refuse'
      readonly reason: 'permission-set-in-use'
      readonly name: string
      readonly users: number
      /** The first few of them. */
      readonly names: readonly string[]
    }
  | { readonly kind: 'refuse'; readonly reason: 'right-repeated'; readonly key: string }
  | {
      readonly kind: 'refuse'
      readonly reason: 'slack-person-not-eligible'
      readonly cause: SlackIneligibility
    }
  | Plain<
      | 'invalid-day'
      | 'no-such-day'
      | 'ends-before-start'
      | 'season-required'
      | 'no-full-time-seat'
      | 'no-collaborator-seat'
      | 'no-staff-seat'
      | 'no-seat-while-away'
      | 'duplicate-email'
      | 'invalid-email'
      | 'member-removed'
      | 'invitation-expired'
      | 'link-used'
      | 'not-permitted'
      | 'not-found'
      | 'too-many-requests'
      | 'busy'
      | 'changed-meanwhile'
      | 'no-season'
      | 'not-signed-up'
      | 'deactivated'
      | 'workspace-not-bound'
      | 'workspace-taken'
      | 'slack-person-not-linked'
      | 'link-expired'
      | 'own-factor-first'
    >
