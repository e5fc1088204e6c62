import { Stripe } from 'stripe'
import type { DeclineCause, Unknown } from './gateway.ts'

const CAUSES: Readonly<Record<string, DeclineCause>> = {
  insufficient_funds: 'insufficient-funds',
  expired_card: 'expired-card',
  incorrect_cvc: 'wrong-security-code',
  invalid_cvc: 'wrong-security-code',
  authentication_required: 'authentication-failed',
  payment_intent_authentication_failure: 'authentication-failed',
  processing_error: 'processing-fault',
}

/** A code that we do not know is a decline all the same. */
export function declineCause(
  error: { readonly code?: string | undefined; readonly decline_code?: string | undefined } | null,
): DeclineCause {
  return CAUSES[error?.decline_code ?? ''] ?? CAUSES[error?.code ?? ''] ?? 'declined'
}

/** Statuses that say nothing about whether the request was carried out, or that may be another at the next try. */
const UNDECIDED = new Set([409, 429])

/** What was thrown, as a value. Bugs are thrown on. */
export function asUnknown(fault: unknown): Unknown {
  if (!(fault instanceof Stripe.errors.StripeError)) throw fault
  const { statusCode, type, code, message } = fault
  const ours = statusCode !== undefined && statusCode >= 400 && statusCode < 500 && !UNDECIDED.has(statusCode)
  return { kind: 'unknown', error: [type, code, message].filter(Boolean).join(': ').slice(0, 500), ours }
}

export function isMissing(fault: unknown): boolean {
  return fault instanceof Stripe.errors.StripeError && fault.code === 'resource_missing'
}

/** The customer that a request names was deleted there. */
export function isWithoutCustomer(fault: unknown): boolean {
  return isMissing(fault) && (fault as { param?: string }).param === 'customer'
}

/**
 * The card was taken from the customer there, or was never theirs: no bank was asked, and none can be. The processor says so by the
 * parameter, a code, or only in its sentence (decision 0141).
 */
export function isUnusableCard(fault: unknown): boolean {
  if (!(fault instanceof Stripe.errors.StripeInvalidRequestError)) return false
  const { param, code = '', message } = fault
  return param === 'payment_method' || code.startsWith('payment_method_') || /\bPaymentMethod\b/.test(message)
}
