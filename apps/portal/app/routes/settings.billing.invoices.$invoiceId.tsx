import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { invoiceView } from '@seatkeeper/db'
import { billingDoor, buyingDoor } from '~/billing/door.ts'
import { InvoicePage } from '~/billing/invoice-page.tsx'
import { invoicePageView } from '~/billing/invoice-page-view.ts'
import { granted } from '~/server/billing/granted.ts'
import { adminPage } from '~/server/routes/admin.ts'
import { isOpen } from '~/server/routes/doors.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.view.title ?? 'Invoice' }]

/** BILL-10 */
export const loader = adminPage(billingDoor, async ({ query, viewer, now, params, context, membership }) => {
  const { invoice } = granted(await invoiceView(query, params['invoiceId']!))
  const { productName: product } = context.services
  const mayBuy = isOpen(membership, buyingDoor)
  return { view: invoicePageView(invoice, { viewer, now, product, mayBuy }) }
})

export default function InvoiceRoute() {
  const { view } = useLoaderData<typeof loader>()
  return <InvoicePage view={view} />
}
