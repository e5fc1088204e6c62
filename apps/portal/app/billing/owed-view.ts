import type { InvoiceRow } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { formatInstant, type TwoClocks, type Viewer } from '@seatkeeper/wording'
import { invoiceTitle } from './invoice-row-view.ts'
import { moneyText } from './words.ts'

/** An invoice that somebody has to do something about, and what (PAY-03, PAY-08). */
export interface OwedView {
  readonly invoice: { readonly id: string; readonly title: string; readonly due: string }
  /** `charging`: a card was entered, or the bank answered, and the worker is at it. */
  readonly kind: 'declined' | 'no-card' | 'bank' | 'charging'
  /** Until when access is kept, or was. */
  readonly deadline: { readonly when: TwoClocks; readonly over: boolean } | null
  readonly nextTry: TwoClocks | null
  readonly actionUrl: string | null
}

/** The oldest first: entering a card pays them all. */
export function owedView(invoices: readonly InvoiceRow[], viewer: Viewer, now: Instant): OwedView[] {
  return invoices
    .filter(({ paidAt, due }) => paidAt === null && due > 0)
    .toSorted((a, b) => a.number - b.number)
    .flatMap((invoice): OwedView[] => {
      const { collection } = invoice
      const underWay =
        collection?.method === 'card' && collection.nextTryAt !== null && collection.nextTryAt <= now
      const kind = underWay
        ? 'charging'
        : collection?.state === 'declined'
          ? 'declined'
          : collection?.state === 'no-card'
            ? 'no-card'
            : collection?.state === 'requires-action'
              ? 'bank'
              : null
      if (!collection || kind === null) return []
      return [
        {
          invoice: {
            id: invoice.id,
            title: invoiceTitle(invoice),
            due: moneyText(invoice.currency, viewer.locale)(invoice.due),
          },
          kind,
          deadline:
            collection.deadline === null || kind === 'charging'
              ? null
              : { when: formatInstant(collection.deadline, viewer), over: collection.deadline <= now },
          nextTry: collection.nextTryAt === null ? null : formatInstant(collection.nextTryAt, viewer),
          actionUrl: kind === 'bank' ? collection.actionUrl : null,
        },
      ]
    })
}
