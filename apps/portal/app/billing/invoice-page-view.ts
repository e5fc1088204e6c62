import type { InvoiceView } from '@seatkeeper/db'
import { dayAt, type Instant } from '@seatkeeper/rules'
import { formatDay, formatInstant, type Viewer } from '@seatkeeper/wording'
import { addressView } from './address-view.ts'
import { invoiceRowView, invoiceTitle } from './invoice-row-view.ts'
import { owedViews } from './owed-view.ts'
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
  const toPay = invoice.paidAt === null && invoice.due > 0 && invoice.voidedBy === null
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
    owed: owedViews([invoice], viewer, now),
    mayBuy,
    /** D-02: the credit note that voids it, or the invoice that it voids; with what came of it. */
    voided: voidedView(invoice, money),
    period: row.period,
    issued: formatDay(dayAt(invoice.issuedAt), locale),
    due: invoice.dueOn && invoice.voidedBy === null ? formatDay(invoice.dueOn, locale) : null,
    // Nobody pays a credit note.
    paid: credit || invoice.paidAt === null ? null : formatInstant(invoice.paidAt, viewer),
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
    total: { label: totalLabel(invoice), amount: row.total },
  }
}

function totalLabel({ kind, voids, voidedBy, due, paidAt }: InvoiceView): string {
  if (kind === 'credit-note') return voids === null ? 'Credited' : 'Taken back'
  if (due > 0 && paidAt !== null) return 'Paid'
  return voidedBy === null ? 'Due' : 'Was due'
}

function voidedView(
  { voids, voidedBy, toBalance, paidAt, creditApplied }: InvoiceView,
  money: (amount: number) => string,
) {
  if (voidedBy !== null) {
    return {
      text:
        paidAt === null && creditApplied === 0
          ? 'This invoice is void: nothing is to be paid for it. See'
          : 'This invoice is void: nothing is to be paid for it, and what was paid has become credit. See',
      id: voidedBy.id,
      title: invoiceTitle({ kind: 'credit-note', number: voidedBy.number }),
    }
  }
  if (voids === null) return null
  const title = invoiceTitle({ kind: 'invoice', number: voids.number })
  return {
    text:
      toBalance > 0
        ? `${money(toBalance)} went into your credit balance; your next invoices use it by themselves. This voids`
        : 'Nothing is to be paid any more. This voids',
    id: voids.id,
    title,
  }
}

export type InvoicePageView = ReturnType<typeof invoicePageView>
