import { type Instant, type PoolFacts, dayAt } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { owedSeats } from '../use-cases/claim.ts'
import { type PoolRow, runsOn, SEASON, poolFactsOf } from '../tenant-facts.ts'

/**
 * The pools of the account's current contract, each counted exactly as of a moment: lapsed invitations and holds are free
 * (CAL-03), free seats that retire are left out; free ones that are owed to those who wait in line count as held (SEAT-12). Seasons that are over are left out unless named. The seats are counted once
 * and kept: where statistics are missing the planner expects one pool, and would count all of them anew for each.
 */
const selectPools = statement<
  PoolRow,
  [accountId: string, now: string, today: string, alsoPools: readonly string[], by: string | null]
>(/* sql */ `
with pools as (
  select p.id, p.kind, p.mode, p.staff_seats, s.first_day, ${SEASON} as season
  from pool p
  join contract c on c.id = p.contract_id
  left join season s on s.id = p.season_id
  where p.account_id = $1::uuid
    and (${runsOn('c', '$3')} and (s.id is null or s.last_day >= $3::date)
      or p.id = any($4::uuid[]))
), counted as materialized (
  select seat.pool_id,
    count(*) filter (where
      case when holder_id is not null and (held_until is null or held_until > $2::timestamptz)
        then retires_on is null or retires_on > $3::date
        else retires_on is null end) as total,
    count(*) filter (where
      holder_id is not null and (held_until is null or held_until > $2::timestamptz)) as assigned,
    count(*) filter (where
      holder_id is null and held_until > $2::timestamptz and held_by is distinct from $5::uuid) as held
  from seat
  where seat.pool_id in (select id from pools) and seat.valid_from <= $3::date
  group by seat.pool_id
)
select p.id, p.kind, p.mode, p.season,
  case when p.kind = 'staff' then p.staff_seats else coalesce(c.total, 0) end as total,
  case when p.kind = 'staff' then (
    select count(*) from member m
    where m.account_id = $1::uuid and m.type = 'staff' and m.removed_at is null and m.deactivated_at is null
  ) else coalesce(c.assigned, 0) end as assigned,
  coalesce(c.held, 0) + least(greatest(coalesce(c.total - c.assigned - c.held, 0), 0), owed.seats) as held
from pools p
left join counted c on c.pool_id = p.id
cross join lateral (select ${owedSeats('p.id')} as seats) owed
order by array_position(array['full-time', 'collaborator', 'staff', 'seasonal'], p.kind), p.first_day, p.id
`)

export async function poolsOf(
  db: Db,
  accountId: string,
  now: Instant,
  alsoPools: readonly string[],
  /** Whose held seats are free to them: of a form, whoever fills it in. */
  by: string | null = null,
): Promise<PoolFacts[]> {
  return (await selectPools(db, accountId, iso(now), dayAt(now), alsoPools, by)).map(poolFactsOf)
}
