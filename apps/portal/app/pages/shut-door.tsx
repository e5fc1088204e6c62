import { ButtonLink } from '~/components/button.tsx'
import type { ShutDoor as Shut } from '~/server/identity/lock-view.ts'
import { AccessCardList } from './access-cards.tsx'
import { LockPage } from './lock-page.tsx'

/** The title of the browser's tab. */
export const shutDoorTitle = ({ lock }: Shut): string => lock?.title ?? nowhere

const nowhere = 'You belong to no organization here'

/** ACC-01: nothing lets them in. Their session is over already: what is left is the way to the sign-in page. */
export function ShutDoor({ door, note }: { door: Shut; note?: string }) {
  const leave = (
    <p>
      <ButtonLink to="/sign-in" reloadDocument>
        Go to sign-in
      </ButtonLink>
    </p>
  )
  if (door.lock === null) {
    return (
      <div className="stack">
        <h1>{nowhere}</h1>
        <p>If you should, ask whoever invited you.</p>
        {leave}
      </div>
    )
  }
  return (
    <LockPage lock={door.lock}>
      {note !== undefined && <p>{note}</p>}
      {door.others.length > 0 && (
        <section className="stack" aria-labelledby="other-organizations">
          <h2 id="other-organizations">Your other organizations</h2>
          <AccessCardList cards={door.others} />
        </section>
      )}
      {leave}
    </LockPage>
  )
}
