import { Form, Link } from '@remix-run/react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { SelectField } from '~/components/field.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { billingPath } from './door.ts'
import type { NewTermView } from './new-term-view.ts'
import { NumberFields } from './number-fields.tsx'

/** BILL-08: leads to a price for a new term; nothing is charged here. */
export function NewTermPage({
  view,
  reply,
}: {
  readonly view: NewTermView
  readonly reply: FormReply | undefined
}) {
  return (
    <>
      <PageHeader path={[...billingPath, { label: 'Come back' }]} title="Come back" />
      <div className="billing-narrow stack review">
        <Notice>
          <p>
            Your subscription ended on {view.ended}. A new term of {view.plan} begins on the day you accept
            its price, at list price; everybody keeps the seat they had. The next page shows the price, and
            nothing is charged before you accept it there.
          </p>
        </Notice>
        {view.openPurchase !== null && (
          <Notice tone="warn">
            <p>
              A purchase is on its way.{' '}
              <Link to={`/settings/billing/purchases/${view.openPurchase}`}>See how it stands</Link>
            </p>
          </Notice>
        )}
        <ErrorSummary items={errorItems(reply, ['interval', ...view.fields.map(({ name }) => name)])} />
        <Form method="post" className="card stack">
          <FormToken />
          <SelectField
            label="Invoiced"
            options={view.intervals}
            {...fieldState(reply, 'interval', view.interval)}
            name="interval"
          />
          <NumberFields fields={view.fields} reply={reply} />
          <div className="panel-actions">
            <SubmitButton busy="Pricing it">See the price</SubmitButton>
            <ButtonLink to="/settings/billing" kind="quiet">
              Back
            </ButtonLink>
          </div>
          {!view.hasCard && (
            <p className="soft small">No card is on file; you are asked for one before you accept.</p>
          )}
        </Form>
      </div>
    </>
  )
}
