import { Form, Link } from '@remix-run/react'
import { Badge } from '~/components/badge.tsx'
import { Button } from '~/components/button.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import type { ChangeView, OfferView } from './changes-view.ts'

/** BILL-04: what waits for its day or for an answer, with who gives up a seat; until then it can be called off. */
export function ChangesCard({
  changes,
  mayBuy,
  title = 'Coming changes',
}: {
  readonly changes: readonly ChangeView[]
  readonly mayBuy: boolean
  readonly title?: string
}) {
  if (changes.length === 0) return null
  return (
    <section className="card stack" aria-labelledby="coming-changes">
      <h2 id="coming-changes">{title}</h2>
      <ul role="list" className="coming-changes">
        {changes.map((change) => (
          <li key={change.id}>
            <div>
              <p className="row">
                <strong>{change.what}</strong> <Badge tone={change.state.tone}>{change.state.label}</Badge>
              </p>
              <p>
                {change.from} <span aria-hidden="true">→</span>
                <span className="visually-hidden"> becomes </span> {change.to}{' '}
                <span className="soft">on {change.on}</span>
              </p>
              {(change.people.length > 0 || change.others !== null) && (
                <p className="soft small">
                  Gives up a seat: {[...change.people, ...(change.others ? [change.others] : [])].join(', ')}
                </p>
              )}
              {change.note !== null && <p className="small">{change.note}</p>}
            </div>
            {mayBuy && change.waits && (
              <Form method="post" action="/settings/billing/renewal">
                <FormToken />
                <input type="hidden" name="changeId" value={change.id} />
                <Button kind="quiet">
                  Call off<span className="visually-hidden">: {change.what}</span>
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** BILL-06 */
export function OffersCard({ offers }: { readonly offers: readonly OfferView[] }) {
  if (offers.length === 0) return null
  return (
    <section className="card stack" aria-labelledby="offers">
      <h2 id="offers">Offered to you</h2>
      <ul role="list" className="coming-changes">
        {offers.map((offer) => (
          <li key={offer.id}>
            <div>
              <p>
                <strong>{offer.name}</strong>
              </p>
              <p>
                {offer.seats}, {offer.days}
              </p>
              <p className="soft small">{offer.price}, without tax</p>
            </div>
            <Link to={`/settings/billing/offers/${offer.id}`}>
              See the offer<span className="visually-hidden"> of {offer.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
