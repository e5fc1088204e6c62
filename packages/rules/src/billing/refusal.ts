import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Day } from '../time/day.ts'
import type { Instant } from '../time/instant.ts'

type Refuse<R extends string, Facts extends object = object> = {
  readonly kind: 'refuse'
  readonly reason: R
} & Facts

/** Refusals of money, billing, dunning, storage and catalog: their part of the one `Refusal` union. */
export type BillingRefusal =
  /** Money is typed wrongly, does not fit, or mixes currencies. */
  | Refuse<'invalid-amount'>
  | Refuse<'amount-out-of-range'>
  | Refuse<'unknown-currency', { readonly currency: string }>
  | Refuse<'currency-mismatch', { readonly expected: Currency; readonly given: Currency }>
  | Refuse<'invalid-weights'>
  | Refuse<'invalid-quantity'>
  | Refuse<'invalid-rate'>
  /** A change that the contract, the plan or the calendar does not allow. */
  | Refuse<'change-outside-period', { readonly start: Day; readonly end: Day }>
  | Refuse<'nothing-to-change'>
  | Refuse<'conflicting-changes'>
  | Refuse<'unknown-plan', { readonly plan: string }>
  | Refuse<'plan-not-lower', { readonly plan: string }>
  | Refuse<'unknown-item', { readonly item: string }>
  | Refuse<'not-available-on-plan', { readonly plan: string; readonly item: string }>
  | Refuse<'reduction-before-renewal', { readonly renewsOn: Day }>
  | Refuse<'below-assigned', { readonly item: string; readonly requested: number; readonly assigned: number }>
  | Refuse<'self-service-off'>
  | Refuse<'contract-ended', { readonly endedOn: Day }>
  | Refuse<'already-cancelled', { readonly endsOn: Day }>
  | Refuse<'not-cancelled'>
  | Refuse<'not-ended'>
  /** D-27: what is charged equals the quote, or nothing is charged. */
  | Refuse<'quote-expired', { readonly expiredAt: Instant }>
  | Refuse<'quote-stale', { readonly quoted: Money; readonly now: Money | null }>
  | Refuse<'no-payment-method'>
  /** A purchase is priced on top of the running period's invoice; `since`: the first day without one. */
  | Refuse<'period-not-invoiced', { readonly since: Day }>
  /** One purchase of an account is on its way at a time. */
  | Refuse<'purchase-in-progress', { readonly purchaseId: string }>
  /** CLS-02: both numbers, as the connected product words them. */
  | Refuse<'staff-count-exceeded', { readonly used: number; readonly seats: number }>
  | Refuse<'unknown-klass', { readonly klass: string }>
  | Refuse<'no-production-organization'>
  | Refuse<'invalid-catalog', { readonly faults: readonly CatalogFault[] }>

/** One thing that is wrong with a vendor's catalog, and where: `plans.business.prices.full-time.annual`. */
export interface CatalogFault {
  readonly path: string
  readonly fault: string
}
