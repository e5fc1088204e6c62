import { redirect } from '@remix-run/node'
import { recheckInvoice } from '@seatkeeper/db'
import { buyingDoor } from '~/billing/door.ts'
import { granted } from '~/server/billing/granted.ts'
import { adminPage } from '~/server/routes/admin.ts'

/** PAY-08: somebody comes back from their bank, who was asked about an invoice; the worker looks at once what it said. */
export const loader = adminPage(buyingDoor, async ({ query, params }) => {
  const invoiceId = params['invoiceId']!
  granted(await recheckInvoice(query, invoiceId))
  throw redirect(`/settings/billing/invoices/${invoiceId}`)
})
