import { Form, Link } from '@remix-run/react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import type { TwoClocks } from '@seatkeeper/wording'
import { DateText } from '~/components/date-text.tsx'
import { billingPath } from './door.ts'
import { Figures } from './figures.tsx'
import type { QuoteFigures } from './quote-view.ts'

export interface ReviewView {
  readonly quoteId: string
  readonly figures: QuoteFigures
  readonly due: string
  readonly expires: TwoClocks
  readonly expired: boolean
  /** What is different from the quote that it replaces; null: it replaces none. */
  readonly changes: readonly string[] | null
  /** A card is charged when this is submitted. */
  readonly collects: boolean
  readonly byCard: boolean
  readonly card: string | null
  readonly openPurchase: string | null
  /** Why the table of rates stands in for the tax service. */
  readonly taxNote: string | null
}

/** BILL-02: the change and the charge once more, and the one button that buys. */
export function ReviewPage({
  view,
  reply,
}: {
  readonly view: ReviewView
  readonly reply: FormReply | undefined
}) {
  const needsCard = view.collects && view.card === null
  return (
    <>
      <PageHeader
        path={[...billingPath, { label: 'Add seats', to: '/settings/billing/seats' }, { label: 'Review' }]}
        title="Review your purchase"
      />
      <div className="billing-narrow stack review">
        <ErrorSummary items={errorItems(reply, [])} title="Nothing was charged" />
        {view.changes !== null && <Changed changes={view.changes} />}
        <Figures figures={view.figures} />
        {view.taxNote !== null && (
          <Notice>
            <p>
              {view.taxNote} <Link to="/settings/billing/details">Look at the billing details</Link>
            </p>
          </Notice>
        )}
        <Form method="post" className="card stack review-submit">
          <FormToken />
          <dl className="facts">
            <dt>Paid with</dt>
            <dd>{paidWith(view)}</dd>
            <dt>{view.expired ? 'Was valid until' : 'Valid until'}</dt>
            <dd>
              <DateText when={view.expires} />
            </dd>
          </dl>
          {view.openPurchase !== null && (
            <Notice tone="warn">
              <p>
                Another purchase is on its way, and this one waits for it.{' '}
                <Link to={`/settings/billing/purchases/${view.openPurchase}`}>See how it stands</Link>
              </p>
            </Notice>
          )}
          <div className="panel-actions">
            {view.expired ? (
              <SubmitButton name="intent" value="again" busy="Pricing it anew">
                Price it anew
              </SubmitButton>
            ) : needsCard ? (
              <ButtonLink to={`/settings/billing/card?quote=${view.quoteId}`} kind="primary">
                Enter a card
              </ButtonLink>
            ) : (
              <SubmitButton name="intent" value="submit" busy="Submitting">
                {view.collects ? `Submit and pay ${view.due}` : 'Submit'}
              </SubmitButton>
            )}
            <ButtonLink to="/settings/billing/seats" kind="quiet">
              Change it
            </ButtonLink>
          </div>
          <p className="soft small">
            {view.expired
              ? 'Prices are kept for half an hour. Nothing was charged.'
              : view.collects
                ? 'Exactly this is charged, or nothing is. The seats are yours as soon as it is paid.'
                : 'The seats are yours as soon as you submit.'}
          </p>
        </Form>
      </div>
    </>
  )
}

function paidWith({ collects, byCard, card }: ReviewView): string {
  if (!byCard) return 'An invoice, by bank transfer within 30 days'
  if (!collects) return 'Nothing is charged today'
  return card ?? 'No card is on file yet'
}

function Changed({ changes }: { readonly changes: readonly string[] }) {
  return (
    <Notice tone="warn" live>
      <p>
        <strong>This is a fresh quote.</strong> Nothing was charged.{' '}
        {changes.length === 0 ? 'The price is the same as before.' : 'What has changed:'}
      </p>
      {changes.length > 0 && (
        <ul className="review-changes">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
