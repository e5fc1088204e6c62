import { dayAt, explainLine, type InvoiceLine, type LineRule } from '@seatkeeper/rules'
import { daySpanText, formatDay, linePeriodText, lineReason, lineText, moneyWords } from '@seatkeeper/wording'
import type { InvoiceDocument } from './document.ts'

/** A row of the table: what it is for, how it came about, for which days, how much. */
export interface Row {
  readonly text: string
  readonly why: string | null
  readonly period: string | null
  readonly amount: string
}

/** A document as words, before it has a place on a page. Dates are UTC's, and everybody gets the same bytes. */
export interface DocumentWords {
  readonly heading: string
  readonly title: string
  readonly state: { readonly text: string; readonly tone: 'good' | 'due' | 'plain' }
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly charges: readonly Row[]
  readonly figures: readonly Row[]
  readonly total: { readonly label: string; readonly amount: string }
  /** Taxes that the prices contain; null where they contain none. */
  readonly contained: string | null
  /** How it is paid, a paragraph each. */
  readonly payment: readonly string[]
}

/** Lines that settle what the charges before them come to. */
const FIGURES: ReadonlySet<LineRule> = new Set([
  'tax',
  'carried-in',
  'credit-applied',
  'to-balance',
  'carried-out',
])

export function documentWords(invoice: InvoiceDocument): DocumentWords {
  const { kind, number, seller, billTo, lines, currency, due } = invoice
  const money = (amount: number) => moneyWords(amount, currency)
  const credit = kind === 'credit-note'
  const heading = `${credit ? 'Credit note' : 'Invoice'} ${number}`
  const charged = lines.filter(({ rule }) => !FIGURES.has(rule))
  const settled = lines.filter(({ rule }) => FIGURES.has(rule))
  const subtotal = sum(charged)
  const contained = invoice.tax - sum(settled.filter(({ rule }) => rule === 'tax'))
  const total = sum(lines)
  const rowOf = (line: InvoiceLine): Row => ({
    text: lineText(line, { seasons: invoice.seasons }),
    why: line.kind === 'flat' ? reasonOf(line) : explainLine(line).formula,
    period: linePeriodText(line),
    amount: money(line.amount.amount),
  })
  return {
    heading,
    title: `${heading}, ${seller.name} to ${billTo.name}`,
    state: stateOf(invoice),
    facts: factsOf(invoice),
    charges: charged.map(rowOf),
    figures: [
      {
        text: contained === 0 ? 'Net' : 'Subtotal, with tax',
        why: null,
        period: null,
        amount: money(subtotal),
      },
      ...settled.map(rowOf),
    ],
    total: {
      label: totalLabel(invoice),
      amount: money(credit ? 0 - total : due),
    },
    contained: contained === 0 ? null : `The prices contain ${money(contained)} of tax.`,
    payment: paymentOf({ ...invoice, heading, money }),
  }
}

function totalLabel({ kind, due, paidAt, voids, voidedBy }: InvoiceDocument): string {
  if (kind === 'credit-note') return voids === null ? 'Credited' : 'Taken back'
  if (paidAt !== null && due > 0) return 'Total, paid'
  return voidedBy === null ? 'Total due' : 'Total, was due'
}

/** A tax of no amount says why by its name; other amounts that follow from nothing on their line have a sentence. */
const reasonOf = ({ rule }: InvoiceLine): string | null => (rule === 'tax' ? null : lineReason[rule])

function stateOf({ kind, due, paidAt, dueOn, voids, voidedBy }: InvoiceDocument): DocumentWords['state'] {
  if (voidedBy !== null) return { text: 'Voided', tone: 'plain' }
  // What nobody had paid is not credited either.
  if (voids !== null) return { text: `Voids invoice ${voids}`, tone: 'plain' }
  if (kind === 'credit-note') return { text: 'Credited', tone: 'plain' }
  if (due === 0) return { text: 'Nothing due', tone: 'good' }
  if (paidAt !== null) return { text: `Paid ${formatDay(dayAt(paidAt))}`, tone: 'good' }
  return { text: dueOn === null ? 'Unpaid' : `Due ${formatDay(dueOn)}`, tone: 'due' }
}

function factsOf(invoice: InvoiceDocument): DocumentWords['facts'] {
  const { kind, number, issuedAt, paidAt, dueOn, due, period, purchaseOrder, voids, voidedBy } = invoice
  // Nobody pays a credit note.
  const paid = kind === 'invoice' && paidAt !== null && due > 0
  return [
    { label: 'Number', value: String(number) },
    { label: 'Issued', value: formatDay(dayAt(issuedAt)) },
    ...(period ? [{ label: 'Period', value: daySpanText(period.firstDay, period.lastDay) }] : []),
    ...(voids === null ? [] : [{ label: 'Voids', value: `Invoice ${voids}` }]),
    ...(voidedBy === null ? [] : [{ label: 'Voided by', value: `Credit note ${voidedBy}` }]),
    ...(dueOn !== null && !paid && voidedBy === null ? [{ label: 'Due', value: formatDay(dueOn) }] : []),
    ...(paid ? [{ label: 'Paid', value: formatDay(dayAt(paidAt)) }] : []),
    ...(purchaseOrder === null ? [] : [{ label: 'Purchase order', value: purchaseOrder }]),
  ]
}

function paymentOf({
  kind,
  due,
  paidAt,
  dueOn,
  seller,
  toBalance,
  voids,
  voidedBy,
  heading,
  money,
}: Pick<
  InvoiceDocument,
  'kind' | 'due' | 'paidAt' | 'dueOn' | 'seller' | 'toBalance' | 'voids' | 'voidedBy'
> & {
  readonly heading: string
  readonly money: (amount: number) => string
}): string[] {
  if (voidedBy !== null) return [`Credit note ${voidedBy} voids this invoice. Nothing is to be paid.`]
  if (voids !== null) {
    const credited =
      toBalance > 0 ? `${money(toBalance)} went into your credit balance; your next invoices use it. ` : ''
    return [`This voids invoice ${voids}. ${credited}Nothing is to be paid.`]
  }
  if (kind === 'credit-note')
    return ['Your next invoices use this credit by themselves. Nothing is to be paid.']
  if (due === 0 || paidAt !== null) return []
  if (dueOn === null) return ['This invoice is paid by card. Nothing is to be sent.']
  return [
    `Please pay ${money(due)} by the end of ${formatDay(dueOn)} and name “${heading}” with the payment.`,
    ...(seller.bank.length > 0 ? seller.bank : ['Your billing contact tells you the bank details.']),
  ]
}

const sum = (lines: readonly InvoiceLine[]): number =>
  lines.reduce((total, { amount }) => total + amount.amount, 0)
