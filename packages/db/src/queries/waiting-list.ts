import { type Instant, type Season, seasonWindow } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { SEASON } from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'

/** A place in a line, of one of the organization's people. */
export interface WaitingPlace {
  readonly entryId: string
  readonly season: Season
  readonly wants: 'seat' | 'news'
  readonly askedAt: Instant
  /** The acting member's own: only they take or leave it. */
  readonly own: boolean
  readonly name: string
  /** From 1, those of the account's other organizations counted; null: a seat is offered, or they only want to be told. */
  readonly position: number | null
  /** Until when the offered seat is held; null: none is. */
  readonly offeredUntil: Instant | null
}

const selectPlaces = statement<
  Omit<WaitingPlace, 'own'> & { readonly memberId: string },
  [organizationId: string, now: string]
>(/* sql */ `
with line as (
  select w.*, case when w.wants = 'seat' and w.offered_at is null then
    row_number() over (partition by w.pool_id, w.wants, w.offered_at is null order by w.asked_at, w.id) end as position
  from waiting_entry w
  where w.ended_at is null and (w.offered_until is null or w.offered_until > $2::timestamptz)
)
select l.id as "entryId", ${SEASON} as season, l.wants, l.asked_at as "askedAt", l.member_id as "memberId", m.name,
  l.position, l.offered_until as "offeredUntil"
from line l
join member m on m.id = l.member_id
join pool p on p.id = l.pool_id
join season s on s.id = p.season_id
where l.organization_id = $1::uuid
order by l.offered_until nulls last, s.first_day, s.id, l.asked_at, l.id
`)

/** SEAT-12: who of this organization waits for what, offers first. Seasons that are over are left out. One statement. */
export async function waitingList({ em, actor, now }: QueryContext): Promise<readonly WaitingPlace[]> {
  const rows = await inTenant(em, actor, (db) => selectPlaces(db, actor.organizationId, iso(now)))
  const self = actor.kind === 'member' ? actor.memberId : null
  return rows
    .filter(({ season }) => seasonWindow(season).closesAt > now)
    .map(({ memberId, ...place }) => ({ ...place, own: memberId === self }))
}
