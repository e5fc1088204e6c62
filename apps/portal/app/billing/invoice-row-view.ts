import type { InvoiceRow } from '@seatkeeper/db'
import { addDays, dayAt, type Instant } from '@seatkeeper/rules'
import { formatDay, formatInstant, inOneLine, type Viewer } from '@seatkeeper/wording'
import type { Tone } from '~/components/badge.tsx'
import { moneyText, spanText } from './words.ts'

export interface InvoiceLineView {
  readonly id: string
  readonly title: string
  readonly issued: string
  readonly period: string | null
  readonly total: string
  readonly state: InvoiceStateView
}

export interface InvoiceStateView {
  readonly label: string
  readonly tone: Tone
  /** By when it is to be paid, to the minute: a deadline at 00:00 UTC is no day on which one still can (D-06). */
  readonly by?: string | undefined
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
  | 'paidAt'
  | 'dueOn'
  | 'collection'
  | 'net'
  | 'tax'
  | 'voids'
  | 'voidedBy'
>

export function invoiceRowView(
  invoice: RowFacts,
  { viewer, now }: { readonly viewer: Viewer; readonly now: Instant },
): InvoiceLineView {
  const { locale } = viewer
  const { periodStart, periodEnd, currency, due, net, tax } = invoice
  const money = moneyText(currency, locale)
  return {
    id: invoice.id,
    title: invoiceTitle(invoice),
    issued: formatDay(dayAt(invoice.issuedAt), locale),
    period: periodStart && periodEnd && spanText(periodStart, addDays(periodEnd, -1), locale),
    total: money(invoice.kind === 'credit-note' ? net + tax : due),
    state: invoiceState(invoice, { viewer, now }),
  }
}

/** Numbers are the account's own, so they stand with a word before them. */
export const invoiceTitle = ({ kind, number }: Pick<InvoiceRow, 'kind' | 'number'>): string =>
  `${kind === 'credit-note' ? 'Credit note' : 'Invoice'} ${number}`

const CHARGING = { label: 'Being charged', tone: 'warn' } as const

/** A card was entered, or the bank answered, and the worker is at it. */
export const isBeingCharged = (collection: InvoiceRow['collection'], now: Instant): boolean =>
  collection?.method === 'card' && collection.nextTryAt !== null && collection.nextTryAt <= now

export function invoiceState(
  {
    kind,
    due,
    paidAt,
    dueOn,
    collection,
    voids,
    voidedBy,
  }: Pick<InvoiceRow, 'kind' | 'due' | 'paidAt' | 'dueOn' | 'collection' | 'voids' | 'voidedBy'>,
  { viewer, now }: { readonly viewer: Viewer; readonly now: Instant },
): InvoiceStateView {
  const { locale } = viewer
  if (voidedBy !== null) return { label: 'Voided', tone: 'plain' }
  // What nobody had paid is not credited either.
  if (voids !== null) return { label: `Voids invoice ${voids.number}`, tone: 'plain' }
  if (kind === 'credit-note') return { label: 'Credited', tone: 'plain' }
  if (due === 0) return { label: 'Nothing due', tone: 'good' }
  if (paidAt !== null) return { label: `Paid ${formatDay(dayAt(paidAt), locale)}`, tone: 'good' }
  if (isBeingCharged(collection, now)) return CHARGING
  switch (collection?.state) {
    case 'declined': {
      const { deadline } = collection
      const declined = { label: 'Card declined', tone: 'bad' } as const
      if (deadline === null) return declined
      const until = inOneLine(formatInstant(deadline, viewer))
      return { ...declined, by: now < deadline ? `Pay by ${until}` : `Was to be paid by ${until}` }
    }
    case 'requires-action':
      return { label: 'Your bank asks', tone: 'warn' }
    case 'no-card':
      return { label: 'No card on file', tone: 'bad' }
    case 'due':
      return CHARGING
    case 'void':
      return { label: 'Void', tone: 'plain' }
    case undefined:
    case 'sent':
    case 'paid':
  }
  if (dueOn === null) return { label: 'Unpaid', tone: 'warn' }
  return dayAt(now) > dueOn
    ? { label: `Overdue since ${formatDay(addDays(dueOn, 1), locale)}`, tone: 'bad' }
    : { label: `Due ${formatDay(dueOn, locale)}`, tone: 'warn' }
}
