import { Form, Link } from '@remix-run/react'
import { Button, ButtonLink } from '~/components/button.tsx'
import { Flash } from '~/components/flash.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import { AddressCard, CardOnFile } from './billing-cards.tsx'
import { BooksAgree } from './books-agree.tsx'
import type { BooksAgreeView } from './books-view.ts'
import { ChangesCard, OffersCard } from './changes-card.tsx'
import { BillingContact } from './contact.tsx'
import { InvoiceTable } from './invoice-table.tsx'
import { OwedNotices } from './owed-notices.tsx'
import type { OverviewView } from './overview-view.ts'

/** BILL-01: what the account pays for, and with what. */
export function OverviewPage({
  view,
  books,
  more,
  flash,
}: {
  readonly view: OverviewView
  readonly books: BooksAgreeView | null
  readonly more: number | null
  readonly flash: string | null
}) {
  return (
    <>
      <Flash>{flash}</Flash>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Billing' }, { label: 'Manage Subscription' }]}
        title="Manage Subscription"
        lead={`${view.plan}, invoiced ${view.every}.`}
      >
        {view.canBuy && (
          <ButtonLink to="/settings/billing/seats" kind="primary">
            {view.classic ? 'Change seats' : 'Add seats'}
          </ButtonLink>
        )}
      </PageHeader>
      <Notices view={view} />
      <div className="billing-page">
        <div className="stack billing-main">
          <ChangesCard changes={view.changes} mayBuy={view.mayBuy} />
          <OffersCard offers={view.offers} />
          <Costs view={view} />
          {view.seasons.length > 0 && <Seasons view={view} />}
          <section className="stack" aria-labelledby="invoices">
            <div className="billing-head">
              <h2 id="invoices">Invoices</h2>
              {more !== null && <Link to="/settings/billing/invoices">All {more} invoices</Link>}
            </div>
            <InvoiceTable invoices={view.invoices} />
          </section>
          <Fewer view={view} />
        </div>
        <aside className="stack billing-aside" aria-label="Contract and payment">
          <Contract view={view} />
          {view.byCard ? (
            <CardOnFile card={view.card} mayBuy={view.mayBuy} />
          ) : (
            <Wire terms={view.netTerms} />
          )}
          <AddressCard address={view.address} mayBuy={view.mayBuy} />
          <BooksAgree books={books} />
        </aside>
      </div>
    </>
  )
}

function Notices({ view }: { readonly view: OverviewView }) {
  return (
    <>
      {view.openPurchase !== null && (
        <div className="page-notice">
          <Notice tone="warn">
            <p>
              A purchase is on its way.{' '}
              <Link to={`/settings/billing/purchases/${view.openPurchase}`}>See how it stands</Link>
            </p>
          </Notice>
        </div>
      )}
      {!view.selfService && (
        <div className="page-notice">
          <Notice>
            <p>
              Your contract has terms of its own, so seats and plan are not bought on this page. Ask{' '}
              <BillingContact address={view.contact} /> for a change; everything else here is as usual.
            </p>
          </Notice>
        </div>
      )}
      <Cancelled view={view} />
      <OwedNotices owed={view.owed} mayBuy={view.mayBuy} />
      {!view.runs && !view.cancelled && (
        <div className="page-notice">
          <Notice tone="warn">
            <p>The contract of {view.term} does not run today, so nothing can be added to it.</p>
          </Notice>
        </div>
      )}
    </>
  )
}

