import { invoiceMail } from '@seatkeeper/db'
import { invoiceIssued } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'
import { invoiceAttachment } from './invoice-attachment.ts'

/** BILL-07, BILL-10: the copy of an invoice with its document, to one of the account's invoicing addresses. */
export const deliverInvoice: Job<'invoice-issued'> = async ({ em, installation }, event) => {
  const facts = await invoiceMail(em, event.payload)
  if (facts.kind === 'skip') return facts
  const { productName, portalUrl } = installation
  const { kind: _, to, invoiceId, invoice: issued, ...invoice } = facts
  const mail = await invoiceIssued({
    ...invoice,
    product: productName,
    url: `${portalUrl}/settings/billing/invoices/${invoiceId}`,
    reader: { zone: 'UTC' },
  })
  const attachment = await invoiceAttachment(issued, productName)
  return { kind: 'send', mail: { ...mail, attachments: [attachment], id: event.id, to } }
}
