import { Link, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { ButtonLink } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { Notice } from '~/components/notice.tsx'
import type { OwedView } from './owed-view.ts'

/** PAY-03, PAY-08, ACC-05: what is open, until when access is kept, and what pays it. */
export function OwedNotices({
  owed,
  mayBuy,
}: {
  readonly owed: readonly OwedView[]
  readonly mayBuy: boolean
}) {
  return (
    <>
      <LookAgain waits={owed.some(({ kind }) => kind === 'charging')} />
      {owed.map((one) => (
        <Owed key={one.invoice.id} owed={one} mayBuy={mayBuy} />
      ))}
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

function Owed({ owed, mayBuy }: { readonly owed: OwedView; readonly mayBuy: boolean }) {
  const { invoice, kind, deadline, nextTry, actionUrl } = owed
  const named = <Link to={`/settings/billing/invoices/${invoice.id}`}>{invoice.title}</Link>
  return (
    <div className="page-notice">
      <Notice
        tone={kind === 'bank' ? 'warn' : kind === 'charging' ? 'plain' : 'bad'}
        live={kind === 'charging'}
      >
        <p>
          {kind === 'declined' && (
            <>
              The card was declined for {named}: {invoice.due} is open.
            </>
          )}
          {kind === 'no-card' && (
            <>
              No card is on file for {named}: {invoice.due} is open.
            </>
          )}
          {kind === 'charging' && (
            <>
              {named} is being charged to your card: {invoice.due}. This page looks by itself.
            </>
          )}
          {kind === 'bank' && (
            <>
              Your bank asks you to confirm {named}: {invoice.due}.
            </>
          )}
        </p>
        {deadline !== null && (
          <p>
            {deadline.over ? 'Access was kept until ' : 'Access is kept until '}
            <DateText when={deadline.when} />.
          </p>
        )}
        {nextTry !== null && kind === 'declined' && (
          <p className="small">
            The card is tried again by itself at <DateText when={nextTry} />.
          </p>
        )}
        {mayBuy && kind !== 'charging' && (
          <p>
            {actionUrl !== null ? (
              <a className="button" data-kind="primary" href={actionUrl} rel="noreferrer">
                Go to your bank<span className="visually-hidden"> about {invoice.title}</span>
              </a>
            ) : (
              <ButtonLink to="/settings/billing/card" kind="primary">
                Enter a card and pay<span className="visually-hidden"> {invoice.title}</span>
              </ButtonLink>
            )}
          </p>
        )}
      </Notice>
    </div>
  )
}
