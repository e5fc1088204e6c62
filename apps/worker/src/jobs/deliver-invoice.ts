import { invoiceMail } from '@seatkeeper/db'
import { creditNoteIssued, invoiceIssued } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'
import { invoiceAttachment } from './invoice-attachment.ts'

/** BILL-07, BILL-10: the copy of an invoice or credit note with its document, to one of the account's invoicing addresses. */
export const deliverInvoice: Job<'invoice-issued'> = async ({ em, installation }, event) => {
  const facts = await invoiceMail(em, event.payload)
  if (facts.kind === 'skip') return facts
  const { productName, portalUrl } = installation
  const { kind: _, to, invoiceId, invoice: issued, ...invoice } = facts
  const shared = {
    ...invoice,
    product: productName,
    url: `${portalUrl}/settings/billing/invoices/${invoiceId}`,
    reader: { zone: 'UTC' },
  } as const
  const mail =
    issued.kind === 'credit-note'
      ? await creditNoteIssued({
          ...shared,
          voids: issued.voids?.number ?? null,
          total: { amount: 0 - issued.net - issued.tax, currency: issued.currency },
          toBalance: issued.toBalance,
          wasPaid: issued.voidedWasPaid,
        })
      : await invoiceIssued(shared)
  const attachment = await invoiceAttachment(issued, productName)
  return { kind: 'send', mail: { ...mail, attachments: [attachment], id: event.id, to } }
}
