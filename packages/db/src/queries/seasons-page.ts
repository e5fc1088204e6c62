import {
  dayAt,
  type Instant,
  type Phase,
  type PoolAvailability,
  type PoolFacts,
  poolAvailability,
  type Season,
  seasonPhase,
  seasonWindow,
  type Window,
} from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import type { SeasonBefore } from '../entities/contract.ts'
import { statement } from '../statement.ts'
import { epochMs } from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import { poolsOf } from './pools.ts'

export interface SeasonLine {
  readonly season: Season
  readonly poolId: string
  readonly window: Window
  readonly phase: Phase
  readonly adHoc: boolean
  readonly availability: PoolAvailability
  /** People of this organization who have it; where a season is over, who had it to its end. */
  readonly people: number
  /** Of those, who were invited and have never signed up: seats that nobody sits on. */
  readonly idle: number
  /** What the vendor has last changed about it (D-24). */
  readonly changed: { readonly at: Instant; readonly from: SeasonBefore } | null
}

const selectSeasons = statement<
  {
    readonly poolId: string
    readonly seasonId: string
    readonly adHoc: boolean
    readonly people: number
    readonly idle: number
    readonly changed: SeasonLine['changed']
  },
  [accountId: string, organizationId: string, today: string]
>(/* sql */ `
with holders as (
  select a.pool_id, a.member_id
  from seat_assignment a
  join pool p on p.id = a.pool_id join season s on s.id = p.season_id
  where a.organization_id = $2::uuid and p.account_id = $1::uuid
    and case when s.last_day < $3::date
      then a.ended_at is null or a.ended_at >= (s.last_day + 1)::timestamp at time zone 'UTC'
      else a.ended_at is null end
  union
  select c.pool_id, c.member_id from season_choice c where c.organization_id = $2::uuid
), counted as (
  select h.pool_id, count(*) as people,
    count(*) filter (where m.signed_up_at is null and m.joined_at is null and m.removed_at is null) as idle
  from holders h join member m on m.id = h.member_id
  group by h.pool_id
)
select p.id as "poolId", s.id as "seasonId", s.ad_hoc as "adHoc",
  coalesce(c.people, 0)::integer as people, coalesce(c.idle, 0)::integer as idle,
  case when s.changed_at is not null then
    jsonb_build_object('at', ${epochMs('s.changed_at')}, 'from', s.changed_from) end as changed
from pool p join season s on s.id = p.season_id left join counted c on c.pool_id = p.id
where p.account_id = $1::uuid
`)

/**
 * USER-13: every season of the account, past ones too, with its fill and this organization's people, by first day. Two statements,
 * however many seasons and people there are.
 */
export async function seasonsPage({ em, actor, now }: QueryContext): Promise<readonly SeasonLine[]> {
  return inTenant(em, actor, async (db) => {
    const seasons = await selectSeasons(db, actor.accountId, actor.organizationId, dayAt(now))
    const pools = await poolsOf(
      db,
      actor.accountId,
      now,
      seasons.map(({ poolId }) => poolId),
    )
    const counts = new Map(seasons.map((row) => [row.poolId, row]))
    return pools
      .flatMap((pool) => lineOf(pool, counts.get(pool.id), now))
      .toSorted((a, b) => a.window.opensAt - b.window.opensAt || a.window.closesAt - b.window.closesAt)
  })
}

function lineOf(
  pool: PoolFacts,
  counts: Pick<SeasonLine, 'adHoc' | 'people' | 'idle' | 'changed'> | undefined,
  now: Instant,
): SeasonLine[] {
  const { id: poolId, season } = pool
  if (!season || !counts) return []
  const window = seasonWindow(season)
  const { adHoc, people, idle, changed } = counts
  const availability = poolAvailability(pool, now)
  return [
    { season, poolId, window, phase: seasonPhase(window, now), adHoc, availability, people, idle, changed },
  ]
}
