import type { InvoiceRow } from '@seatkeeper/db'
import { dayAt, type Instant } from '@seatkeeper/rules'
import { formatDay, formatInstant, type TwoClocks, type Viewer } from '@seatkeeper/wording'
import { invoiceTitle, isBeingCharged } from './invoice-row-view.ts'
import { moneyText } from './words.ts'

/** An invoice that somebody has to do something about, and what (PAY-03, PAY-08). */
export interface OwedView {
  readonly invoice: {
    readonly id: string
    readonly title: string
    readonly due: string
    readonly issued: string
  }
  /** `charging`: a card was entered, or the bank answered, and the worker is at it. */
  readonly kind: 'declined' | 'no-card' | 'bank' | 'charging'
  /** Until when access is kept, or was. */
  readonly deadline: { readonly when: TwoClocks; readonly over: boolean } | null
  readonly nextTry: TwoClocks | null
  readonly actionUrl: string | null
}

/** All that waits for somebody, as one thing to do: entering a card pays them all (ACC-05). */
export interface OwedSum {
  readonly total: string
  readonly invoices: readonly OwedView[]
  /** When the oldest of them was issued. */
  readonly since: string
  readonly deadline: OwedView['deadline']
  readonly nextTry: TwoClocks | null
}

export interface OwedViews {
  readonly charging: readonly OwedView[]
  /** Null: nobody has to do anything. */
  readonly open: OwedSum | null
}

/** The oldest first. */
export function owedViews(invoices: readonly InvoiceRow[], viewer: Viewer, now: Instant): OwedViews {
  const found = invoices
    .filter(({ paidAt, due }) => paidAt === null && due > 0)
    .toSorted((a, b) => a.number - b.number)
    .flatMap((invoice) => {
      const view = owedView(invoice, viewer, now)
      return view === null ? [] : [{ invoice, view }]
    })
  const open = found.filter(({ view }) => view.kind !== 'charging')
  const [oldest] = open
  return {
    charging: found.flatMap(({ view }) => (view.kind === 'charging' ? view : [])),
    open:
      oldest === undefined
        ? null
        : {
            total: moneyText(
              oldest.invoice.currency,
              viewer.locale,
            )(open.reduce((sum, { invoice }) => sum + invoice.due, 0)),
            invoices: open.map(({ view }) => view),
            since: oldest.view.invoice.issued,
            deadline: open.find(({ view }) => view.deadline !== null)?.view.deadline ?? null,
            nextTry: open.find(({ view }) => view.kind === 'declined')?.view.nextTry ?? null,
          },
  }
}

function owedView(invoice: InvoiceRow, viewer: Viewer, now: Instant): OwedView | null {
  const { collection } = invoice
  const kind = isBeingCharged(collection, now)
    ? 'charging'
    : collection?.state === 'declined'
      ? 'declined'
      : collection?.state === 'no-card'
        ? 'no-card'
        : collection?.state === 'requires-action'
          ? 'bank'
          : null
  if (!collection || kind === null) return null
  return {
    invoice: {
      id: invoice.id,
      title: invoiceTitle(invoice),
      due: moneyText(invoice.currency, viewer.locale)(invoice.due),
      issued: formatDay(dayAt(invoice.issuedAt), viewer.locale),
    },
    kind,
    deadline:
      collection.deadline === null || kind === 'charging'
        ? null
        : { when: formatInstant(collection.deadline, viewer), over: collection.deadline <= now },
    nextTry: collection.nextTryAt === null ? null : formatInstant(collection.nextTryAt, viewer),
    actionUrl: kind === 'bank' ? collection.actionUrl : null,
  }
}
