import { type Instant, type SeatOutcome, type SeatRelease, dayAt } from '@seatkeeper/rules'
import type { Actor } from '../context.ts'
import { iso, randomPick } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { actingMember, signatureOf } from '../tenant-facts.ts'
import { endTaken, settleLines } from '../waiting-list/line.ts'
import { chooseSeasons, giveUpSeasons } from './choose-seasons.ts'
import { lockSeats } from './claim.ts'
import type { MemberToChange } from './member-facts.ts'

/**
 * Frees the seats of these pools, and any of the member's whose invitation has lapsed (a wait for whoever is just taking
 * such a one over). A seat of a pool without limit retires with its holder: the next one is made anew.
 */
const release = statement<
  { readonly poolId: string },
  [memberId: string, poolIds: readonly string[], by: string, now: string, today: string]
>(/* sql */ `
with freed as (
  update seat s set holder_id = null, held_until = null,
    retires_on = case when p.mode = 'unlimited' then greatest(s.valid_from, $5::date) else s.retires_on end
  from pool p
  where p.id = s.pool_id and s.holder_id = $1::uuid
    and (s.pool_id = any($2::uuid[]) or s.held_until <= $4::timestamptz)
  returning s.id, s.pool_id, case when old.held_until <= $4::timestamptz then old.held_until end as lapsed_at
), ended as (
  update seat_assignment a
  set ended_at = greatest(a.started_at, coalesce(f.lapsed_at, $4::timestamptz)),
    ended_by = case when f.lapsed_at is null then $3::text else 'expiry' end
  from freed f where a.seat_id = f.id and a.ended_at is null
)
select pool_id as "poolId" from freed
`)

/** Claims one seat in each pool for one member; fewer rows than pools: somebody else was quicker, roll back. */
const claim = statement<
  { readonly poolId: string },
  [
    memberId: string,
    demand: string,
    unlimited: string,
    heldUntil: string | null,
    organizationId: string,
    accountId: string,
    by: string,
    now: string,
    today: string,
    /** Whose held seats are taken first. */
    actorMemberId: string | null,
  ]
>(/* sql */ `
with claimed as materialized (
  select d.pool_id, found.id, found.holder_id
  from jsonb_to_recordset($2::jsonb) as d(pool_id uuid, start integer)
  cross join lateral (${lockSeats({ pool: 'd.pool_id', need: '1', start: 'd.start', now: '$8', today: '$9', by: '$10::uuid' }, { takeOver: true })}) found
), released as (
  update seat_assignment a
  set ended_at = greatest(a.started_at, s.held_until), ended_by = 'expiry'
  from claimed c join seat s on s.id = c.id
  where c.holder_id is not null and a.seat_id = c.id and a.ended_at is null
  returning a.seat_id
), taken as (
  update seat s set holder_id = $1::uuid, held_until = $4::timestamptz, hold_id = null, held_by = null
  from claimed c where s.id = c.id
  returning s.id as seat_id, s.pool_id
), made as (
  insert into seat (account_id, pool_id, kind, valid_from, holder_id, held_until)
  select $6::uuid, u.pool_id, u.kind, $9::date, $1::uuid, $4::timestamptz
  from jsonb_to_recordset($3::jsonb) as u(pool_id uuid, kind text)
  returning id as seat_id, pool_id
), started as (
  insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
  select $6::uuid, $5::uuid, t.pool_id, t.seat_id, $1::uuid, $8::timestamptz, $7::text
  from (table taken union all table made) t left join released r using (seat_id)
)
select pool_id as "poolId" from taken union all select pool_id from made
`)

/** A seat that is kept lapses with the invitation as it stands now. */
const keepUntil = statement<never, [memberId: string, heldUntil: string | null]>(/* sql */ `
update seat set held_until = $2::timestamptz
where holder_id = $1::uuid and held_until is distinct from $2::timestamptz
`)

/**
 * Makes true what the rules decided: frees, then claims. `between` runs between the two, with the member's seats of the
 * former type gone and none of the new one taken: the moment to change the type. False: a seat that was free is locked or
 * gone, and the caller rolls back and looks again.
 */
export async function changeSeats(
  db: Db,
  actor: Actor,
  { row, seats }: MemberToChange,
  outcome: Pick<SeatOutcome, 'type' | 'take' | 'free' | 'seasons' | 'lapsesAt'>,
  now: Instant,
  between: () => Promise<void> = async () => {},
): Promise<boolean> {
  const { memberId } = row
  const { id: by } = signatureOf(actor)
  const freed = outcome.free.map(({ poolId }: SeatRelease) => poolId)
  const sandbox = seats.organization === 'sandbox'
  const released = await release(db, memberId, freed, by, iso(now), dayAt(now))
  if (sandbox) await giveUpSeasons(db, memberId, outcome.seasons)
  await between()
  if (sandbox) await chooseSeasons(db, actor, [{ memberId, seasons: outcome.seasons }], now)

  const withoutLimit = new Set(seats.pools.flatMap(({ id, mode }) => (mode === 'unlimited' ? [id] : [])))
  // A staff seat is a number: the lock on its pool has arbitrated already.
  const take = outcome.take.filter(({ kind }) => kind !== 'staff')
  const demand = take.filter(({ poolId }) => !withoutLimit.has(poolId))
  const unlimited = take.filter(({ poolId }) => withoutLimit.has(poolId))
  const heldUntil = outcome.type === 'seasonal' || outcome.lapsesAt === null ? null : iso(outcome.lapsesAt)
  if (take.length > 0) {
    const claimed = await claim(
      db,
      memberId,
      JSON.stringify(demand.map(({ poolId }) => ({ pool_id: poolId, start: randomPick() }))),
      JSON.stringify(unlimited.map(({ poolId, kind }) => ({ pool_id: poolId, kind }))),
      heldUntil,
      actor.organizationId,
      actor.accountId,
      by,
      iso(now),
      dayAt(now),
      actingMember(actor),
    )
    if (claimed.length !== take.length) return false
    if (actor.kind === 'member') await endTaken(db, actor.memberId, iso(now))
  }
  await keepUntil(db, memberId, heldUntil)
  await settleLines(
    db,
    actor,
    released.map(({ poolId }) => poolId),
    now,
  )
  return true
}
