import { invoiceMail } from '@seatkeeper/db'
import { invoiceIssued } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'

/** BILL-07: the copy of an invoice, to one of the account's invoicing addresses. */
export const deliverInvoice: Job<'invoice-issued'> = async ({ em, installation }, event) => {
  const facts = await invoiceMail(em, event.payload)
  if (facts.kind === 'skip') return facts
  const { productName, portalUrl } = installation
  const { kind: _, to, invoiceId, ...invoice } = facts
  const mail = await invoiceIssued({
    ...invoice,
    product: productName,
    url: `${portalUrl}/settings/billing/invoices/${invoiceId}`,
    reader: { zone: 'UTC' },
  })
  return { kind: 'send', mail: { ...mail, id: event.id, to } }
}
