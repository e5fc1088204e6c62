import type { BillingNotice } from '@seatkeeper/rules'
import { declineSentence, formatInstant, formatMoney, inOneLine } from '@seatkeeper/wording'
import {
  type BillingPlace,
  type BillingText,
  cardLink,
  invoiceFacts,
  invoiceLink,
  NOTHING_IS_DELETED,
} from './billing-text.ts'

type Of<K extends BillingNotice['kind']> = Extract<BillingNotice, { kind: K }>
type Declined = Of<'card-declined' | 'card-declined-reissued'>

/** PAY-03, D-06: the card was declined, and until when that leaves access. */
export function cardDeclined(notice: Declined, place: BillingPlace): BillingText {
  return declined(notice, place, null)
}

/** D-06: the first notice came too late, so there is more time than it said. */
export function cardDeclinedReissued(notice: Declined, place: BillingPlace): BillingText {
  return declined(
    notice,
    place,
    'Our first mail about this was delivered late, so you have more time than it said: what counts is the date in this one.',
  )
}

function declined(
  { invoice, cause, graceDeadline, locked }: Declined,
  place: BillingPlace,
  anew: string | null,
): BillingText {
  const { reader } = place
  const amount = formatMoney(invoice.due, reader.locale)
  const until = inOneLine(formatInstant(graceDeadline, reader))
  return {
    subject: locked
      ? `Invoice ${invoice.number} could not be charged either`
      : `Payment failed: please update the card before ${until}`,
    preview: locked ? 'The account stays locked.' : `Access is kept until ${until}.`,
    heading: anew === null ? 'Your card was declined' : 'Your card was declined: more time than we said',
    blocks: [
      {
        kind: 'paragraph',
        text: `we could not charge ${amount} for invoice ${invoice.number}. ${declineSentence(cause)}`,
      },
      ...(anew === null ? [] : [{ kind: 'paragraph' as const, text: anew }]),
      {
        kind: 'paragraph',
        text: locked
          ? 'The account is locked already because of an earlier invoice. Entering a card pays all open invoices and opens it again at once.'
          : `Access is kept until ${until}. We try the card once a day until then; entering another one pays the invoice at once. If it is still unpaid then, everything but Billing is locked. ${NOTHING_IS_DELETED}`,
      },
      cardLink('Enter another card', place),
      { kind: 'facts', groups: [invoiceFacts(invoice, place)] },
    ],
  }
}

/** PAY-08: the bank wants to know that it is them; the link leads there. */
export function actionRequired(
  { invoice, graceDeadline }: Of<'action-required'>,
  place: BillingPlace,
): BillingText {
  const until = inOneLine(formatInstant(graceDeadline, place.reader))
  return {
    subject: `Your bank wants you to confirm a payment before ${until}`,
    preview: `Invoice ${invoice.number} is paid as soon as you have confirmed it.`,
    heading: 'Please confirm the payment',
    blocks: [
      {
        kind: 'paragraph',
        text: `the bank of the card on file asks for confirmation before it pays ${formatMoney(invoice.due, place.reader.locale)} for invoice ${invoice.number}. The page of the invoice leads you to it; entering another card pays it, too.`,
      },
      {
        kind: 'paragraph',
        text: `Access is kept until ${until}. If the invoice is still unpaid then, everything but Billing is locked. ${NOTHING_IS_DELETED}`,
      },
      invoiceLink('Confirm the payment', invoice, place),
      { kind: 'facts', groups: [invoiceFacts(invoice, place)] },
    ],
  }
}
