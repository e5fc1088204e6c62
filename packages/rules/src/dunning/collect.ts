import type { DeclineReason, ProcessorInvoice } from '../billing/purchase.ts'
import type { Money } from '../money/money.ts'
import { type Instant, MS_PER_DAY } from '../time/instant.ts'
import { deadlineAt, type DeclinedNotice, GRACE, type GraceTerms } from './grace.ts'

/** What is known here of an issued invoice that is being collected. */
export interface CollectionFacts {
  readonly method: 'card' | 'wire'
  readonly due: Money
  /** A card was charged within this very try: what is read now is the answer to it. */
  readonly charged: boolean
  /** Another card was entered since the bank asked: its question is of no use any more. */
  readonly newCard: boolean
}

export type CollectionStep =
  | { readonly step: 'finalise' }
  | { readonly step: 'pay' }
  | { readonly step: 'settle' }
  | { readonly step: 'ask-customer'; readonly url: string }
  | { readonly step: 'decline'; readonly cause: DeclineReason }
  /** What stands at the processor is not what is owed, or can't be charged: make it impossible to pay, and begin anew. */
  | { readonly step: 'replace' }
  /** It lies there for somebody else to pay (wire), or the processor is still at it. */
  | { readonly step: 'wait' }
  | { readonly step: 'look-again' }

/**
 * What to do next about an issued invoice (BILL-07, PAY-03, PAY-05, PAY-08). As with a purchase it follows from how the
 * processor's invoice stands; but an invoice never fails: it stays owed, and a decline is kept with its cause until a
 * later try. What is collected equals what is due, or nothing is. A wire invoice lies there and is never charged (D-28).
 */
export function nextCollectionStep(
  { method, due, charged, newCard }: CollectionFacts,
  seen: ProcessorInvoice,
): CollectionStep {
  switch (seen.kind) {
    case 'paid':
      return { step: 'settle' }
    case 'void':
    case 'not-there':
      return { step: 'replace' }
    case 'processing':
      return { step: 'look-again' }
    case 'draft':
      return { step: 'finalise' }
    case 'open':
    case 'requires-action':
    case 'declined':
  }
  if (seen.total.amount !== due.amount || seen.total.currency !== due.currency) return { step: 'replace' }
  if (method === 'wire') return { step: 'wait' }
  switch (seen.kind) {
    case 'open':
      return { step: 'pay' }
    case 'declined':
      return charged ? { step: 'decline', cause: seen.cause } : { step: 'pay' }
    case 'requires-action':
      return newCard ? { step: 'replace' } : { step: 'ask-customer', url: seen.url }
  }
}

/** What a look tells: nobody is charged for it. */
export type CollectionLook =
  | Extract<CollectionStep, { readonly step: 'settle' | 'ask-customer' | 'decline' | 'replace' }>
  | { readonly step: 'leave' }

/**
 * PAY-03, PAY-04: what somebody who was only told that something has happened finds. It is a try's turn to charge, whatever
 * is heard: else each refusal, which is an event itself, would bring about the next charge. What it tells is what the customer or
 * the bank did meanwhile. `asked`: the bank had a question open.
 */
export function lookAtCollection(asked: boolean, seen: ProcessorInvoice): CollectionLook {
  switch (seen.kind) {
    case 'paid':
      return { step: 'settle' }
    case 'declined':
      return asked ? { step: 'decline', cause: seen.cause } : { step: 'leave' }
    case 'requires-action':
      return asked ? { step: 'leave' } : { step: 'ask-customer', url: seen.url }
    case 'void':
    case 'not-there':
      return { step: 'replace' }
    case 'draft':
    case 'open':
    case 'processing':
      return { step: 'leave' }
  }
}

/**
 * PAY-03: after a try that came to nothing at `triedAt`, the next one: once a day until the grace deadline, exclusive, and
 * none from it on. Entering a card is a try at any time.
 */
export function nextTryAt(
  triedAt: Instant,
  notice: DeclinedNotice,
  terms: GraceTerms = GRACE,
): Instant | null {
  const next = (triedAt + MS_PER_DAY) as Instant
  return next < deadlineAt(notice, triedAt, terms) ? next : null
}
