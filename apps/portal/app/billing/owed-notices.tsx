import { Link, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { ButtonLink } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { Notice } from '~/components/notice.tsx'
import type { OwedSum, OwedView, OwedViews } from './owed-view.ts'

/** PAY-03, PAY-08, ACC-05: how much is open and since when, until when access is kept, and the one thing that pays it. */
export function OwedNotices({
  owed: { charging, open },
  mayBuy,
}: {
  readonly owed: OwedViews
  readonly mayBuy: boolean
}) {
  return (
    <>
      <LookAgain waits={charging.length > 0} />
      {charging.length > 0 && (
        <div className="page-notice">
          <Notice live>
            {charging.map(({ invoice }) => (
              <p key={invoice.id}>
                <InvoiceLink invoice={invoice} /> is being charged to your card: {invoice.due}. This page
                looks by itself.
              </p>
            ))}
          </Notice>
        </div>
      )}
      {open !== null && <Open open={open} mayBuy={mayBuy} />}
    </>
  )
}

const LOOK_EVERY_MS = 2_500

/** Charging takes a moment: the page that waits for it says so by itself when it is done (ACC-05). */
function LookAgain({ waits }: { readonly waits: boolean }) {
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (!waits || state !== 'idle') return
    const timer = setTimeout(revalidate, LOOK_EVERY_MS)
    return () => clearTimeout(timer)
  }, [waits, state, revalidate])
  return null
}

function Open({ open, mayBuy }: { readonly open: OwedSum; readonly mayBuy: boolean }) {
  const { total, invoices, since, deadline, nextTry } = open
  const bank = invoices.every(({ kind }) => kind === 'bank')
  const [first] = invoices
  return (
    <div className="page-notice">
      <Notice tone={bank ? 'warn' : 'bad'}>
        <p>
          <strong>{total}</strong> {invoices.length === 1 ? 'has' : 'have'} been open since {since}.
        </p>
        {invoices.length === 1 ? (
          <p>{why(first!)}</p>
        ) : (
          <ul className="owed-invoices">
            {invoices.map((one) => (
              <li key={one.invoice.id}>
                {one.invoice.due}: {why(one)}
              </li>
            ))}
          </ul>
        )}
        {deadline !== null && (
          <p>
            {deadline.over ? 'Access was kept until ' : 'Access is kept until '}
            <DateText when={deadline.when} />.
          </p>
        )}
        {nextTry !== null && (
          <p className="small">
            The card is tried again by itself at <DateText when={nextTry} />.
          </p>
        )}
        {mayBuy ? (
          <p className="panel-actions">
            {invoices
              .filter(({ actionUrl }) => actionUrl !== null)
              .map(({ invoice, actionUrl }, n) => (
                <a
                  key={invoice.id}
                  className="button"
                  data-kind={bank && n === 0 ? 'primary' : 'secondary'}
                  href={actionUrl!}
                  rel="noreferrer"
                >
                  Go to your bank<span className="visually-hidden"> about {invoice.title}</span>
                </a>
              ))}
            {(!bank || first?.actionUrl === null) && (
              <ButtonLink to="/settings/billing/card" kind="primary">
                Enter a card and pay {total}
              </ButtonLink>
            )}
          </p>
        ) : (
          <p>Whoever may buy for this account can pay it here.</p>
        )}
      </Notice>
    </div>
  )
}

const InvoiceLink = ({ invoice }: Pick<OwedView, 'invoice'>) => (
  <Link to={`/settings/billing/invoices/${invoice.id}`}>{invoice.title}</Link>
)

function why({ kind, invoice }: OwedView) {
  const named = <InvoiceLink invoice={invoice} />
  switch (kind) {
    case 'declined':
      return <>The card was declined for {named}.</>
    case 'no-card':
      return <>No card is on file for {named}.</>
    case 'bank':
      return <>Your bank asks you to confirm {named}.</>
    case 'charging':
      return <>{named} is being charged.</>
  }
}
