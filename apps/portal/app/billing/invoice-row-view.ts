import type { InvoiceRow } from '@seatkeeper/db'
import { addDays, dayAt, type Instant } from '@seatkeeper/rules'
import { formatDay, type Viewer } from '@seatkeeper/wording'
import type { Tone } from '~/components/badge.tsx'
import { moneyText, spanText } from './words.ts'

export interface InvoiceLineView {
  readonly id: string
  readonly title: string
  readonly issued: string
  readonly period: string | null
  readonly total: string
  readonly state: { readonly label: string; readonly tone: Tone }
}

type RowFacts = Pick<
  InvoiceRow,
  | 'id'
  | 'number'
  | 'kind'
  | 'issuedAt'
  | 'periodStart'
  | 'periodEnd'
  | 'currency'
  | 'due'
  | 'toBalance'
  | 'paidAt'
  | 'dueOn'
  | 'collection'
>

export function invoiceRowView(
  invoice: RowFacts,
  { viewer: { locale }, now }: { readonly viewer: Viewer; readonly now: Instant },
): InvoiceLineView {
  const { periodStart, periodEnd, currency, due, toBalance } = invoice
  const money = moneyText(currency, locale)
  return {
    id: invoice.id,
    title: invoiceTitle(invoice),
    issued: formatDay(dayAt(invoice.issuedAt), locale),
    period: periodStart && periodEnd && spanText(periodStart, addDays(periodEnd, -1), locale),
    total: money(invoice.kind === 'credit-note' ? 0 - toBalance : due),
    state: invoiceState(invoice, { locale, now }),
  }
}

/** Numbers are the account's own, so they stand with a word before them. */
export const invoiceTitle = ({ kind, number }: Pick<InvoiceRow, 'kind' | 'number'>): string =>
  `${kind === 'credit-note' ? 'Credit note' : 'Invoice'} ${number}`

export function invoiceState(
  {
    kind,
    due,
    paidAt,
    dueOn,
    collection,
  }: Pick<InvoiceRow, 'kind' | 'due' | 'paidAt' | 'dueOn' | 'collection'>,
  { locale, now }: { readonly locale: string | undefined; readonly now: Instant },
): { readonly label: string; readonly tone: Tone } {
  if (kind === 'credit-note') return { label: 'Credited', tone: 'plain' }
  if (due === 0) return { label: 'Nothing due', tone: 'good' }
  if (paidAt !== null) return { label: `Paid ${formatDay(dayAt(paidAt), locale)}`, tone: 'good' }
  switch (collection?.state) {
    case 'declined': {
      const { deadline } = collection
      return {
        label: deadline === null ? 'Card declined' : `Declined, pay by ${formatDay(dayAt(deadline), locale)}`,
        tone: 'bad',
      }
    }
    case 'requires-action':
      return { label: 'Your bank asks', tone: 'warn' }
    case 'no-card':
      return { label: 'No card on file', tone: 'bad' }
    case 'due':
      return { label: 'Being charged', tone: 'warn' }
    case 'void':
      return { label: 'Void', tone: 'plain' }
    case undefined:
    case 'sent':
    case 'paid':
  }
  if (dueOn === null) return { label: 'Unpaid', tone: 'warn' }
  return dayAt(now) > dueOn
    ? { label: `Overdue since ${formatDay(dueOn, locale)}`, tone: 'bad' }
    : { label: `Due ${formatDay(dueOn, locale)}`, tone: 'warn' }
}
