import type { PurchaseFailure } from '@seatkeeper/rules'
import {
  amountText,
  type AuditFigures,
  dayText,
  differenceText,
  fieldText,
  invoiceText,
  named,
  orderText,
  planText,
  said,
  spanText,
} from './audit-figures.ts'
import { counted } from './counts.ts'
import { cardName } from './payments.ts'

/** What was done in billing, with its figures. `who` may be the system itself: then it is said what happened. */
export const billingSentences: Readonly<
  Record<string, (who: string, what: string, figures: AuditFigures) => string>
> = {
  'billing.purchase-submitted': (who, _, all) =>
    `${who} ordered ${orderText(all) ?? 'a change of the contract'}${said(' for ', amountText(all))}`,
  'billing.purchase-granted': (_who, _what, all) =>
    `${orderText(all) ?? 'A change of the contract'} ${granted(all)}: ${invoiceText(all)}${said(', ', amountText(all))}`,
  'billing.purchase-failed': (_who, _what, all) =>
    `The order${said(' of ', orderText(all))}${said(' for ', amountText(all))} came to nothing${failedBecause(all.after['failure'])}`,
  'billing.card-entered': (who, _, all) => {
    const [card, before] = [cardText(all.after), cardText(all.before)]
    const instead = said(' in place of ', before)
    return bySystem(who)
      ? `${card ?? 'A card'} was entered at the payment processor${instead}`
      : `${who} entered a card${said(': ', card)}${instead}`
  },
  'billing.details-saved': (who) => `${who} saved the billing details`,
  'billing.change-requested': (who, _, all) =>
    `${who} asked for a change of the contract at its renewal${said(': ', differenceText(all))}`,
  'billing.change-scheduled': (who, _, all) =>
    `${who} scheduled a change of the contract for its renewal${said(': ', differenceText(all))}`,
  'billing.change-accepted': (who, _, all) =>
    `${who} agreed to a change of the contract at its renewal${said(': ', differenceText(all))}`,
  'billing.change-declined': (who, _, all) =>
    bySystem(who)
      ? `A change of the contract could not be made at its renewal${said(': ', differenceText(all))}`
      : `${who} declined a change of the contract at its renewal${said(': ', differenceText(all))}`,
  'billing.change-called-off': (who, _, all) =>
    `${who} called off a change of the contract${said(': ', differenceText({ ...all, before: all.after, after: all.before }))}`,
  'billing.change-made': (_who, _what, all) =>
    `A scheduled change took effect${said(': ', differenceText(all))}`,
  'billing.reduced-now': (who, _, all) =>
    `${who} reduced the contract at once${said(': ', differenceText(all))}${said('; credited ', amountText(all, 'credited'))}`,
  'billing.cancelled': (who, _, all) =>
    `${who} cancelled the subscription${said('; it ends on ', dayText(all, 'endsOn'))}`,
  'billing.cancellation-undone': (who) => `${who} undid the cancellation of the subscription`,
  'billing.season-offered': (who, _, all) =>
    `${who} offered the season ${fieldText(all, 'name') ?? 'of an offer'} outside the contract${said(': ', seatsText(all))}`,
  'billing.offer-declined': (who, what) => `${who} declined the offer of ${seasonText(what)}`,
  'billing.offer-withdrawn': (who, _, all) =>
    `${who} withdrew the offer of ${said('the season ', named(all, 'offers')) || 'a season'}`,
  'billing.seasons-agreed': (who, _, all) =>
    `${who} agreed on seasons that the renewal proposes${said(': ', named(all, 'seasons'))}`,
  'billing.seasons-declined': (who, _, all) =>
    `${who} noted that proposed seasons are not held again${said(': ', named(all, 'seasons'))}`,
  'billing.email-registered': (who, _, all) =>
    `${who} registered ${fieldText({ ...all, before: {} }, 'email') ?? 'another address'} as the billing e-mail`,
  'billing.reductions-agreed': (who) => `${who} changed whether reductions need agreement`,
  'billing.payment-agreed': (who, _, { after }) =>
    `${who} changed how the account pays${said(': ', payment(after['payment'], after['netDays']))}`,
  'billing.invoice-issued': (_who, _what, all) =>
    `${invoiceText(all)}${said(' over ', amountText(all))} was issued${said(' for ', spanText(all.after, all))}`,
  'billing.invoice-paid': (who, _, all) =>
    who === 'The vendor'
      ? `${who} marked ${invoiceText(all)} as paid${said(', ', amountText(all))}`
      : `${invoiceText(all)} was paid${said(', ', amountText(all))}`,
  'billing.invoice-voided': (who, _, all) =>
    `${who} took ${invoiceText(all)}${said(' over ', amountText(all))} back by a credit note${said(': ', fieldText({ ...all, before: {} }, 'reason'))}`,
  'billing.void-invoice-credited': (who, _, all) =>
    who === 'The vendor'
      ? `${who} put what came for ${invoiceText(all)}, which was taken back, into the credit balance${said(': ', amountText(all))}`
      : `What came for ${invoiceText(all)}, which was taken back, went into the credit balance${said(': ', amountText(all))}`,
  'billing.wire-deadline-set': (who, _, all) =>
    `${who} set until when access is kept while ${invoiceText(all)} is overdue`,
  'billing.contract-renewed': (_who, _what, all) =>
    `The contract was renewed${said(': ', planText(all))}${said(', ', spanText((all.after['term'] ?? {}) as AuditFigures['after'], all))}`,
  'billing.contract-ended': (_who, _what, all) =>
    `The contract ended${said(' on ', dayText(all, 'endedOn'))}`,
  'billing.difference-repaired': (_who, _what, all) => repaired(all),
}

