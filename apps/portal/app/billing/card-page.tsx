import { Form } from '@remix-run/react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { billingPath } from './door.ts'

export interface CardView {
  readonly card: string | null
  /** PAY-03: what is open and will be charged to a card that is entered; null: nothing. */
  readonly open: string | null
  /** D-28: the account's invoices go by bank transfer, so no card is charged for them. */
  readonly wire: boolean
  readonly canEnter: boolean
  /** Somebody came back from the processor's page without a card. */
  readonly problem: boolean
  /** The quote to go on with afterwards; empty: none. */
  readonly quoteId: string
  readonly idempotencyKey: string
}

/** PAY-01: leads to the processor's own page. */
export function CardPage({
  view,
  reply,
}: {
  readonly view: CardView
  readonly reply: FormReply | undefined
}) {
  const cancel = view.quoteId === '' ? '/settings/billing' : `/settings/billing/quotes/${view.quoteId}`
  return (
    <>
      <PageHeader path={[...billingPath, { label: 'Card on file' }]} title="Card on file" />
      <div className="billing-narrow stack">
        <ErrorSummary items={errorItems(reply, [])} />
        {view.problem && (
          <Notice tone="warn" live>
            <p>No new card came back. What was on file stays; try again when you like.</p>
          </Notice>
        )}
        <Form method="post" className="card stack">
          <FormToken />
          <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
          <input type="hidden" name="quote" value={view.quoteId} />
          {view.open !== null && (
            <p>
              <strong>{view.open}</strong> is to be paid. The card that you enter pays it at once.
            </p>
          )}
          {view.wire && (
            <p>
              Your {view.open === null ? 'invoices' : 'later invoices'} go by bank transfer. A card that you
              enter here is not charged for them, unless the vendor changes how you pay.
            </p>
          )}
          <p>
            {view.card === null ? (
              'No card is on file yet.'
            ) : (
              <>
                On file: <strong>{view.card}</strong>. It stays until another one has been entered.
              </>
            )}
          </p>
          <p className="soft">
            You enter the card on the payment processor’s own page and come back here; its number never
            reaches us. Visa, Mastercard, American Express and Discover are taken, credit or debit.{' '}
            {view.open === null && 'Nothing is charged by entering it.'}
          </p>
          <p>
            <a href="https://docs.stripe.com/security" rel="noreferrer">
              How the processor keeps cards safe
            </a>
          </p>
          {!view.canEnter && (
            <Notice tone="warn">
              <p>No payment processor is connected to this installation, so no card can be entered.</p>
            </Notice>
          )}
          <div className="panel-actions">
            {view.canEnter && (
              <SubmitButton busy="Leading you there">
                {view.card === null ? 'Enter a card' : 'Enter another card'}
                {view.open !== null && ` and pay ${view.open}`}
              </SubmitButton>
            )}
            <ButtonLink to={cancel} kind="quiet">
              Back
            </ButtonLink>
          </div>
        </Form>
      </div>
    </>
  )
}
