import type { DeclineReason } from '../billing/purchase.ts'
import type { Money } from '../money/money.ts'
import type { Day } from '../time/day.ts'
import type { Instant } from '../time/instant.ts'
import type { CardExpiry } from './reminders.ts'

/** MAIL-05: what an account's invoicing addresses are told about its money and its seats. */
export const BILLING_NOTICES = [
  'card-missing',
  'card-expiring',
  'card-declined',
  'card-declined-reissued',
  'action-required',
  'card-required',
  'account-deactivated',
  'account-reactivated',
  'renewal-coming',
  'wire-sent',
  'wire-overdue',
  'change-accepted',
  'change-declined',
  'season-offered',
  'seasons-agreed',
  'subscription-cancelled',
  'cancellation-undone',
  'seats-given-up',
  'change-made',
] as const

export type BillingNoticeKind = (typeof BILLING_NOTICES)[number]

/** The invoice that a notice is about. */
export interface NoticedInvoice {
  readonly id: string
  readonly number: number
  readonly issuedOn: Day
  readonly due: Money
}

/** A card as people know it. */
export interface NoticedCard extends CardExpiry {
  readonly brand: string
  readonly lastFour: string
}

/** Something of the contract that was asked for (BILL-04). */
export type NoticedChange =
  | { readonly kind: 'quantity'; readonly item: string; readonly from: number; readonly to: number }
  | { readonly kind: 'plan'; readonly from: string; readonly to: string }

export interface NoticedSeason {
  readonly name: string
  readonly firstDay: Day
  readonly lastDay: Day
  readonly seats: number
}

/** What a billing mail says, decided when it is delivered (MAIL-04: what has become pointless is not sent). */
export type BillingNotice =
  | { readonly kind: 'card-missing'; readonly chargeAt: Instant }
  | { readonly kind: 'card-expiring'; readonly chargeAt: Instant; readonly card: NoticedCard }
  | {
      readonly kind: 'card-declined' | 'card-declined-reissued'
      readonly invoice: NoticedInvoice
      readonly cause: DeclineReason
      readonly graceDeadline: Instant
      /** The account is locked already, by another invoice. */
      readonly locked: boolean
    }
  | {
      readonly kind: 'action-required'
      readonly invoice: NoticedInvoice
      readonly graceDeadline: Instant
    }
  | { readonly kind: 'card-required'; readonly since: Instant }
  | {
      readonly kind: 'account-deactivated'
      readonly since: Instant
      /** `ended`: a contract that was cancelled is over (BILL-08). */
      readonly cause: 'ended' | 'unpaid'
      readonly unpaid: readonly NoticedInvoice[]
    }
  | { readonly kind: 'account-reactivated'; readonly at: Instant }
  | {
      readonly kind: 'renewal-coming'
      readonly renewsOn: Day
      readonly payment: 'card' | 'wire'
    }
  | { readonly kind: 'wire-sent'; readonly invoice: NoticedInvoice; readonly dueOn: Day }
  | {
      readonly kind: 'wire-overdue'
      readonly invoice: NoticedInvoice
      readonly dueOn: Day
      readonly graceDeadline: Instant | null
    }
  | {
      readonly kind: 'change-accepted' | 'change-declined' | 'change-made'
      readonly changes: readonly NoticedChange[]
      readonly effectiveOn: Day
    }
  | {
      readonly kind: 'season-offered'
      readonly offerId: string
      readonly season: NoticedSeason
      readonly expiresAt: Instant
    }
  | { readonly kind: 'seasons-agreed'; readonly seasons: readonly NoticedSeason[] }
  | { readonly kind: 'subscription-cancelled' | 'cancellation-undone'; readonly endsOn: Day }
  /** Who was named and has given up a seat (D-23). */
  | { readonly kind: 'seats-given-up'; readonly people: readonly string[] }
