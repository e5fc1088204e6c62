import { Form } from '@remix-run/react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Choice } from '~/components/choice.tsx'
import { type Option, SelectField, TextField } from '~/components/field.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { billingPath } from './door.ts'

const ORDER = [
  'company',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
  'country',
  'taxId',
  'purchaseOrder',
  'email',
  'furtherEmails',
] as const

/** PAY-02: who is invoiced, and where invoices go. */
export function DetailsPage({
  initial,
  countries,
  cardReminders,
  reply,
}: {
  readonly initial: Readonly<Record<(typeof ORDER)[number], string>>
  readonly countries: readonly Option[]
  readonly cardReminders: boolean
  readonly reply: FormReply | undefined
}) {
  const field = (name: (typeof ORDER)[number]) => ({ ...fieldState(reply, name, initial[name]), name })
  return (
    <>
      <PageHeader path={[...billingPath, { label: 'Billing details' }]} title="Billing details" />
      <Form method="post" className="billing-narrow stack billing-details" noValidate>
        <FormToken />
        <ErrorSummary items={errorItems(reply, ORDER)} />
        <fieldset className="card stack">
          <legend className="visually-hidden">Billing address</legend>
          <h2 aria-hidden="true">Billing address</h2>
          <TextField label="Company" {...field('company')} autoComplete="organization" maxLength={120} />
          <TextField
            label="Street and number"
            {...field('line1')}
            autoComplete="billing address-line1"
            maxLength={120}
          />
          <TextField
            label="Building, floor, department"
            optional
            {...field('line2')}
            autoComplete="billing address-line2"
            maxLength={120}
          />
          <div className="form-pair">
            <TextField
              label="Postal code"
              {...field('postalCode')}
              autoComplete="billing postal-code"
              maxLength={20}
            />
            <TextField label="City" {...field('city')} autoComplete="billing address-level2" maxLength={80} />
          </div>
          <div className="form-pair">
            <TextField
              label="State or province"
              hint="In the United States and Canada as its code, such as NY."
              optional
              {...field('region')}
              autoComplete="billing address-level1"
              maxLength={80}
            />
            <SelectField
              label="Country"
              hint="Tax is reckoned by country and state."
              options={countries}
              {...field('country')}
              autoComplete="billing country"
            />
          </div>
        </fieldset>
        <fieldset className="card stack">
          <legend className="visually-hidden">Invoices</legend>
          <h2 aria-hidden="true">Invoices</h2>
          <TextField
            label="Primary invoicing e-mail"
            {...field('email')}
            type="email"
            autoComplete="email"
            maxLength={254}
          />
          <TextField
            label="Additional invoicing e-mails"
            hint="With commas between them."
            optional
            {...field('furtherEmails')}
            autoComplete="off"
            maxLength={1000}
          />
          <div className="form-pair">
            <TextField
              label="Tax id"
              hint="VAT number, GST number or EIN, as your country writes it."
              optional
              {...field('taxId')}
              autoComplete="off"
              maxLength={40}
            />
            <TextField
              label="Purchase-order number"
              hint="Stands on your invoices from now on."
              optional
              {...field('purchaseOrder')}
              autoComplete="off"
              maxLength={60}
            />
          </div>
        </fieldset>
        <fieldset className="card stack">
          <legend className="visually-hidden">Reminders</legend>
          <h2 aria-hidden="true">Reminders</h2>
          {/* A box that is not ticked sends nothing: this says that it was there. */}
          <input type="hidden" name="reminders" value="asked" />
          <Choice
            kind="checkbox"
            name="cardReminders"
            value="yes"
            label="Remind us before a charge"
            chosen={cardReminders}
          >
            <p className="soft">
              14, 3 and 1 days before a paid period ends without a card, or with one that will have expired.
              To the invoicing e-mails.
            </p>
          </Choice>
        </fieldset>
        <div className="panel-actions">
          <SubmitButton busy="Saving">Save Changes</SubmitButton>
          <ButtonLink to="/settings/billing" kind="quiet">
            Cancel
          </ButtonLink>
        </div>
      </Form>
    </>
  )
}
