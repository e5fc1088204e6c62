import type { BillingNotice, NoticedInvoice } from '@seatkeeper/rules'
import { formatDay, formatInstant, formatMoney, inOneLine } from '@seatkeeper/wording'
import type { FactGroup } from '../content/mail-content.ts'
import {
  type BillingPlace,
  type BillingText,
  invoiceFacts,
  invoiceLink,
  NOTHING_IS_DELETED,
} from './billing-text.ts'

type Of<K extends BillingNotice['kind']> = Extract<BillingNotice, { kind: K }>

/** PAY-06: an invoice with net terms, and where to pay it to. */
export function wireSent({ invoice, dueOn }: Of<'wire-sent'>, place: BillingPlace): BillingText {
  const { locale } = place.reader
  const until = formatDay(dueOn, locale)
  const amount = formatMoney(invoice.due, locale)
  return {
    subject: `Invoice ${invoice.number}: ${amount}, please pay until ${until}`,
    preview: `${amount} by wire until ${until}.`,
    heading: `Invoice ${invoice.number}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `this is invoice ${invoice.number} over ${amount}. Please pay it by wire until the end of ${until} (UTC) and name the invoice’s number.`,
      },
      { kind: 'facts', groups: wireFacts(invoice, until, place) },
      invoiceLink('Open the invoice', invoice, place),
    ],
  }
}

/** PAY-06, D-28: the terms are over; a deadline only where staff have set one. */
export function wireOverdue(
  { invoice, dueOn, graceDeadline }: Of<'wire-overdue'>,
  place: BillingPlace,
): BillingText {
  const { locale } = place.reader
  const until = formatDay(dueOn, locale)
  const amount = formatMoney(invoice.due, locale)
  const lock =
    graceDeadline === null
      ? 'Nothing is locked.'
      : `Access is kept until ${inOneLine(formatInstant(graceDeadline, place.reader))}; from then on everything but Billing is locked. ${NOTHING_IS_DELETED}`
  return {
    subject: `Invoice ${invoice.number} is overdue`,
    preview: `${amount} were to be paid until ${until}.`,
    heading: `Invoice ${invoice.number} is overdue`,
    blocks: [
      {
        kind: 'paragraph',
        text: `invoice ${invoice.number} over ${amount} was to be paid until ${until}, and we have not received the wire. If it is on its way, there is nothing to do. ${lock}`,
      },
      { kind: 'facts', groups: wireFacts(invoice, until, place) },
      invoiceLink('Open the invoice', invoice, place),
    ],
  }
}

function wireFacts(invoice: NoticedInvoice, until: string, place: BillingPlace): FactGroup[] {
  const { title, facts } = invoiceFacts(invoice, place)
  const { bankDetails } = place
  return [
    {
      title,
      facts: [
        ...facts,
        { label: 'Pay until', value: until },
        ...(bankDetails === null ? [] : [{ label: 'Pay to', value: bankDetails }]),
        { label: 'Reference', value: `Invoice ${invoice.number}` },
      ],
    },
  ]
}
