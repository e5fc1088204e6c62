import type { PurchaseView } from '@seatkeeper/db'
import type { PurchaseFailure } from '@seatkeeper/rules'
import { formatCount, formatInstant, inOneLine, type Viewer } from '@seatkeeper/wording'
import { lineViews } from './line-view.ts'
import { itemName, moneyText, planName, referenceOf } from './words.ts'

/** What went wrong, and what the buyer can do about it (BILL-13). */
const FAILED: Readonly<Record<PurchaseFailure, string>> = {
  'insufficient-funds': 'The card has not enough funds. Use another card, or talk to your bank.',
  'expired-card': 'The card has expired. Enter another card.',
  'wrong-security-code': 'The card’s security code was wrong. Enter the card again.',
  'authentication-failed': 'Your bank could not confirm that it was you. Try again, or use another card.',
  'processing-fault': 'The bank could not process the charge just now. Try again in a few minutes.',
  declined: 'The bank declined the charge without saying why. Use another card, or talk to your bank.',
  'authentication-lapsed': 'Nobody answered your bank’s question in time. Try again.',
  'given-up': 'You gave this purchase up.',
  'amount-differs':
    'The payment processor would have charged another amount than this page said, so it was stopped. Try again.',
  voided: 'The charge was cancelled at the payment processor. Try again.',
  'contract-ended':
    'Your contract’s term had ended by the time it was paid. What you paid is in your credit balance.',
}

/** Where another card helps more than another try. */
const CARD_TO_BLAME: ReadonlySet<PurchaseFailure> = new Set([
  'insufficient-funds',
  'expired-card',
  'wrong-security-code',
  'declined',
])

export function purchaseStateView(purchase: PurchaseView, viewer: Viewer, mayBuy: boolean) {
  const { id, quote, state, failure, currency, due } = purchase
  const money = moneyText(currency, viewer.locale)
  const seasons = Object.fromEntries(quote.contract.seasons.map((season) => [season.id, season.name]))
  return {
    id,
    state,
    granted: grantedText(quote),
    charged: quote.contract.payment === 'wire' ? 'Invoiced' : 'Charged',
    reference: referenceOf(id),
    submitted: formatInstant(purchase.submittedAt, viewer),
    due: money(due),
    bought:
      subjectText(quote) ??
      quote.changes.map((change) =>
        change.kind === 'plan'
          ? `The plan ${planName(change.plan)}`
          : `${itemName(change.item)}: ${formatCount(Math.abs(change.by), viewer.locale)} ${change.by < 0 ? 'fewer' : 'more'}`,
      ),
    lines: lineViews(quote.dueToday.lines, { money, locale: viewer.locale, seasons }),
    failure: failure && FAILED[failure],
    cardToBlame: failure !== null && CARD_TO_BLAME.has(failure),
    actionUrl: purchase.givenUp ? null : purchase.actionUrl,
    actUntil: purchase.actUntil && inOneLine(formatInstant(purchase.actUntil, viewer)),
    givenUp: purchase.givenUp,
    invoice:
      purchase.invoiceId === null ? null : { id: purchase.invoiceId, number: purchase.invoiceNumber ?? 0 },
    mayBuy,
  }
}

/** PAY-08: what the bank asks about a purchase, for whoever looks elsewhere than at its page; null: it asks nothing. */
export function bankAsks(
  { id, state, givenUp, actionUrl, actUntil }: BankFacts,
  viewer: Viewer,
): { readonly purchaseId: string; readonly actionUrl: string; readonly until: string | null } | null {
  if (state !== 'requires-action' || givenUp || actionUrl === null) return null
  return { purchaseId: id, actionUrl, until: actUntil && inOneLine(formatInstant(actUntil, viewer)) }
}

type BankFacts = Pick<PurchaseView, 'id' | 'state' | 'givenUp' | 'actionUrl' | 'actUntil'>

export type BankAsksView = NonNullable<ReturnType<typeof bankAsks>>

/** What else than changes of the contract was bought; null: nothing. */
function subjectText({ subject, contract }: PurchaseView['quote']): string[] | null {
  switch (subject?.kind) {
    case undefined:
      return null
    case 'new-term':
      return [`A new term of ${planName(contract.plan)}`]
    case 'ad-hoc-season':
      return [`The season ${subject.season.name}`]
  }
}

/** What is so once a purchase is settled: not every one was charged to a card. */
function grantedText({ contract, dueToday }: PurchaseView['quote']): string {
  if (dueToday.due === 0) return 'Nothing was charged today, and what you bought is there for you to use.'
  return contract.payment === 'wire'
    ? 'What you bought is there for you to use. Its invoice is on the way to you.'
    : 'It is paid, and what you bought is there for you to use.'
}

export type PurchaseStateView = ReturnType<typeof purchaseStateView>
