import {
  type Instant,
  type Season,
  type WaitingEntry,
  accountStanding,
  dayAt,
  decideWaiting,
  standingAllows,
} from '@seatkeeper/rules'
import type { Actor } from '../context.ts'
import { iso, randomPick } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import {
  ACCOUNT_FACTS,
  type AccountRow,
  SEASON,
  accountFactsOf,
  epochMs,
  signatureOf,
} from '../tenant-facts.ts'
import { lockSeats, seatsToHave } from '../use-cases/claim.ts'

/**
 * Everybody who offers seats of a season to its line, or takes one past it, holds these locks first, so that seats that come
 * free at the same moment go to different people, in order.
 */
export const lockLines = statement<{ readonly id: string }, [poolIds: readonly string[]]>(/* sql */ `
select id from waiting_entry where pool_id = any($1::uuid[]) and ended_at is null order by id for update
`)

/** The same by the seasons that somebody names. */
export const lockLinesOf = statement<{ readonly id: string }, [seasonIds: readonly string[]]>(/* sql */ `
select w.id from waiting_entry w join pool p on p.id = w.pool_id
where p.season_id = any($1::uuid[]) and w.ended_at is null order by w.id for update of w
`)

interface Line {
  readonly poolId: string
  readonly season: Season
  readonly claimable: number
  readonly entries: readonly (WaitingEntry & { readonly memberId: string })[]
}

/** Lines with what is free for them. Offers that have run out count as free seats already. */
const selectLines = statement<Line, [poolIds: readonly string[], now: string, today: string]>(/* sql */ `
select p.id as "poolId", ${SEASON} as season, free.total as claimable, line.entries
from pool p
join season s on s.id = p.season_id
cross join lateral (
  select jsonb_agg(jsonb_build_object(
    'id', w.id, 'memberId', w.member_id, 'wants', w.wants, 'askedAt', ${epochMs('w.asked_at')},
    'offer', case when w.offered_until is not null then
      jsonb_build_object('at', ${epochMs('w.offered_at')}, 'until', ${epochMs('w.offered_until')}) end,
    'endedAt', null) order by w.asked_at, w.id) as entries, count(*) as length
  from waiting_entry w where w.pool_id = p.id and w.ended_at is null
) line
cross join lateral (
  select count(*) as total from (${seatsToHave({ pool: 'p.id', need: 'line.length', start: '0', now: '$2', today: '$3' })}) seats
) free
where p.id = any($1::uuid[]) and line.length > 0
order by p.id
`)

/**
 * Holds a seat for each entry, as far as there are any that nobody is just taking, first in line first; those of lapsed invitations
 * are taken over. What is left open is offered when it comes free next.
 */
const offerSeats = statement<
  never,
  [poolId: string, entries: string, need: number, until: string, start: number, now: string, today: string]
>(/* sql */ `
with found as materialized (
  ${lockSeats({ pool: '$1::uuid', need: '$3::integer', start: '$5::integer', now: '$6', today: '$7' }, { takeOver: true })}
), numbered as (
  select id, holder_id, row_number() over () as nth from found
), offered as (
  select n.id as seat_id, n.holder_id, e.id, e.member_id
  from numbered n join jsonb_to_recordset($2::jsonb) as e(nth bigint, id uuid, member_id uuid) using (nth)
), released as (
  update seat_assignment a
  set ended_at = greatest(a.started_at, s.held_until), ended_by = 'expiry'
  from offered o join seat s on s.id = o.seat_id
  where o.holder_id is not null and a.seat_id = o.seat_id and a.ended_at is null
), held as (
  update seat s set holder_id = null, held_until = $4::timestamptz, hold_id = o.id, held_by = o.member_id
  from offered o where s.id = o.seat_id
)
update waiting_entry w set offered_at = $6::timestamptz, offered_until = $4::timestamptz
from offered o where w.id = o.id
`)

const endEntries = statement<
  never,
  [ids: readonly string[], outcome: 'told' | 'lapsed' | 'left', now: string]
>(/* sql */ `
update waiting_entry set ended_at = $3::timestamptz, outcome = $2::text,
  offered_at = case when $2::text = 'told' then $3::timestamptz else offered_at end
where id = any($1::uuid[]) and ended_at is null
`)

