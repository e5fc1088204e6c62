import { Form, Link } from '@remix-run/react'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import type { OfferView } from './changes-view.ts'
import { ChargeLines } from './charge-lines.tsx'
import { billingPath } from './door.ts'
import type { LineView } from './line-view.ts'

export interface OfferPageView extends OfferView {
  readonly state: 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'expired'
  readonly lines: readonly LineView[] | null
  readonly due: string | null
  readonly byCard: boolean
  readonly openPurchase: string | null
}

const SAID: Readonly<Record<Exclude<OfferPageView['state'], 'offered'>, string>> = {
  accepted: 'You have accepted this offer: the season is yours.',
  declined: 'This offer was declined.',
  withdrawn: 'The vendor has withdrawn this offer.',
  expired: 'This offer has run out. Ask for a fresh one.',
}

/** BILL-06: a season outside the contract, with its price, to accept or to decline. */
export function OfferPage({
  view,
  idempotencyKey,
  reply,
}: {
  readonly view: OfferPageView
  readonly idempotencyKey: string
  readonly reply: FormReply | undefined
}) {
  return (
    <>
      <PageHeader path={[...billingPath, { label: 'Offer' }]} title={view.name} lead={view.days} />
      <div className="billing-narrow stack review">
        <ErrorSummary items={errorItems(reply, [])} />
        {view.state !== 'offered' && (
          <Notice tone={view.state === 'accepted' ? 'good' : 'warn'}>
            <p>{SAID[view.state]}</p>
          </Notice>
        )}
        {view.openPurchase !== null && (
          <Notice tone="warn">
            <p>
              A purchase is on its way, and the next one waits for it.{' '}
              <Link to={`/settings/billing/purchases/${view.openPurchase}`}>See how it stands</Link>
            </p>
          </Notice>
        )}
        <section className="card stack" aria-labelledby="offered">
          <h2 id="offered">What is offered</h2>
          <dl className="facts">
            <dt>Season</dt>
            <dd>{view.name}</dd>
            <dt>Days</dt>
            <dd>{view.days}</dd>
            <dt>Seats</dt>
            <dd>{view.seats}</dd>
            <dt>Price</dt>
            <dd>{view.price}</dd>
            <dt>Stands until</dt>
            <dd>{view.until}</dd>
          </dl>
          {view.lines !== null && view.due !== null && (
            <ChargeLines
              lines={view.lines}
              total={{ label: 'Total, tax included', amount: view.due }}
              caption="What the season costs, line by line"
            />
          )}
          <p className="soft small">
            It is outside your contract: it does not renew and ends by itself.{' '}
            {view.byCard
              ? 'The season and its seats are yours as soon as it is paid.'
              : 'The season and its seats are yours as soon as you accept; its invoice follows.'}
          </p>
          {view.state === 'offered' && (
            <Form method="post" className="panel-actions">
              <FormToken />
              <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
              <SubmitButton name="intent" value="accept" busy="Pricing it">
                Review and accept
              </SubmitButton>
              <Button name="intent" value="decline" kind="secondary">
                Decline
              </Button>
              <ButtonLink to="/settings/billing" kind="quiet">
                Later
              </ButtonLink>
            </Form>
          )}
        </section>
      </div>
    </>
  )
}
