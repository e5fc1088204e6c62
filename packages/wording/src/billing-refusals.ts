import type { BillingRefusal } from '@seatkeeper/rules'
import { formatCount } from './counts.ts'
import { formatDay, formatInstant, inOneLine } from './dates.ts'
import { formatMoney } from './money.ts'
import type { Sentences } from './sentences.ts'

/** Money, subscription and storage: their part of the table in `refusals.ts`. */
export const billingSentences: Sentences<BillingRefusal['reason']> = {
  'invalid-amount': () => 'That is not an amount. Write it in figures, for example 1234.50.',
  'amount-out-of-range': () => 'That amount is too large to be reckoned with. Enter a smaller one.',
  'unknown-currency': ({ currency }) => `${currency} is not a currency in use. Choose another.`,
  'currency-mismatch': ({ expected, given }) =>
    `Amounts in ${given} and ${expected} cannot be added up. Use ${expected}.`,
  'invalid-weights': () => 'The shares must be zero or more, and at least one above zero.',
  'invalid-quantity': () => 'Enter a whole number of zero or more.',
  'invalid-rate': () => 'That is not a rate. Enter a number such as 8.875.',

  'change-outside-period': ({ start, end }, { locale }) =>
    `The change must lie between ${formatDay(start, locale)} and ${formatDay(end, locale)}. Choose another day.`,
  'nothing-to-change': () => 'Nothing would change. Enter a different number or plan.',
  'conflicting-changes': () => 'A purchase changes the plan once. Choose one plan.',
  'unknown-plan': ({ plan }) => `There is no plan called ${plan}. Choose one from the list.`,
  'plan-not-lower': ({ plan }) =>
    `The plan ${plan} is not lower than the one you have. Choose a lower one here; a higher one is bought at once.`,
  'unknown-item': ({ item }) => `There is no item called ${item}. Choose one from the list.`,
  'not-available-on-plan': ({ plan, item }) =>
    `${item} is not available on the plan ${plan}. Choose another plan.`,
  'reduction-before-renewal': ({ renewsOn }, { locale }) =>
    `Seats and plan can be reduced at renewal on ${formatDay(renewsOn, locale)}. Send a request to plan it.`,
  'below-assigned': ({ requested, assigned }, { locale }) =>
    `${formatCount(assigned, locale)} are in use, so ${formatCount(requested, locale)} would be too few. Free some first.`,
  'self-service-off': () => 'Your contract has terms of its own. Ask your billing contact for this change.',
  'contract-ended': ({ endedOn }, { locale }) =>
    `The contract ended on ${formatDay(endedOn, locale)}, so there is no seat to give. Ask your vendor for a new term first.`,
  'already-cancelled': ({ endsOn }, { locale }) =>
    `The subscription is cancelled already and ends on ${formatDay(endsOn, locale)}.`,
  'not-cancelled': () => 'The subscription is not cancelled, so there is nothing to undo.',
  'not-ended': () => 'The subscription has not ended. Undo the cancellation instead.',

  'no-payment-method': () =>
    'There is no card on file yet. Enter one under Settings → Billing, then submit again.',
  'purchase-in-progress': () =>
    'Another purchase is on its way. Wait until it is through, then try again: prices may have changed by then.',
  // Up to a day: while the tax service does not answer (BILL-02).
  'period-not-invoiced': ({ since }, { locale }) =>
    `The invoice for the period from ${formatDay(since, locale)} is being made: mostly within a minute, sometimes a day. Nothing was charged; try again then.`,
  'quote-expired': ({ expiredAt }, viewer) =>
    `This quote was valid until ${inOneLine(formatInstant(expiredAt, viewer))}. Review the fresh one; nothing was charged.`,
  'quote-stale': ({ quoted, now }, { locale }) =>
    now === null
      ? 'Something has changed since this quote. Review the fresh one; nothing was charged.'
      : `The total has changed from ${formatMoney(quoted, locale)} to ${formatMoney(now, locale)}. Review it again; nothing was charged.`,
  // CLS-02 fixes the words and the two numbers.
  'staff-count-exceeded': ({ used, seats }) =>
    `Staff count exceeded. (${used} > ${seats}). Disable staff, or add seats.`,
  'unknown-klass': ({ klass }) => `There is no klass called ${klass}. Check the name.`,
  'no-production-organization': () =>
    'The account has no production organization to share the storage. Create one first.',
  'invalid-catalog': ({ faults }) =>
    `The catalog has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ${faults
      .map(({ path, fault }) => `${path}: ${fault}`)
      .join('; ')}.`,
}
