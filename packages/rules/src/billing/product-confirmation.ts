import { type Instant, MS_PER_HOUR } from '../time/instant.ts'

/** CLS-06: how long the connected product may take to confirm a change of seats; a switch. */
export const PRODUCT_CONFIRMATION_HOURS = 24

/** A change of the seat number, and the product's authenticated call that confirmed it, if there was one. */
export interface ProductConfirmationFacts {
  readonly changedAt: Instant
  readonly confirmedAt: Instant | null
  /** Default {@link PRODUCT_CONFIRMATION_HOURS}. */
  readonly hours?: number
}

/** `lateFrom`: the instant from which whoever waits is told whom to contact. */
export type ProductConfirmation =
  | { readonly confirmation: 'confirmed'; readonly at: Instant }
  | { readonly confirmation: 'waiting' | 'late'; readonly lateFrom: Instant }

/**
 * CLS-06: has a change of the seat number reached the product? Until the product confirms it, it is on its way and may take
 * the 24 hours; from then on it is late. A call that confirmed an earlier change confirms nothing of this one.
 */
export function productConfirmationAt(
  { changedAt, confirmedAt, hours = PRODUCT_CONFIRMATION_HOURS }: ProductConfirmationFacts,
  now: Instant,
): ProductConfirmation {
  if (confirmedAt !== null && changedAt <= confirmedAt && confirmedAt <= now) {
    return { confirmation: 'confirmed', at: confirmedAt }
  }
  const lateFrom = (changedAt + hours * MS_PER_HOUR) as Instant
  return { confirmation: now < lateFrom ? 'waiting' : 'late', lateFrom }
}
