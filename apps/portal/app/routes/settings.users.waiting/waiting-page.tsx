import { Form } from '@remix-run/react'
import { Button, ButtonLink } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { EmptyState, Notice } from '~/components/notice.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import type { FullSeason, PlaceView } from './waiting-view.ts'

/** Who is waiting, offers first: what is held for the reader comes with the way to take it. */
export function Places({ places }: { places: readonly PlaceView[] }) {
  if (places.length === 0) {
    return (
      <div className="card">
        <EmptyState
          title="Nobody is waiting"
          text="When a season is full, you can wait here for its next free seat, or just ask to be told."
        />
      </div>
    )
  }
  return (
    <ul role="list" className="stack">
      {places.map((place) => (
        <li
          key={place.entryId}
          className="card waiting-place"
          data-held={place.heldUntil !== null || undefined}
        >
          <div>
            <h3>{place.season}</h3>
            <DateText when={place.dates} />
          </div>
          <div>
            <p>
              <strong>{place.name ?? 'You'}</strong>
            </p>
            <p className="soft">{place.standing}</p>
            {place.heldUntil !== null && <DateText when={place.heldUntil} />}
          </div>
          {place.own && <OwnPlace place={place} />}
        </li>
      ))}
    </ul>
  )
}

function OwnPlace({ place: { entryId, season, heldUntil } }: { place: PlaceView }) {
  return (
    <div className="waiting-actions">
      {heldUntil !== null && (
        <ButtonLink to="/settings/users/new" kind="primary">
          Take the seat in {season}
        </ButtonLink>
      )}
      <Form method="post">
        <FormToken />
        <input type="hidden" name="intent" value="leave" />
        <input type="hidden" name="entryId" value={entryId} />
        <Button
          kind="quiet"
          aria-label={`${heldUntil === null ? 'Stop waiting for' : 'Let the next have it: the seat in'} ${season}`}
        >
          {heldUntil === null ? 'Stop waiting' : 'Let the next have it'}
        </Button>
      </Form>
    </div>
  )
}

/** The full seasons, each with the two ways of waiting. */
export function FullSeasons({ seasons }: { seasons: readonly FullSeason[] }) {
  if (seasons.length === 0) {
    return (
      <Notice>
        <p>No open or coming season is full, so there is nothing to wait for.</p>
      </Notice>
    )
  }
  return (
    <ul role="list" className="stack">
      {seasons.map(({ seasonId, name, dates, waitsForSeat, waitsForNews }) => (
        <li key={seasonId} className="card waiting-place">
          <div>
            <h3>{name}</h3>
            <DateText when={dates} />
          </div>
          <div className="waiting-actions">
            {waitsForSeat ? (
              <p className="soft">You are in line for a seat.</p>
            ) : (
              <Join seasonId={seasonId} wants="seat" label={`Wait for a seat in ${name}`}>
                Wait for a seat
              </Join>
            )}
            {waitsForNews ? (
              <p className="soft">You will be told.</p>
            ) : (
              <Join seasonId={seasonId} wants="news" label={`Just tell me when a seat in ${name} is free`}>
                Just tell me
              </Join>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Join(props: { seasonId: string; wants: 'seat' | 'news'; label: string; children: string }) {
  const { seasonId, wants, label, children } = props
  return (
    <Form method="post">
      <FormToken />
      <input type="hidden" name="intent" value="join" />
      <input type="hidden" name="seasonId" value={seasonId} />
      <input type="hidden" name="wants" value={wants} />
      <Button kind={wants === 'seat' ? 'secondary' : 'quiet'} aria-label={label}>
        {children}
      </Button>
    </Form>
  )
}
