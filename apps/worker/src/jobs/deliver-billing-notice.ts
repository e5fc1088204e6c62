import { billingMail, issuedInvoice } from '@seatkeeper/db'
import { billingNotice } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'
import { invoiceAttachment } from './invoice-attachment.ts'

/** MAIL-05: what an invoicing address is told, as things stand when the mail is made. */
export const deliverBillingNotice: Job<'billing-notice'> = async ({ em, now, installation }, event) => {
  const facts = await billingMail(em, event.payload, now)
  if (facts.kind === 'skip') return facts
  const { to, company, notice, bank } = facts
  const mail = await billingNotice({
    product: installation.productName,
    portalUrl: installation.portalUrl,
    bankDetails: bank.length === 0 ? null : bank.join(', '),
    company,
    notice,
    reader: { zone: 'UTC' },
  })
  // Whoever pays by wire pays from the document.
  const sent = notice.kind === 'wire-sent' || notice.kind === 'wire-overdue'
  const invoice = sent ? await issuedInvoice(em, notice.invoice.id) : undefined
  const attachments = invoice ? [await invoiceAttachment(invoice, installation.productName)] : []
  return { kind: 'send', mail: { ...mail, ...(invoice && { attachments }), id: event.id, to } }
}
