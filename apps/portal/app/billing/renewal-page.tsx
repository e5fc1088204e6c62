import { Badge } from '~/components/badge.tsx'
import { ButtonLink } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { Flash } from '~/components/flash.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, type FormReply } from '~/forms/form-reply.ts'
import { ChangesCard, OffersCard } from './changes-card.tsx'
import { ChargeLines } from './charge-lines.tsx'
import { billingPath } from './door.ts'
import { ComparedRows, ComparedTable } from './figures.tsx'
import type { RenewalView } from './renewal-view.ts'

/** BILL-11: what the next term will be, and its invoice in advance. */
export function RenewalPage({
  view,
  flash,
  reply,
}: {
  readonly view: RenewalView
  readonly flash: string | null
  readonly reply: FormReply | undefined
}) {
  const { next } = view
  return (
    <>
      <Flash>{flash}</Flash>
      <PageHeader
        path={[...billingPath, { label: 'Renewal' }]}
        title="Renewal"
        lead={
          next.kind === 'term' ? (
            <>
              The contract renews by itself at <DateText when={view.renewsOn} />
            </>
          ) : undefined
        }
      ></PageHeader>
      <div className="billing-narrow stack review">
        <ErrorSummary items={errorItems(reply, [])} />
        {view.cancelled && (
          <Notice tone="warn">
            <p>
              {view.ended
                ? `The subscription ended on ${view.day}.`
                : `The subscription is cancelled: it ends on ${view.day} and does not renew.`}
            </p>
            {view.mayBuy && (
              <p>
                <ButtonLink to={view.ended ? '/settings/billing/reactivate' : '/settings/billing/cancel'}>
                  {view.ended ? 'Come back' : 'Undo the cancellation'}
                </ButtonLink>
              </p>
            )}
          </Notice>
        )}
        {next.kind === 'none' && !view.cancelled && (
          <Notice tone="warn">
            <p>{next.why}</p>
          </Notice>
        )}
        {next.kind === 'term' && <HowItRenews view={view} />}
        <ChangesCard changes={view.changes} mayBuy={view.mayBuy} />
        <OffersCard offers={view.offers} />
        {next.kind === 'term' && <NextTerm next={next} />}
        <SeasonsCard seasons={view.seasons} />
      </div>
    </>
  )
}

/** D-02, D-23: what counts and what does not, before anything is filed. */
function HowItRenews({ view: { asked, day, mayBuy, lowerPlan } }: { readonly view: RenewalView }) {
  return (
    <section className="stack billing-prose" aria-labelledby="how-it-renews">
      <h2 id="how-it-renews" className="visually-hidden">
        What counts
      </h2>
      <p>
        On {day} the contract goes on with what is agreed by then: as it stands today, with the changes that
        are scheduled.
        {asked
          ? ' What you have asked for is not in the figures below: it counts once the vendor agrees.'
          : ' What is only asked for does not count before the vendor agrees.'}{' '}
        Nobody loses a seat whom you have not named, so it renews with at least as many seats as people keep.
      </p>
      {mayBuy && (
        <p className="panel-actions">
          <ButtonLink to="/settings/billing/plan-request">
            {lowerPlan ? 'Ask for fewer seats or a lower plan' : 'Ask for fewer seats'}
          </ButtonLink>
        </p>
      )}
    </section>
  )
}

function NextTerm({ next }: { readonly next: Extract<RenewalView['next'], { kind: 'term' }> }) {
  return (
    <>
      <section className="card stack" aria-labelledby="next-term">
        <h2 id="next-term">The next term</h2>
        <p className="soft">
          {next.term}, invoiced {next.every}.
        </p>
        <ComparedTable caption="The contract now and in the next term" columns={['Contract', 'Now', 'Next']}>
          <tbody>
            <ComparedRows rows={next.rows} />
          </tbody>
        </ComparedTable>
        {[...next.notMade, ...next.keptInUse].map((sentence) => (
          <Notice key={sentence} tone="warn">
            <p>{sentence}</p>
          </Notice>
        ))}
        {next.releases.length > 0 && (
          <div>
            <h3>Who gives up a seat then</h3>
            <ul className="bought">
              {next.releases.map(({ id, seats, people, note }) => (
                <li key={id}>
                  {people.join(', ')} <span className="soft">({seats.toLowerCase()})</span>
                  {note !== null && <span className="figures-below">{note}</span>}
                </li>
              ))}
            </ul>
          </div>
        )}
      </section>
      <section className="card stack" aria-labelledby="renewal-invoice">
        <h2 id="renewal-invoice">Its first invoice</h2>
        <ChargeLines
          lines={next.invoice.lines}
          total={{ label: `Due on ${next.invoice.on}`, amount: next.invoice.due }}
          caption="The first invoice of the next term, line by line"
        />
        {next.invoice.without !== null && <p className="soft small">{next.invoice.without}</p>}
        <p className="soft small">
          {next.invoice.how}. Tax and credit are as they stand today
          {next.invoice.credit === null ? '' : `; ${next.invoice.credit} of credit is used`}.
        </p>
      </section>
    </>
  )
}

/** BILL-11: what was, one year on; agreed between people, so nothing can be pressed here. */
function SeasonsCard({ seasons }: { readonly seasons: RenewalView['seasons'] }) {
  if (seasons.length === 0) return null
  return (
    <section className="card stack" aria-labelledby="proposed-seasons">
      <h2 id="proposed-seasons">Seasons, one year on</h2>
      <p className="soft">
        Seasons end with the term, and are proposed again. Once you have agreed with the vendor, a season is
        on the invoice of the period in which it opens, or on one of its own where that one is out already.
      </p>
      <ul role="list" className="coming-changes">
        {seasons.map((season) => (
          <li key={season.id}>
            <div>
              <p className="row">
                <strong>{season.name}</strong> <Badge tone={season.state.tone}>{season.state.label}</Badge>
              </p>
              <p className="soft small">
                {season.days}, {season.seats}
              </p>
            </div>
            <span>{season.cost}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