function Costs({ view }: { readonly view: OverviewView }) {
  return (
    <section className="card stack" aria-labelledby="costs">
      <h2 id="costs">What it costs</h2>
      <table className="figures">
        <caption className="visually-hidden">Cost of each item, without tax</caption>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Number</th>
            <th scope="col">Each, a month</th>
            <th scope="col">A month</th>
            <th scope="col">A year</th>
          </tr>
        </thead>
        <tbody>
          {view.items.map((item) => (
            <tr key={item.id}>
              <th scope="row">
                {item.name}
                {item.use !== null && <span className="figures-below">{item.use}</span>}
              </th>
              <td data-label="Number">{item.quantity}</td>
              <td data-label="Each, a month">{item.price}</td>
              <td data-label="A month">{item.monthly}</td>
              <td data-label="A year">{item.yearly}</td>
            </tr>
          ))}
          {view.seasons.map((season) => (
            <tr key={season.id}>
              <th scope="row" colSpan={4}>
                Season {season.name}
                <span className="figures-below">{season.total}</span>
              </th>
              <td data-label="A year">{season.cost}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              Annual cost, without tax
            </th>
            <td data-label="A month">{view.monthly}</td>
            <td data-label="A year">{view.yearly}</td>
          </tr>
        </tfoot>
      </table>
      {view.isMonthly && (
        <p className="soft small">
          You pay {view.monthly} a month; ×12 that is {view.twelve} a year
          {view.hasSeasonCost ? ', and the seasons come on top' : ''}.
        </p>
      )}
    </section>
  )
}

function Seasons({ view }: { readonly view: OverviewView }) {
  return (
    <section className="card stack" aria-labelledby="seasons">
      <div className="billing-head">
        <h2 id="seasons">Seasons</h2>
        <span className="soft small">Assigned</span>
      </div>
      <ul role="list" className="billing-seasons">
        {view.seasons.map((season) => (
          <li key={season.id}>
            <div>
              <strong>{season.name}</strong>
              <span className="figures-below">{season.total}</span>
              <span className="figures-below">{season.days}</span>
            </div>
            <span className="billing-assigned">
              {season.assigned}
              <span className="visually-hidden"> assigned</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Contract({ view }: { readonly view: OverviewView }) {
  return (
    <section className="card stack" aria-labelledby="contract">
      <h2 id="contract">Contract</h2>
      <dl className="facts">
        <dt>Plan</dt>
        <dd>{view.plan}</dd>
        <dt>Invoiced</dt>
        <dd>{view.every.charAt(0).toUpperCase() + view.every.slice(1)}</dd>
        <dt>Term</dt>
        <dd>{view.term}</dd>
        {view.period !== null && view.period !== view.term && (
          <>
            <dt>Paid period</dt>
            <dd>{view.period}</dd>
          </>
        )}
        <dt>{view.cancelled ? 'Ends' : 'Renews'}</dt>
        <dd>{view.renewsOn}</dd>
        {view.next !== null && (
          <>
            <dt>Next invoice</dt>
            <dd>
              {view.next.on}: {view.next.net}
              <span className="figures-below">
                without tax{view.next.renews ? ', for the next term' : ''}
              </span>
            </dd>
          </>
        )}
        <dt>Credit balance</dt>
        <dd>{view.credit ?? 'None'}</dd>
        {view.carried !== null && (
          <>
            <dt>Carried on</dt>
            <dd>{view.carried}</dd>
          </>
        )}
      </dl>
      {!view.cancelled && <Link to="/settings/billing/renewal">What the renewal brings</Link>}
      {view.credit !== null && <p className="soft small">Your next invoices use it by themselves.</p>}
    </section>
  )
}

function Wire({ terms }: { readonly terms: string }) {
  return (
    <section className="card stack" aria-labelledby="pay-with">
      <h2 id="pay-with">Payment</h2>
      <p>By bank transfer. Invoices are sent, and are to be paid {terms}.</p>
    </section>
  )
}

/** BILL-04, BILL-08 */
function Fewer({ view }: { readonly view: OverviewView }) {
  if (!view.mayBuy || !view.runs || view.cancelled) return null
  return (
    <section className="stack" aria-labelledby="fewer">
      <h2 id="fewer">{view.classic ? 'Cancelling' : 'Fewer seats, a lower plan, or none at all'}</h2>
      {!view.classic && (
        <p className="soft billing-prose">
          Seats and plan are agreed until {view.renewsOn} and can’t be reduced here before. What you ask for
          takes effect with the renewal. Freeing a seat under Users costs nothing and lets somebody else have
          it.
        </p>
      )}
      <div className="panel-actions">
        {!view.classic && (
          <ButtonLink to="/settings/billing/plan-request">Reduce seats or change to a lower plan</ButtonLink>
        )}
        <ButtonLink to="/settings/billing/cancel" kind="quiet">
          Cancel the subscription
        </ButtonLink>
      </div>
    </section>
  )
}

/** BILL-08: until the end one click undoes it; after it there is a price first. */
function Cancelled({ view }: { readonly view: OverviewView }) {
  if (!view.cancelled) return null
  return (
    <div className="page-notice">
      <Notice tone="warn">
        {view.ended ? (
          <p>
            The subscription ended at {view.endsAt}. Nothing is deleted; when you come back, you get a price
            first.
          </p>
        ) : (
          <p>
            The subscription is cancelled and ends at {view.endsAt}. Until then everything works as before.
          </p>
        )}
        {view.mayBuy &&
          (view.ended ? (
            <ButtonLink to="/settings/billing/reactivate" kind="primary">
              Come back
            </ButtonLink>
          ) : (
            <Form method="post" action="/settings/billing/cancel">
              <FormToken />
              <Button name="intent" value="undo">
                Undo the cancellation
              </Button>
            </Form>
          ))}
      </Notice>
    </div>
  )
}

/** PAY-03, PAY-08: what is open and how it is paid now. */
