import { Form, Link, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { ChargeLines } from './charge-lines.tsx'
import { billingPath } from './door.ts'
import type { PurchaseStateView } from './purchase-view.ts'

const titles = {
  pending: 'Your purchase is on its way',
  'requires-action': 'Your bank wants to hear from you',
  paid: 'Your purchase is complete',
  failed: 'Your purchase did not go through',
} as const

const totals = {
  pending: 'Due today',
  'requires-action': 'Due today',
  failed: 'Would have been charged',
} as const

const LOOK_EVERY_MS = 2_500

/** BILL-13: a purchase and what became of it. */
export function PurchasePage({
  view,
  reply,
}: {
  readonly view: PurchaseStateView
  readonly reply: FormReply | undefined
}) {
  const { revalidate, state } = useRevalidator()
  // A bank that was answered, here or elsewhere, is heard of a moment later.
  const waits = view.state === 'pending' || view.state === 'requires-action'
  useEffect(() => {
    if (!waits || state !== 'idle') return
    const timer = setTimeout(revalidate, LOOK_EVERY_MS)
    return () => clearTimeout(timer)
  }, [waits, state, revalidate])
  return (
    <>
      <PageHeader path={[...billingPath, { label: 'Purchase' }]} title={titles[view.state]} />
      <div className="billing-narrow stack review">
        <ErrorSummary items={errorItems(reply, [])} />
        <output>
          <State view={view} />
        </output>
        <section className="card stack" aria-labelledby="bought">
          <h2 id="bought">What you {view.state === 'paid' ? 'bought' : 'asked for'}</h2>
          <ul className="bought">
            {view.bought.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
          <ChargeLines
            lines={view.lines}
            total={{ label: view.state === 'paid' ? view.charged : totals[view.state], amount: view.due }}
            caption={`What ${view.state === 'failed' ? 'would have been' : 'is'} charged, line by line`}
          />
          <dl className="facts">
            <dt>Reference</dt>
            <dd className="reference">{view.reference}</dd>
            <dt>Submitted</dt>
            <dd>
              <DateText when={view.submitted} />
            </dd>
            {view.invoice !== null && (
              <>
                <dt>Invoice</dt>
                <dd>
                  <Link to={`/settings/billing/invoices/${view.invoice.id}`}>
                    Invoice {view.invoice.number}
                  </Link>
                </dd>
              </>
            )}
          </dl>
        </section>
        <NextSteps view={view} />
      </div>
    </>
  )
}

function State({ view }: { readonly view: PurchaseStateView }) {
  if (view.givenUp && view.state !== 'paid' && view.state !== 'failed') {
    return (
      <Notice tone="warn">
        <p>The purchase is being given up. If your bank has charged it already, it goes through instead.</p>
      </Notice>
    )
  }
  switch (view.state) {
    case 'pending':
      return (
        <Notice>
          <p>
            The card is being charged; that takes a few seconds. What you bought is yours as soon as it is
            paid.
          </p>
        </Notice>
      )
    case 'requires-action':
      return (
        <Notice tone="warn">
          <p>
            Your bank asks you to confirm the charge of {view.due}. Nothing is charged before, and nothing is
            granted.
            {view.actUntil !== null && <> There is time until {view.actUntil}.</>}
          </p>
        </Notice>
      )
    case 'paid':
      return (
        <Notice tone="good">
          <p>{view.granted}</p>
        </Notice>
      )
    case 'failed':
      return (
        <Notice tone="bad">
          <p>{view.failure}</p>
          <p>Nothing was charged, and nothing else has changed.</p>
        </Notice>
      )
  }
}

function NextSteps({ view }: { readonly view: PurchaseStateView }) {
  const { state, mayBuy } = view
  if (state === 'paid') {
    return (
      <div className="panel-actions">
        <ButtonLink to="/settings/users" kind="primary">
          Go to Users
        </ButtonLink>
        <ButtonLink to="/settings/billing" kind="quiet">
          Manage Subscription
        </ButtonLink>
      </div>
    )
  }
  if (!mayBuy) return null
  return (
    <Form method="post" className="panel-actions">
      <FormToken />
      {view.actionUrl !== null && (
        <a className="button" data-kind="primary" href={view.actionUrl} rel="noreferrer">
          Go to your bank
        </a>
      )}
      {state === 'failed' && view.cardToBlame && (
        <ButtonLink to="/settings/billing/card" kind="primary">
          Use another card
        </ButtonLink>
      )}
      {state === 'failed' && (
        <SubmitButton
          name="intent"
          value="again"
          kind={view.cardToBlame ? 'secondary' : 'primary'}
          busy="Pricing it anew"
        >
          Try again
        </SubmitButton>
      )}
      {state === 'pending' && (
        <ButtonLink to={`/settings/billing/purchases/${view.id}`} kind="secondary">
          Look again
        </ButtonLink>
      )}
      {(state === 'pending' || state === 'requires-action') && !view.givenUp && (
        <Button name="intent" value="give-up" kind="quiet">
          Give it up
        </Button>
      )}
    </Form>
  )
}
