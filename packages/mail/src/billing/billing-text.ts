import type { NoticedInvoice } from '@seatkeeper/rules'
import { formatDay, formatMoney, type Viewer } from '@seatkeeper/wording'
import type { Block, FactGroup } from '../content/mail-content.ts'

/** Where things are done, and for whom it is worded. */
export interface BillingPlace {
  readonly portalUrl: string
  /** Where wires go; null: this installation does not say. */
  readonly bankDetails: string | null
  readonly reader: Viewer
}

/** What one kind of billing mail says. */
export interface BillingText {
  readonly subject: string
  readonly preview: string
  readonly heading: string
  readonly blocks: readonly Block[]
}

export const cardLink = (label: string, { portalUrl }: BillingPlace): Block => {
  return { kind: 'link', label, url: `${portalUrl}/settings/billing/card` }
}

export const billingLink = (label: string, { portalUrl }: BillingPlace): Block => {
  return { kind: 'link', label, url: `${portalUrl}/settings/billing` }
}

export const invoiceLink = (label: string, { id }: NoticedInvoice, { portalUrl }: BillingPlace): Block => {
  return { kind: 'link', label, url: `${portalUrl}/settings/billing/invoices/${id}` }
}

/** An invoice in three lines. */
export function invoiceFacts(invoice: NoticedInvoice, { reader: { locale } }: BillingPlace): FactGroup {
  return {
    title: `Invoice ${invoice.number}`,
    facts: [
      { label: 'Amount', value: formatMoney(invoice.due, locale) },
      { label: 'Issued on', value: formatDay(invoice.issuedOn, locale) },
    ],
  }
}

export const NOTHING_IS_DELETED = 'Nothing is deleted: all opens again as it was.'
