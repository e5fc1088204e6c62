import { Form, Link } from '@remix-run/react'
import type { QuoteFacts } from '@seatkeeper/rules'
import { useEffect, useRef, useState } from 'react'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { SelectField, TextField } from '~/components/field.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { billingPath } from './door.ts'
import { BillingContact } from './contact.tsx'
import { Figures } from './figures.tsx'
import type { PurchaseFormView } from './purchase-form-view.ts'
import type { QuoteFigures } from './quote-view.ts'

export type AddSeatsView = PurchaseFormView & {
  readonly now: number
  readonly facts: QuoteFacts
  readonly contact: string | null
  /** CLS-05: whom one could disable; under another policy nobody. */
  readonly staff: readonly { readonly memberId: string; readonly name: string; readonly email: string }[]
}

interface Live {
  readonly figures: QuoteFigures | null
  readonly advice: string | null
}

/** BILL-02: how many more, what that costs a year, and what is due today. */
export function AddSeatsPage({
  view,
  figures,
  reply,
}: {
  readonly view: AddSeatsView
  readonly figures: QuoteFigures | null
  readonly reply: FormReply | undefined
}) {
  const title = view.reduces ? 'Change seats' : 'Add seats'
  const [live, setLive] = useState<Live | null>(null)
  const asked = useRef(0)
  const form = useRef<HTMLFormElement>(null)
  const shown = live === null ? figures : live.figures

  async function reckon(typed: FormData) {
    const blank = view.fields.every(({ name }) => typed.get(name) === '')
    if (live === null && blank && (typed.get('plan') ?? view.plan) === view.plan) return
    const turn = ++asked.current
    const { liveFigures } = await import('./live-figures.ts')
    if (turn === asked.current) setLive(liveFigures(typed, view.facts, view.now, view.locale))
  }

  // What was typed before the page's scripts came, or what the browser has put back, counts as well.
  useEffect(() => {
    form.current?.dispatchEvent(new Event('input', { bubbles: true }))
  }, [])

  return (
    <>
      <PageHeader path={[...billingPath, { label: title }]} title={title} />
      {!view.selfService && (
        <div className="page-notice">
          <Notice>
            <p>
              Your contract has terms of its own. Ask <BillingContact address={view.contact} /> for a change.
            </p>
          </Notice>
        </div>
      )}
      {view.openPurchase !== null && (
        <div className="page-notice">
          <Notice tone="warn">
            <p>
              Another purchase is on its way, and the next one waits for it.{' '}
              <Link to={`/settings/billing/purchases/${view.openPurchase}`}>See how it stands</Link>
            </p>
          </Notice>
        </div>
      )}
      <div className="billing-page buying-page">
        <Form
          method="post"
          className="stack"
          noValidate
          ref={form}
          onInput={(event) => reckon(new FormData(event.currentTarget))}
        >
          <FormToken />
          <ErrorSummary items={errorItems(reply, ['plan', 'full-time', 'collaborator', 'staff'])} />
          {view.fields.map((field) => (
            <TextField
              key={field.name}
              {...fieldState(reply, field.name)}
              {...field}
              inputMode="numeric"
              autoComplete="off"
              maxLength={9}
              required={false}
              placeholder="0"
            />
          ))}
          {view.plans.length > 0 && (
            <SelectField
              label="Plan"
              hint="A higher plan costs the difference from today."
              options={view.plans}
              {...fieldState(reply, 'plan', view.plan)}
              name="plan"
            />
          )}
          {view.reduces ? (
            <p className="soft small">
              More seats are charged with the next invoice. What was paid for and is given up goes into your
              credit balance.
            </p>
          ) : (
            <p className="soft small">
              {view.cancelled ? (
                <>
                  The subscription is cancelled: what you add now runs until {view.renewsOn} and ends with it.
                </>
              ) : (
                <>
                  Fewer seats or a lower plan wait for the renewal on {view.renewsOn}.{' '}
                  <Link to="/settings/billing/plan-request">Ask for that</Link>
                </>
              )}
            </p>
          )}
          {view.staff.length > 0 && <Staff staff={view.staff} />}
          <div className="panel-actions">
            <SubmitButton busy="Pricing it">Review</SubmitButton>
            <noscript>
              <Button kind="secondary" name="intent" value="preview">
                Preview
              </Button>
            </noscript>
            <ButtonLink to="/settings/billing" kind="quiet">
              Cancel
            </ButtonLink>
          </div>
        </Form>
        <output className="stack" aria-label="What it costs">
          {live?.advice != null && (
            <Notice tone="warn">
              <p>{live.advice}</p>
            </Notice>
          )}
          {shown === null ? (
            <p className="card soft figures-empty">
              What it costs stands here as soon as you enter a number.
            </p>
          ) : (
            <Figures figures={shown} />
          )}
        </output>
      </div>
    </>
  )
}

/** CLS-05: fewer seats than enabled staff are refused until enough of them are disabled. */
function Staff({ staff }: Pick<AddSeatsView, 'staff'>) {
  return (
    <details className="why">
      <summary>{staff.length === 1 ? 'One person is' : `${staff.length} people are`} enabled</summary>
      <p className="soft">There can’t be fewer seats than that. Deactivate whom you can do without first:</p>
      <ul className="bought">
        {staff.map(({ memberId, name, email }) => (
          <li key={memberId}>
            <span>
              <Link to={`/settings/users/${memberId}`}>{name}</Link> <span className="soft">{email}</span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
