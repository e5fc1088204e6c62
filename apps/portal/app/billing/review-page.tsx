import { Form, Link } from '@remix-run/react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import type { TwoClocks } from '@seatkeeper/wording'
import { DateText } from '~/components/date-text.tsx'
import type { AddressView } from './address-view.ts'
import { billingPath } from './door.ts'
import { Figures } from './figures.tsx'
import type { QuoteFigures } from './quote-view.ts'

export interface ReviewView {
  readonly quoteId: string
  /** CLS-03: where the invoice goes, to be looked at once more. */
  readonly address: AddressView | null
  readonly subject: 'changes' | 'new-term' | 'ad-hoc-season'
  readonly figures: QuoteFigures
  readonly due: string
  readonly expires: TwoClocks
  readonly expired: boolean
  /** What is different from the quote that it replaces; null: it replaces none. */
  readonly changes: readonly string[] | null
  /** A card is charged when this is submitted. */
  readonly collects: boolean
  /** How long a bank transfer may take; null: paid by card. */
  readonly wireTerms: string | null
  readonly card: string | null
  readonly openPurchase: string | null
  /** Why the table of rates stands in for the tax service. */
  readonly taxNote: string | null
}

const FROM: Readonly<
  Record<ReviewView['subject'], readonly { readonly label: string; readonly to: string }[]>
> = {
  changes: [{ label: 'Add seats', to: '/settings/billing/seats' }],
  'new-term': [{ label: 'Come back', to: '/settings/billing/reactivate' }],
  'ad-hoc-season': [],
}

const GRANTED: Readonly<Record<ReviewView['subject'], string>> = {
  changes: 'The seats are yours',
  'new-term': 'The new term begins, and the account is open,',
  'ad-hoc-season': 'The season and its seats are yours',
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
        path={[...billingPath, ...FROM[view.subject], { label: 'Review' }]}
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
            <dt>Billing address</dt>
            <dd>
              {view.address === null ? (
                'None yet. '
              ) : (
                <address className="billing-address">
                  <strong>{view.address.company}</strong>
                  {view.address.lines.map((line) => (
                    <span key={line}>{line}</span>
                  ))}
                </address>
              )}
              <Link to="/settings/billing/details">
                {view.address === null ? 'Enter it' : 'Change'}
                <span className="visually-hidden"> the billing address</span>
              </Link>
            </dd>
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
            <ButtonLink to={FROM[view.subject][0]?.to ?? '/settings/billing'} kind="quiet">
              {view.subject === 'ad-hoc-season' ? 'Later' : 'Change it'}
            </ButtonLink>
          </div>
          <p className="soft small">
            {view.expired
              ? 'Prices are kept for half an hour. Nothing was charged.'
              : view.collects
                ? `Exactly this is charged, or nothing is. ${GRANTED[view.subject]} as soon as it is paid.`
                : `${GRANTED[view.subject]} as soon as you submit.`}
          </p>
        </Form>
      </div>
    </>
  )
}

function paidWith({ collects, wireTerms, card }: ReviewView): string {
  if (wireTerms !== null) return `An invoice, by bank transfer ${wireTerms}`
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
