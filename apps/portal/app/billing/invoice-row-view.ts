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
  { kind, due, paidAt, dueOn }: Pick<InvoiceRow, 'kind' | 'due' | 'paidAt' | 'dueOn'>,
  { locale, now }: { readonly locale: string | undefined; readonly now: Instant },
): { readonly label: string; readonly tone: Tone } {
  if (kind === 'credit-note') return { label: 'Credited', tone: 'plain' }
  if (due === 0) return { label: 'Nothing due', tone: 'good' }
  if (paidAt !== null) return { label: 'Paid', tone: 'good' }
  if (dueOn === null) return { label: 'Unpaid', tone: 'warn' }
  return dayAt(now) > dueOn
    ? { label: `Overdue since ${formatDay(dueOn, locale)}`, tone: 'bad' }
    : { label: `Due ${formatDay(dueOn, locale)}`, tone: 'warn' }
}