/**
 * The mails and the audit of what was offered or told, as far as it concerns people of this organization; the worker sees to
 * those of the account's others (D-40).
 */
export const queueWaitingMails = statement<
  { readonly id: string },
  [organizationId: string, actorKind: string, actorId: string, channel: string, now: string]
>(/* sql */ `
with due as (
  update waiting_entry set mailed_at = $5::timestamptz
  where organization_id = $1::uuid and offered_at is not null and mailed_at is null
  returning id, organization_id, account_id, member_id, pool_id, wants, offered_until
), queued as (
  insert into outbox (organization_id, account_id, type, payload)
  select organization_id, account_id, 'waiting', jsonb_build_object('entryId', id, 'memberId', member_id) from due
), noted as (
  insert into audit (
    organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  select organization_id, account_id, $5::timestamptz, $2::text, $3::text, $4::text,
    case wants when 'seat' then 'waiting.offered' else 'waiting.told' end, id, null,
    jsonb_build_object('pool', pool_id, 'member', member_id, 'until', offered_until)
  from due
)
select id from due
`)

const selectAccount = statement<{ readonly account: AccountRow }, [accountId: string]>(/* sql */ `
select ${ACCOUNT_FACTS} as account from account a where a.id = $1::uuid
`)

/**
 * SEAT-12: offers what is free of these pools to their lines, as the rules decide, in the caller's transaction. To be called
 * whenever a seat has come free or somebody has joined or left a line. Pools without a line cost one statement. While the account
 * is locked nothing is offered, since nobody could take it in time; the worker offers it once the lock is lifted.
 */
export async function settleLines(
  db: Db,
  actor: Actor,
  poolIds: readonly string[],
  now: Instant,
): Promise<void> {
  if (poolIds.length === 0) return
  const locked = await lockLines(db, poolIds)
  if (locked.length === 0) return
  const [standing] = await selectAccount(db, actor.accountId)
  if (!standing || !standingAllows(accountStanding(accountFactsOf(standing.account), now), 'everything-else'))
    return
  for (const line of await selectLines(db, poolIds, iso(now), dayAt(now))) await settle(db, line, now)
  const by = signatureOf(actor)
  await queueWaitingMails(db, actor.organizationId, by.kind, by.id, by.channel, iso(now))
}

async function settle(db: Db, { poolId, season, claimable, entries }: Line, now: Instant): Promise<void> {
  const pool = { id: poolId, kind: 'seasonal', mode: 'counted', season, claimable } as const
  const decision = decideWaiting({ pool, entries }, now)
  if (decision.lapsed.length > 0) await endEntries(db, decision.lapsed, 'lapsed', iso(now))
  if (decision.offer.length > 0) {
    const memberOf = new Map(entries.map(({ id, memberId }) => [id, memberId]))
    const offered = decision.offer.map(({ entryId }, i) => ({
      nth: i + 1,
      id: entryId,
      member_id: memberOf.get(entryId),
    }))
    const { until } = decision.offer[0]!
    await offerSeats(
      db,
      poolId,
      JSON.stringify(offered),
      offered.length,
      iso(until),
      randomPick(),
      iso(now),
      dayAt(now),
    )
  }
  if (decision.tell.length > 0) await endEntries(db, decision.tell, 'told', iso(now))
}

/** The acting member has taken what was offered: their place in the line is used up. */
export const endTaken = statement<never, [memberId: string, now: string]>(/* sql */ `
update waiting_entry w set ended_at = $2::timestamptz, outcome = 'taken'
where w.member_id = $1::uuid and w.ended_at is null and w.offered_until > $2::timestamptz
  and not exists (select from seat s where s.hold_id = w.id and s.holder_id is null)
`)

/** Gives up places in lines and what was offered there; whoever is next gets it. */
export const dropPlaces = statement<
  { readonly id: string; readonly poolId: string },
  [memberId: string, entryId: string | null, now: string]
>(/* sql */ `
with dropped as (
  update waiting_entry set ended_at = $3::timestamptz, outcome = 'left'
  where member_id = $1::uuid and ended_at is null and ($2::uuid is null or id = $2::uuid)
  returning id, pool_id
), freed as (
  update seat s set held_until = null, hold_id = null, held_by = null
  from dropped d where s.hold_id = d.id and s.held_by = $1::uuid and s.holder_id is null
)
select id, pool_id as "poolId" from dropped
`)
