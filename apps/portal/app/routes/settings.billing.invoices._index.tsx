import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { accountInvoices } from '@seatkeeper/db'
import { billingDoor, billingPath } from '~/billing/door.ts'
import { invoiceRowView } from '~/billing/invoice-row-view.ts'
import { InvoiceTable } from '~/billing/invoice-table.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { granted } from '~/server/billing/granted.ts'
import { adminPage } from '~/server/routes/admin.ts'

export const meta: MetaFunction = () => [{ title: 'Invoices' }]

/** BILL-10 */
export const loader = adminPage(billingDoor, async ({ query, viewer, now }) => {
  const { invoices } = granted(await accountInvoices(query))
  return { invoices: invoices.map((invoice) => invoiceRowView(invoice, { viewer, now })) }
})

export default function Invoices() {
  const { invoices } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader path={[...billingPath, { label: 'Invoices' }]} title="Invoices" />
      <div className="billing-narrow invoice-list">
        <InvoiceTable invoices={invoices} />
      </div>
    </>
  )
}
