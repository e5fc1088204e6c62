import type { Money } from '../money/money.ts'
import type { Instant } from '../time/instant.ts'

/** BILL-13: an accepted quote on its way. `paid` and `failed` are for good. */
export type PurchaseState = 'pending' | 'requires-action' | 'paid' | 'failed'

/** Why a card was not charged, as far as a person can act upon it. */
export type DeclineReason =
  | 'insufficient-funds'
  | 'expired-card'
  | 'wrong-security-code'
  | 'authentication-failed'
  | 'processing-fault'
  | 'declined'

/** Why a purchase came to nothing. Nothing was charged, and nothing else has changed. */
export type PurchaseFailure =
  | DeclineReason
  /** Nobody proved to the bank that it was them while there was time. */
  | 'authentication-lapsed'
  /** The buyer gave it up. */
  | 'given-up'
  /** The processor would have collected another amount than the page said (D-27). */
  | 'amount-differs'
  /** The processor's invoice was voided there, or is gone. */
  | 'voided'
  /** The term that was quoted was closed before it was paid; what was paid is credit. */
  | 'contract-ended'

/** What is known of a purchase here. */
export interface PurchaseFacts {
  /** What the buyer accepted, and nothing else, may be charged (D-27). */
  readonly due: Money
  readonly givenUp: boolean
  /** Until when the bank's question may be answered; null where it has asked none. */
  readonly actUntil: Instant | null
}

/** How the processor's invoice stands, as it was read there. */
export type ProcessorInvoice =
  | { readonly kind: 'draft' }
  | { readonly kind: 'open'; readonly total: Money }
  | { readonly kind: 'paid'; readonly total: Money }
  | { readonly kind: 'requires-action'; readonly total: Money; readonly url: string }
  | { readonly kind: 'declined'; readonly total: Money; readonly cause: DeclineReason }
  | { readonly kind: 'processing' }
  /** `cause`: why the card was declined before, where it was: whoever voided it may not have come to write that down. */
  | { readonly kind: 'void'; readonly cause?: DeclineReason }
  | { readonly kind: 'not-there' }

export type PurchaseStep =
  | { readonly step: 'finalise' }
  | { readonly step: 'pay' }
  /** It is paid: grant what was bought, now. */
  | { readonly step: 'grant' }
  | { readonly step: 'ask-buyer'; readonly url: string }
  /** Make it impossible to pay, then fail for this reason, unless it was paid meanwhile. */
  | { readonly step: 'void'; readonly failure: PurchaseFailure }
  | { readonly step: 'fail'; readonly failure: PurchaseFailure }
  | { readonly step: 'look-again' }

/**
 * What to do next about a purchase (BILL-13, D-06, PAY-05, PAY-08). It follows from how the processor's invoice stands and
 * from nothing that came before, so whatever was lost, repeated or out of order, the same reading leads to the same end. A
 * purchase fails only once its invoice cannot be paid any more: there is no payment without what was paid for.
 */
export function nextPurchaseStep(
  { due, givenUp, actUntil }: PurchaseFacts,
  seen: ProcessorInvoice,
  wallNow: Instant,
): PurchaseStep {
  const lapsed = actUntil !== null && wallNow >= actUntil
  switch (seen.kind) {
    case 'paid':
      return { step: 'grant' }
    case 'void':
    case 'not-there': {
      const gone = givenUp ? 'given-up' : lapsed ? 'authentication-lapsed' : 'voided'
      return { step: 'fail', failure: (seen.kind === 'void' && seen.cause) || gone }
    }
    case 'processing':
      return { step: 'look-again' }
    case 'draft':
      return givenUp ? { step: 'void', failure: 'given-up' } : { step: 'finalise' }
    case 'open':
    case 'requires-action':
    case 'declined':
  }
  if (seen.total.amount !== due.amount || seen.total.currency !== due.currency) {
    return { step: 'void', failure: 'amount-differs' }
  }
  if (seen.kind === 'declined') return { step: 'void', failure: seen.cause }
  if (givenUp) return { step: 'void', failure: 'given-up' }
  if (lapsed) return { step: 'void', failure: 'authentication-lapsed' }
  return seen.kind === 'open' ? { step: 'pay' } : { step: 'ask-buyer', url: seen.url }
}
