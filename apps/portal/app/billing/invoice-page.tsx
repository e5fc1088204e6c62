import { Link } from '@remix-run/react'
import { Badge } from '~/components/badge.tsx'
import { DateText } from '~/components/date-text.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { ChargeLines } from './charge-lines.tsx'
import { billingPath } from './door.ts'
import { DocumentLink } from './invoice-table.tsx'
import { OwedNotices } from './owed-notices.tsx'
import type { InvoicePageView } from './invoice-page-view.ts'

/** BILL-10 */
export function InvoicePage({ view }: { readonly view: InvoicePageView }) {
  return (
    <>
      <PageHeader
        path={[
          ...billingPath,
          { label: 'Invoices', to: '/settings/billing/invoices' },
          { label: view.title },
        ]}
        title={view.title}
        lead={`From ${view.seller.name} to ${view.billTo.company}`}
      >
        <DocumentLink invoice={view} className="button">
          Download PDF
        </DocumentLink>
      </PageHeader>
      <div className="billing-narrow">
        {view.voided !== null && (
          <div className="page-notice">
            <Notice>
              <p>
                {view.voided.text}{' '}
                <Link to={`/settings/billing/invoices/${view.voided.id}`}>{view.voided.title}</Link>.
              </p>
            </Notice>
          </div>
        )}
        <OwedNotices owed={view.owed} mayBuy={view.mayBuy} />
      </div>
      <article className="card stack billing-narrow invoice">
        <div className="invoice-head">
          <section aria-labelledby="bill-to">
            <h2 id="bill-to">Billed to</h2>
            <address className="billing-address">
              <strong>{view.billTo.company}</strong>
              {view.billTo.lines.map((line) => (
                <span key={line}>{line}</span>
              ))}
              {view.billTo.taxId !== null && <span>Tax id {view.billTo.taxId}</span>}
            </address>
          </section>
          {view.seller.address.length > 0 && (
            <section aria-labelledby="sold-by">
              <h2 id="sold-by">From</h2>
              <address className="billing-address">
                <strong>{view.seller.name}</strong>
                {view.seller.address.map((line) => (
                  <span key={line}>{line}</span>
                ))}
                {view.seller.taxId !== null && <span>Tax id {view.seller.taxId}</span>}
              </address>
            </section>
          )}
          <dl className="facts">
            <dt>State</dt>
            <dd>
              <Badge tone={view.state.tone}>{view.state.label}</Badge>
              {view.state.by !== undefined && <span className="figures-below">{view.state.by}</span>}
            </dd>
            <dt>Issued</dt>
            <dd>{view.issued}</dd>
            {view.period !== null && (
              <>
                <dt>Period</dt>
                <dd>{view.period}</dd>
              </>
            )}
            {view.billTo.purchaseOrder !== null && (
              <>
                <dt>Purchase order</dt>
                <dd>{view.billTo.purchaseOrder}</dd>
              </>
            )}
            {view.due !== null && view.paid === null && (
              <>
                <dt>Due</dt>
                <dd>{view.due}</dd>
              </>
            )}
            {view.paid !== null && (
              <>
                <dt>Paid</dt>
                <dd>
                  <DateText when={view.paid} />
                </dd>
              </>
            )}
          </dl>
        </div>
        <ChargeLines lines={view.lines} total={view.total} caption="Lines of this document" />
        <dl className="invoice-figures">
          {view.figures.map(({ label, amount }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{amount}</dd>
            </div>
          ))}
        </dl>
        {view.wire !== null && (
          <section className="stack invoice-wire" aria-labelledby="to-pay">
            <h2 id="to-pay">How to pay</h2>
            <p>
              Please send {view.wire.amount} by the end of {view.wire.until} and name “{view.title}” with it.
            </p>
            {view.wire.bank.length > 0 && (
              <p className="invoice-bank">
                {view.wire.bank.map((line) => (
                  <span key={line}>{line}</span>
                ))}
              </p>
            )}
          </section>
        )}
      </article>
    </>
  )
}
