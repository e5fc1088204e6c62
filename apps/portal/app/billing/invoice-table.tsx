import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Badge } from '~/components/badge.tsx'
import type { InvoiceLineView } from './invoice-row-view.ts'

export function InvoiceTable({ invoices }: { readonly invoices: readonly InvoiceLineView[] }) {
  if (invoices.length === 0) return <p className="soft">No invoice has been issued yet.</p>
  return (
    <table className="figures invoice-table card">
      <caption className="visually-hidden">Invoices, the latest first</caption>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col">Issued</th>
          <th scope="col">State</th>
          <th scope="col">Total</th>
          <th scope="col">Document</th>
        </tr>
      </thead>
      <tbody>
        {invoices.map((invoice) => (
          <tr key={invoice.id}>
            <th scope="row">
              <Link to={`/settings/billing/invoices/${invoice.id}`}>{invoice.title}</Link>
              {invoice.period !== null && <span className="figures-below">{invoice.period}</span>}
            </th>
            <td data-label="Issued">{invoice.issued}</td>
            <td data-label="State">
              <Badge tone={invoice.state.tone}>{invoice.state.label}</Badge>
              {invoice.state.by !== undefined && <span className="figures-below">{invoice.state.by}</span>}
            </td>
            <td data-label="Total">{invoice.total}</td>
            <td data-label="Document">
              <DocumentLink invoice={invoice}>PDF</DocumentLink>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** BILL-10: the same as a tagged PDF. No page of ours, so the browser leads there itself. */
export function DocumentLink({
  invoice,
  className,
  children,
}: {
  readonly invoice: Pick<InvoiceLineView, 'id' | 'title'>
  readonly className?: string
  readonly children: ReactNode
}) {
  return (
    <a
      href={`/settings/billing/invoices/${invoice.id}/pdf`}
      className={className}
      data-kind={className && 'secondary'}
      download
    >
      {children}
      <span className="visually-hidden"> of {invoice.title}</span>
    </a>
  )
}
