import { Form } from '@remix-run/react'
import type { TwoClocks } from '@seatkeeper/wording'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { billingPath } from './door.ts'

export interface CancelView {
  readonly cancelled: boolean
  readonly runs: boolean
  readonly plan: string
  readonly day: string
  readonly endsAt: TwoClocks
  readonly people: string
  readonly hasPeople: boolean
  /** `2 changes that wait lapse`; null: none does. */
  readonly waiting: string | null
  readonly credit: boolean
  /** An ad hoc season would outlast the contract. */
  readonly seasons: boolean
}

/** BILL-08, D-21: what ends when, and one click back until then. */
export function CancelPage({
  view,
  idempotencyKey,
  reply,
}: {
  readonly view: CancelView
  readonly idempotencyKey: string
  readonly reply: FormReply | undefined
}) {
  return (
    <>
      <PageHeader
        path={[...billingPath, { label: 'Cancel' }]}
        title={view.cancelled ? 'The subscription is cancelled' : 'Cancel the subscription'}
      />
      <div className="billing-narrow stack review">
        <ErrorSummary items={errorItems(reply, [])} />
        <section className="card stack" aria-labelledby="what-ends">
          <h2 id="what-ends">{view.cancelled ? 'What ends when' : 'What would end when'}</h2>
          <dl className="facts">
            <dt>{view.plan} ends at</dt>
            <dd>
              <DateText when={view.endsAt} />
            </dd>
          </dl>
          <ul className="review-changes what-ends">
            <li>Until then everything works as it does now, and whatever is due for this term stays due.</li>
            <li>
              From then on {view.hasPeople ? `${view.people} access; ` : ''}only billing stays open. Nothing
              is deleted.
            </li>
            {view.seasons && <li>Seasons that run longer close for as long as the account is ended.</li>}
            {view.waiting !== null && !view.cancelled && <li>{view.waiting}.</li>}
            {view.credit && <li>Your credit balance stays and is used if you come back.</li>}
            <li>
              Afterwards you can come back: you get a price first, and nothing is charged before you accept
              it.
            </li>
          </ul>
          {!view.runs && (
            <Notice tone="warn">
              <p>The contract does not run today, so there is nothing to cancel.</p>
            </Notice>
          )}
          <Form method="post" className="panel-actions">
            <FormToken />
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            {view.cancelled ? (
              <SubmitButton name="intent" value="undo" busy="Undoing it">
                Undo the cancellation
              </SubmitButton>
            ) : (
              view.runs && (
                <SubmitButton name="intent" value="cancel" kind="danger" busy="Cancelling">
                  Cancel the subscription
                </SubmitButton>
              )
            )}
            <ButtonLink to="/settings/billing" kind="quiet">
              {view.cancelled ? 'Back' : 'Keep it'}
            </ButtonLink>
          </Form>
          {!view.cancelled && <p className="soft small">Until {view.day} one click undoes it.</p>}
        </section>
      </div>
    </>
  )
}
