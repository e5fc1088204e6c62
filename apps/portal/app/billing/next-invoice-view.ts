import type { BillingOverview } from '@seatkeeper/db'
import type { UpcomingInvoice } from '@seatkeeper/rules'
import { formatDay } from '@seatkeeper/wording'
import { type LineView, lineViews } from './line-view.ts'
import type { MoneyText } from './words.ts'

export interface NextInvoiceView {
  readonly on: string
  readonly renews: boolean
  /** `Without tax`, `Tax`, and what else there is between that and the total. */
  readonly figures: readonly { readonly label: string; readonly amount: string }[]
  readonly due: string
  readonly lines: readonly LineView[]
  readonly how: string
}

/** BILL-01: the invoice that comes next, in the figures of the renewal's preview: one figure for one thing everywhere. */
export function nextInvoiceView(
  { on, renews, invoice }: UpcomingInvoice,
  { seasons, payment, card }: Pick<BillingOverview, 'seasons' | 'payment' | 'card'>,
  { money, locale }: { readonly money: MoneyText; readonly locale: string | undefined },
): NextInvoiceView {
  const names = Object.fromEntries(seasons.map(({ id, name }) => [id, name]))
  const between: readonly (readonly [label: string, amount: number])[] = [
    ['Carried from before', invoice.carriedIn],
    ['Credit used', 0 - invoice.creditApplied],
    ['Goes into your credit', invoice.toBalance],
    ['Carried to the next', 0 - invoice.carriedOut],
  ]
  return {
    on: formatDay(on, locale),
    renews,
    figures: [
      { label: 'Without tax', amount: money(invoice.net) },
      { label: 'Tax, estimated', amount: money(invoice.tax) },
      ...between
        .filter(([, amount]) => amount !== 0)
        .map(([label, amount]) => ({ label, amount: money(amount) })),
    ],
    due: money(invoice.due),
    lines: lineViews(invoice.lines, { money, locale, seasons: names, estimated: true }),
    how:
      payment === 'wire'
        ? 'Sent as an invoice, to be paid by bank transfer.'
        : card?.paymentMethodId
          ? 'Charged to the card on file.'
          : 'There is no card on file to charge it to.',
  }
}
