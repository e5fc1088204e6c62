import type { InvoiceView } from '@seatkeeper/db'
import { dayAt, type Instant } from '@seatkeeper/rules'
import { formatDay, formatInstant, type Viewer } from '@seatkeeper/wording'
import { addressView } from './address-view.ts'
import { invoiceRowView, invoiceTitle } from './invoice-row-view.ts'
import { owedView } from './owed-view.ts'
import { lineViews } from './line-view.ts'
import { moneyText } from './words.ts'

/** BILL-10: an invoice as it was issued; nothing on it is reckoned anew. */
export function invoicePageView(
  invoice: InvoiceView,
  {
    viewer,
    now,
    product,
    mayBuy,
  }: {
    readonly viewer: Viewer
    readonly now: Instant
    readonly product: string
    readonly mayBuy: boolean
  },
) {
  const { locale } = viewer
  const money = moneyText(invoice.currency, locale)
  const { company, profile } = invoice.billTo
  const credit = invoice.kind === 'credit-note'
  const row = invoiceRowView(invoice, { viewer, now })
  const seller = invoice.seller ?? { name: product, address: [], taxId: null, email: null, bank: [] }
  const toPay = invoice.paidAt === null && invoice.due > 0
  return {
    id: invoice.id,
    title: invoiceTitle(invoice),
    seller,
    /** PAY-06: where to send it; null: nothing is to be sent. */
    wire:
      toPay && invoice.dueOn !== null
        ? { until: formatDay(invoice.dueOn, locale), amount: row.total, bank: seller.bank }
        : null,
    state: row.state,
    owed: owedView([invoice], viewer, now)[0] ?? null,
    mayBuy,
    period: row.period,
    issued: formatDay(dayAt(invoice.issuedAt), locale),
    due: invoice.dueOn && formatDay(invoice.dueOn, locale),
    paid: invoice.paidAt === null ? null : formatInstant(invoice.paidAt, viewer),
    billTo:
      profile === null
        ? { company, lines: [], taxId: null, purchaseOrder: null, emails: [] }
        : addressView(profile),
    lines: lineViews(invoice.lines, { money, locale, seasons: invoice.seasons }),
    figures: [
      { label: 'Net', amount: money(invoice.net) },
      { label: 'Tax', amount: money(invoice.tax) },
      ...(invoice.creditApplied > 0
        ? [{ label: 'Credit applied', amount: money(0 - invoice.creditApplied) }]
        : []),
    ],
    total: {
      label: credit ? 'Credited' : invoice.due > 0 && invoice.paidAt !== null ? 'Paid' : 'Due',
      amount: row.total,
    },
  }
}

export type InvoicePageView = ReturnType<typeof invoicePageView>
