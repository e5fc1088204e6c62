import { Form, Link } from '@remix-run/react'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { Choice, Choices } from '~/components/choice.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { SelectField } from '~/components/field.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { chosenValues, errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { billingPath } from './door.ts'
import { NumberFields } from './number-fields.tsx'
import type { PlanRequestView } from './plan-request-view.ts'

/** BILL-04: fewer seats or another plan, from the renewal on. */
export function PlanRequestPage({
  view,
  idempotencyKey,
  reply,
}: {
  readonly view: PlanRequestView
  readonly idempotencyKey: string
  readonly reply: FormReply | undefined
}) {
  const chosen = chosenValues(reply, 'people')
  return (
    <>
      <PageHeader
        path={[...billingPath, { label: 'Renewal', to: '/settings/billing/renewal' }, { label: 'Change' }]}
        title="Reduce seats or change to a lower plan"
      />
      <div className="billing-narrow stack review">
        <Notice>
          <p>
            Seats and plan are agreed until {view.day} and can’t be reduced before.{' '}
            {view.asks
              ? 'What you ask for here goes to the vendor; agreed, it takes effect with the renewal, and until then you can call it off.'
              : 'What you choose here takes effect with the renewal; until then you can call it off.'}{' '}
            Nothing is credited for the term that runs.
          </p>
        </Notice>
        {view.pending.length > 0 && (
          <Notice tone="warn">
            <p>
              Something waits already for: {view.pending.join(', ')}. What you send now takes its place.{' '}
              <Link to="/settings/billing/renewal">See what waits</Link>
            </p>
          </Notice>
        )}
        {!view.runs && (
          <Notice tone="warn">
            <p>The contract does not renew, so there is nothing to change about its renewal.</p>
          </Notice>
        )}
        <ErrorSummary items={errorItems(reply, [...view.fields.map(({ name }) => name), 'plan', 'people'])} />
        {view.more !== null || view.search !== '' ? (
          <Form method="get" className="filters">
            <div className="filter-search">
              <label className="visually-hidden" htmlFor="search-people">
                Search the people who hold a seat
              </label>
              <input
                id="search-people"
                className="input"
                type="search"
                name="q"
                defaultValue={view.search}
                placeholder="Name or e-mail"
              />
            </div>
            <Button kind="secondary">Search</Button>
          </Form>
        ) : null}
        <Form method="post" className="stack">
          <FormToken />
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          {view.fields.map(({ name, value }) => (
            <input
              key={name}
              type="hidden"
              name={`was-${name}`}
              value={fieldState(reply, `was-${name}`, value).value}
            />
          ))}
          <input type="hidden" name="was-plan" value={fieldState(reply, 'was-plan', view.plan).value} />
          <NumberFields fields={view.fields} reply={reply} />
          {view.plans.length > 0 && (
            <SelectField
              label="Plan"
              options={view.plans}
              {...fieldState(reply, 'plan', view.plan)}
              name="plan"
            />
          )}
          {view.holders.length > 0 && (
            <Choices
              name="people"
              legend="Who gives up a seat then"
              hint="Nobody loses a seat unless you name them. Where fewer are named than it takes, the contract renews with as many seats as are in use."
              errors={reply?.errors['people']}
              className="release-choices"
            >
              {view.holders.map(({ memberId, name, email, kind }) => (
                <Choice
                  key={memberId}
                  kind="checkbox"
                  name="people"
                  value={memberId}
                  label={name}
                  chosen={chosen.includes(memberId)}
                  side={<span className="choice-side-text">{kind}</span>}
                >
                  <p className="soft small">{email}</p>
                </Choice>
              ))}
            </Choices>
          )}
          {view.more !== null && <p className="soft small">{view.more}</p>}
          <div className="panel-actions">
            <SubmitButton busy={view.asks ? 'Filing it' : 'Scheduling it'}>
              {view.asks ? 'File the request' : 'Schedule it'}
            </SubmitButton>
            <ButtonLink to="/settings/billing/renewal" kind="quiet">
              Cancel
            </ButtonLink>
          </div>
        </Form>
      </div>
    </>
  )
}
