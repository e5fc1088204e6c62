import { Form, Link } from '@remix-run/react'
import { Badge } from '~/components/badge.tsx'
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
import type { NextInvoiceView } from './next-invoice-view.ts'
import { OwedNotices } from './owed-notices.tsx'
import type { OverviewView, SeasonRowView } from './overview-view.ts'
import type { BankAsksView } from './purchase-view.ts'

/** BILL-01: what the account pays for, and with what. */
export function OverviewPage({
  view,
  books,
  bank,
  more,
  flash,
}: {
  readonly view: OverviewView
  readonly books: BooksAgreeView | null
  /** The bank asks about the purchase that is open; null: it does not. */
  readonly bank: BankAsksView | null
  readonly more: number | null
  readonly flash: string | null
}) {
  return (
    <>
      <Flash live>{flash}</Flash>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Billing' }, { label: 'Manage Subscription' }]}
        title="Manage Subscription"
        lead={`${view.plan}, invoiced ${view.every}.`}
      >
        {view.canBuy && (
          <ButtonLink to="/settings/billing/seats" kind={mainIs(view) === 'buy' ? 'primary' : 'secondary'}>
            {view.classic ? 'Change seats' : 'Add seats'}
          </ButtonLink>
        )}
      </PageHeader>
      <Notices view={view} bank={bank} />
      <div className="billing-page">
        <div className="stack billing-main">
          <ChangesCard changes={view.changes} mayBuy={view.mayBuy} />
          <OffersCard offers={view.offers} />
          <Costs view={view} />
          <Seasons view={view} />
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
          {view.next !== null && <NextInvoice next={view.next} />}
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

/** One main action a page: what is owed or ended comes before what could be added (ACC-05, BILL-08). */
const mainIs = ({ owed, cancelled, cardRequired }: OverviewView): 'buy' | 'mend' =>
  owed.open !== null || cancelled || cardRequired ? 'mend' : 'buy'

function Notices({ view, bank }: { readonly view: OverviewView; readonly bank: BankAsksView | null }) {
  return (
    <>
      {bank !== null && <BankAsks bank={bank} mayBuy={view.mayBuy} />}
      {bank === null && view.openPurchase !== null && (
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
      {view.cardRequired && (
        <div className="page-notice">
          <Notice tone="bad">
            <p>
              The paid period is over and no card is on file, so everything but billing is locked. Entering a
              card opens the account again at once.
            </p>
            {view.mayBuy && (
              <p>
                <ButtonLink to="/settings/billing/card" kind="primary">
                  Enter a card
                </ButtonLink>
              </p>
            )}
          </Notice>
        </div>
      )}
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

/** PAY-08: a purchase that waits for its buyer, not for us. */
function BankAsks({ bank, mayBuy }: { readonly bank: BankAsksView; readonly mayBuy: boolean }) {
  return (
    <div className="page-notice">
      <Notice tone="warn">
        <p>
          Your bank waits for you: it asks you to confirm a purchase.
          {bank.until !== null && <> There is time until {bank.until}.</>}{' '}
          <Link to={`/settings/billing/purchases/${bank.purchaseId}`}>See how it stands</Link>
        </p>
        {mayBuy && (
          <p>
            <a className="button" data-kind="secondary" href={bank.actionUrl} rel="noreferrer">
              Go to your bank
            </a>
          </p>
        )}
      </Notice>
    </div>
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
          {view.costs.seasons !== null && (
            <>
              <tr className="figures-sum">
                <th scope="row" colSpan={3}>
                  {view.costs.together}
                </th>
                <td data-label="A month">{view.costs.monthly}</td>
                <td data-label="A year">{view.costs.twelve}</td>
              </tr>
              <tr>
                <th scope="row">
                  Seasons<span className="figures-below">of this term, each once</span>
                </th>
                <td data-label="Number">{view.costs.seasons.count}</td>
                <td data-label="A year" colSpan={3}>
                  {view.costs.seasons.amount}
                </td>
              </tr>
            </>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={view.costs.seasons === null ? 3 : 4}>
              Annual cost, without tax
            </th>
            {view.costs.seasons === null && <td data-label="A month">{view.costs.monthly}</td>}
            <td data-label="A year">{view.costs.yearly}</td>
          </tr>
        </tfoot>
      </table>
      {view.isMonthly && (
        <p className="soft small">
          You pay {view.costs.monthly} a month: ×12 that is {view.costs.twelve} a year
          {view.costs.seasons !== null &&
            `, and with ${view.costs.seasons.amount} for seasons ${view.costs.yearly}`}
          .
        </p>
      )}
    </section>
  )
}

function Seasons({ view: { seasons, closedSeasons } }: { readonly view: OverviewView }) {
  if (seasons.length + closedSeasons.length === 0) return null
  return (
    <section className="card stack" aria-labelledby="seasons">
      <h2 id="seasons">Seasons</h2>
      {seasons.length > 0 ? (
        <SeasonTable seasons={seasons} caption="Seasons that are open or coming" />
      ) : (
        <p className="soft">None is open or coming.</p>
      )}
      {closedSeasons.length > 0 && (
        <details className="line-why">
          <summary>
            {closedSeasons.length === 1 ? 'One closed season' : `${closedSeasons.length} closed seasons`} of
            this term
          </summary>
          <SeasonTable seasons={closedSeasons} caption="Seasons that have closed" />
        </details>
      )}
    </section>
  )
}

function SeasonTable({
  seasons,
  caption,
}: {
  readonly seasons: readonly SeasonRowView[]
  readonly caption: string
}) {
  return (
    <table className="figures">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Season</th>
          <th scope="col">Cost, without tax</th>
          <th scope="col">Assigned</th>
        </tr>
      </thead>
      <tbody>
        {seasons.map((season) => (
          <tr key={season.id}>
            <th scope="row">
              {season.name} <Badge tone={season.phase.tone}>{season.phase.label}</Badge>
              <span className="figures-below">{season.total}</span>
              <span className="figures-below">{season.days}</span>
            </th>
            <td data-label="Cost, without tax">{season.cost}</td>
            <td data-label="Assigned" className="billing-assigned">
              {season.assigned}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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

/** BILL-01, BILL-11: the figures of the renewal's preview, where it is the renewal's. */
function NextInvoice({ next }: { readonly next: NextInvoiceView }) {
  return (
    <section className="card stack" aria-labelledby="next-invoice">
      <h2 id="next-invoice">Next invoice</h2>
      <p>
        {next.on}
        {next.renews && <span className="soft">, for the next term</span>}
      </p>
      <dl className="sums">
        {next.figures.map(({ label, amount }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{amount}</dd>
          </div>
        ))}
        <div className="sums-total">
          <dt>Total</dt>
          <dd>{next.due}</dd>
        </div>
      </dl>
      <p className="soft small">{next.how}</p>
      <details className="line-why">
        <summary>Line by line</summary>
        <ul role="list" className="next-lines">
          {next.lines.map((line, n) => (
            <li key={n}>
              <span>
                {line.text}
                <span className="line-formula">{line.formula}</span>
              </span>
              <span>{line.amount}</span>
            </li>
          ))}
        </ul>
      </details>
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

/** BILL-04, BILL-08: what can't be done on this page, and why. */
function Fewer({ view }: { readonly view: OverviewView }) {
  if (!view.mayBuy || !view.runs) return null
  if (view.cancelled) {
    return (
      <section className="stack" aria-labelledby="fewer">
        <h2 id="fewer">{view.lowerPlan ? 'Fewer seats or a lower plan' : 'Fewer seats'}</h2>
        <p className="soft billing-prose">
          They would take effect with a renewal, and a cancelled subscription has none: it ends on{' '}
          {view.renewsOn} as it is. Undo the cancellation to ask for them.
        </p>
      </section>
    )
  }
  return (
    <section className="stack" aria-labelledby="fewer">
      <h2 id="fewer">
        {view.classic
          ? 'Cancelling'
          : view.lowerPlan
            ? 'Fewer seats, a lower plan, or none at all'
            : 'Fewer seats, or none at all'}
      </h2>
      <p className="soft billing-prose">
        {view.classic
          ? `The subscription renews by itself on ${view.renewsOn}. Cancelled, it runs until then and ends.`
          : `Seats and plan are agreed until ${view.renewsOn} and can’t be reduced here before. What you ask for takes effect with the renewal. Freeing a seat under Users costs nothing and lets somebody else have it.`}
      </p>
      <div className="panel-actions">
        {!view.classic && (
          <ButtonLink to="/settings/billing/plan-request">
            {view.lowerPlan ? 'Reduce seats or change to a lower plan' : 'Reduce seats'}
          </ButtonLink>
        )}
        <ButtonLink to="/settings/billing/cancel" kind={view.classic ? 'secondary' : 'quiet'}>
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
            The subscription is cancelled and ends at {view.endsAt}. Until then everything works as before,
            and seats that you add run until then.
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
              <Button name="intent" value="undo" kind={view.owed.open === null ? 'primary' : 'secondary'}>
                Undo the cancellation
              </Button>
            </Form>
          ))}
      </Notice>
    </div>
  )
}

/** PAY-03, PAY-08: what is open and how it is paid now. */
