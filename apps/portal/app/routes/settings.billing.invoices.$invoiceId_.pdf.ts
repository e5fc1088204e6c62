import { invoiceView } from '@seatkeeper/db'
import { documentOf, fileNameOf, renderInvoice } from '@seatkeeper/invoice-pdf'
import { billingDoor } from '~/billing/door.ts'
import { granted } from '~/server/billing/granted.ts'
import { adminPage } from '~/server/routes/admin.ts'

/** BILL-10: an invoice or a credit note as a document to keep. */
export const loader = adminPage(billingDoor, async ({ query, params, context }) => {
  const { invoice } = granted(await invoiceView(query, params['invoiceId']!))
  const bytes = await renderInvoice(documentOf(invoice, context.services.productName))
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${fileNameOf(invoice)}"`,
    },
  })
})
