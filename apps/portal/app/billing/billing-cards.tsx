import { Link } from '@remix-run/react'
import type { AddressView } from './address-view.ts'
import type { OverviewView } from './overview-view.ts'

/** PAY-01 */
export function CardOnFile({ card, mayBuy }: Pick<OverviewView, 'card' | 'mayBuy'>) {
  return (
    <section className="card stack" aria-labelledby="card-on-file">
      <div className="billing-head">
        <h2 id="card-on-file">Card on file</h2>
        {mayBuy && <Link to="/settings/billing/card">{card === null ? 'Enter a card' : 'Change'}</Link>}
      </div>
      {card === null ? (
        <p className="soft">None yet.</p>
      ) : (
        <div>
          <p>
            <strong>{card.brand}</strong> ending in {card.lastFour}
          </p>
          <p className={card.expired ? 'billing-bad' : 'soft small'}>
            {card.expired ? `Expired ${card.expires}. Enter another card.` : `Expires ${card.expires}`}
          </p>
        </div>
      )}
    </section>
  )
}

/** PAY-02 */
export function AddressCard({
  address,
  mayBuy,
}: {
  readonly address: AddressView | null
  readonly mayBuy: boolean
}) {
  return (
    <section className="card stack" aria-labelledby="billing-details">
      <div className="billing-head">
        <h2 id="billing-details">Billing details</h2>
        {mayBuy && <Link to="/settings/billing/details">{address === null ? 'Enter them' : 'Change'}</Link>}
      </div>
      {address === null ? (
        <p className="soft">No address yet. Tax is reckoned from it.</p>
      ) : (
        <>
          <address className="billing-address">
            <strong>{address.company}</strong>
            {address.lines.map((line) => (
              <span key={line}>{line}</span>
            ))}
          </address>
          <dl className="facts">
            <dt>Invoices to</dt>
            <dd className="billing-emails">
              {address.emails.map((email) => (
                <span key={email}>{email}</span>
              ))}
            </dd>
            {address.taxId !== null && (
              <>
                <dt>Tax id</dt>
                <dd>{address.taxId}</dd>
              </>
            )}
            {address.purchaseOrder !== null && (
              <>
                <dt>Purchase order</dt>
                <dd>{address.purchaseOrder}</dd>
              </>
            )}
          </dl>
        </>
      )}
    </section>
  )
}
