import type { IssuedInvoiceFacts } from '@seatkeeper/db'
import { documentOf, fileNameOf, renderInvoice } from '@seatkeeper/invoice-pdf'
import type { OutgoingMail } from '@seatkeeper/mail'

type Attachment = NonNullable<OutgoingMail['attachments']>[number]

/** BILL-10: an invoice's document, for a mail. `product`: who sells where the invoice does not say. */
export async function invoiceAttachment(invoice: IssuedInvoiceFacts, product: string): Promise<Attachment> {
  return {
    filename: fileNameOf(invoice),
    contentType: 'application/pdf',
    content: await renderInvoice(documentOf(invoice, product)),
  }
}
