import { Form, Link } from '@remix-run/react'
import { useState } from 'react'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { Choice, Choices } from '~/components/choice.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { SelectField } from '~/components/field.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { chosenValues, errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { billingPath } from './door.ts'
import type { namingAdvice } from './naming.ts'
import { NumberFields } from './number-fields.tsx'
import type { PlanRequestView } from './plan-request-view.ts'

/** More than these are opened by whoever wants to name somebody: a page must not be a list first. */
const FEW = 12

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
  const [advice, setAdvice] = useState<ReturnType<typeof namingAdvice> | null>(null)

  async function reckon(typed: FormData) {
    const { namingAdvice } = await import('./naming.ts')
    const people = new Set(typed.getAll('people'))
    const named = view.holders.filter(({ memberId }) => people.has(memberId)).map(({ pool }) => pool)
    const found = namingAdvice(view.fields, (name) => typed.get(name) as string | null, named, view.locale)
    setAdvice(found.length === 0 ? null : found)
  }

  return (
    <>
      <PageHeader
        path={[...billingPath, { label: 'Renewal', to: '/settings/billing/renewal' }, { label: 'Change' }]}
        title={view.title}
      />
      <div className="billing-narrow stack review">
        <section className="card stack" aria-labelledby="how-it-goes">
          <h2 id="how-it-goes">What happens with it</h2>
          <ol className="steps">
            <li>
              Seats and plan are agreed until {view.day} and can’t be reduced before; nothing is credited for
              the term that runs.
            </li>
            <li>
              {view.asks
                ? 'What you ask for goes to the vendor, who agrees or declines. It counts only once it is agreed: you see it under Renewal, and a mail tells you.'
                : 'What you choose here is scheduled at once: nobody has to agree.'}
            </li>
            <li>
              With the renewal on {view.day} it takes effect. Nobody loses a seat whom you have not named, so
              the contract renews with at least as many seats as people keep. Until then you can call it off.
            </li>
          </ol>
        </section>
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
        <Form method="post" className="stack" onInput={(event) => reckon(new FormData(event.currentTarget))}>
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
          <NumberFields
            fields={view.fields.map(({ name, label, value, hint }) => ({ name, label, value, hint }))}
            reply={reply}
          />
          {/* Beside the number that it is about: the list of people below may be long. */}
          <output className="stack" aria-label="What it comes to">
            {advice?.map(({ text, enough }) => (
              <Notice key={text} tone={enough ? 'good' : 'warn'}>
                <p>{text}</p>
              </Notice>
            ))}
          </output>
          {view.plans.length > 0 && (
            <SelectField
              label="Plan"
              options={view.plans}
              {...fieldState(reply, 'plan', view.plan)}
              name="plan"
            />
          )}
          {view.holders.length > 0 && (
            <details
              className="release"
              open={view.holders.length <= FEW || chosen.length > 0 || advice !== null}
            >
              <summary>
                {view.holders.length === 1 ? 'One person holds' : `${view.holders.length} people hold`} a seat
                that can be given up
              </summary>
              <Choices
                name="people"
                legend="Who gives up a seat then"
                hint="Nobody loses a seat unless you name them, and free seats go first."
                errors={reply?.errors['people']}
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
            </details>
          )}
          {view.unseen !== null && <p className="soft small">{view.unseen}</p>}
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
