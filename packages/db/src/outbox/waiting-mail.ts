import { type Instant, type Season, seasonWindow } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import { SEASON } from '../tenant-facts.ts'
import type { OutboxPayload } from './events.ts'

export type WaitingMail =
  | {
      readonly kind: 'send'
      readonly to: { readonly email: string; readonly name: string }
      readonly organization: { readonly name: string }
      readonly season: Season
      /** Until when the seat is held for the reader; null: they only wanted to be told that there is one. */
      readonly offeredUntil: Instant | null
      readonly timeZone: string | null
    }
  | { readonly kind: 'skip'; readonly reason: 'member-left' | 'expired' | 'season-closed' }

const selectMail = statement<
  {
    readonly offeredUntil: Instant | null
    readonly outcome: string | null
    readonly email: string
    readonly name: string
    readonly left: boolean
    readonly organization: string
    readonly season: Season
    readonly timeZone: string | null
  },
  [entryId: string]
>(/* sql */ `
select w.offered_until as "offeredUntil", w.outcome, m.email, m.name,
  m.removed_at is not null or m.deactivated_at is not null as left, o.name as organization, ${SEASON} as season,
  (select p.time_zone from person p where p.id = m.person_id) as "timeZone"
from waiting_entry w
join member m on m.id = w.member_id
join organization o on o.id = w.organization_id
join pool on pool.id = w.pool_id
join season s on s.id = pool.season_id
where w.id = $1::uuid
`)

/** The facts of a mail about a seat that came free, as they stand at `now` (SEAT-12, MAIL-04). */
export async function waitingMail(
  em: Em,
  payload: OutboxPayload<'waiting'>,
  now: Instant,
): Promise<WaitingMail> {
  const [row] = await selectMail(em.getKysely() as Db, payload.entryId)
  if (!row || row.left || row.outcome === 'left') return { kind: 'skip', reason: 'member-left' }
  const { offeredUntil, email, name, organization, season, timeZone } = row
  if (seasonWindow(season).closesAt <= now) return { kind: 'skip', reason: 'season-closed' }
  if (offeredUntil !== null && (offeredUntil <= now || row.outcome !== null))
    return { kind: 'skip', reason: 'expired' }
  return {
    kind: 'send',
    to: { email, name },
    organization: { name: organization },
    season,
    offeredUntil,
    timeZone,
  }
}