const bySystem = (who: string): boolean => who === 'The system itself'

/** `What … was`: more than one seat were. */
const granted = (all: AuditFigures): string =>
  /^[2-9]|\d\d| and /.test(orderText(all) ?? '') ? 'were bought' : 'was bought'

/** Why an order came to nothing, told of somebody else's order and long after. */
const failures: Readonly<Record<PurchaseFailure, string>> = {
  'insufficient-funds': 'the card had not enough funds',
  'expired-card': 'the card had expired',
  'wrong-security-code': 'the card’s security code was wrong',
  'authentication-failed': 'the bank could not confirm who was paying',
  'processing-fault': 'the bank could not process the charge',
  declined: 'the bank declined the charge',
  'authentication-lapsed': 'the bank’s question was not answered in time',
  'given-up': 'it was given up',
  'amount-differs': 'the payment processor would have charged another amount',
  voided: 'the charge was cancelled at the payment processor',
  'contract-ended': 'the term had ended before it was paid; what was paid is in the credit balance',
}

/** Only where the term had ended has money come: it is credit. */
function failedBecause(failure: unknown): string {
  const why = (failures as Readonly<Record<string, string>>)[String(failure)]
  const because = said(': ', why ?? null)
  return failure === 'contract-ended' ? because : `${because}; nothing was charged`
}

function cardText({ brand, lastFour }: AuditFigures['after']): string | null {
  return typeof brand === 'string' && typeof lastFour === 'string'
    ? `${cardName(brand)} ending in ${lastFour}`
    : null
}

const seatsText = ({ after, viewer }: AuditFigures): string | null =>
  typeof after['seats'] === 'number' ? counted(after['seats'], 'seat', 'seats', viewer.locale) : null

const seasonText = (what: string): string =>
  what === 'somebody who is gone' ? 'a season' : `the season ${what}`

function payment(by: unknown, netDays: unknown): string | null {
  if (by === 'card') return 'by card'
  if (by !== 'wire') return null
  return `by bank transfer${typeof netDays === 'number' ? ` within ${counted(netDays, 'day')}` : ''}`
}

/** PAY-09: what differed and was brought to agree, as whoever keeps the books says it. */
function repaired(all: AuditFigures): string {
  const { difference } = all.after
  const about = named(all, 'subject')
  switch (difference) {
    case 'paid-there-open-here':
      return `${about ?? 'A payment'} was found paid at the payment processor, and was booked`
    case 'undecided':
      return `${about ?? 'A charge'} had been open for hours, and the payment processor was asked again`
    case 'card-differs':
      return 'The card on file was brought up to date with what the payment processor knows of it'
    case 'left-over':
    case 'open-there-over-here':
      return `What was left over at the payment processor${said(' of ', about)} was taken back there`
    default:
      return 'Our books and the payment processor’s were brought to agree'
  }
}
