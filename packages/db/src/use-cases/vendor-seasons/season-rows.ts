import type { Day } from '@seatkeeper/rules'
import { statement } from '../../statement.ts'

export interface SeasonRow {
  readonly seasonId: string
  readonly name: string
  readonly poolId: string
  readonly adHoc: boolean
  readonly firstDay: Day
  readonly lastDay: Day
  readonly billedOn: Day | null
}

/** Somebody with a seat in a season, as the vendor is told of them. */
export interface SeasonHolder {
  readonly memberId: string
  readonly organizationId: string
  readonly name: string
  readonly email: string
  readonly emailKey: string
}

/** The seasons of a contract by name or identity. Those that ended with an earlier term are history. */
export const selectSeasons = statement<SeasonRow, [contractId: string, season: string]>(/* sql */ `
select s.id as "seasonId", s.name, p.id as "poolId", s.ad_hoc as "adHoc", s.first_day as "firstDay",
  s.last_day as "lastDay", s.billed_on as "billedOn"
from season s join pool p on p.season_id = s.id
where s.contract_id = $1::uuid and (lower(s.name) = lower($2::text) or s.id::text = lower($2::text))
order by s.first_day, s.id for update of s
`)

/** Those who are to give up a seat: before any seat is locked, as in every change of a member. */
export const lockNamed = statement<
  { readonly id: string },
  [poolId: string, emailKeys: readonly string[]]
>(/* sql */ `
select m.id from member m
where m.email_key = any($2::text[]) and m.id in (select holder_id from seat where pool_id = $1::uuid)
order by m.id for update of m
`)

/** Nobody takes or leaves a seat of the season until the end of the transaction: who has one is known for certain. */
export const lockPool = statement<{ readonly seats: number }, [poolId: string]>(/* sql */ `
with held as (
  select id from seat where pool_id = $1::uuid and holder_id is not null and retires_on is null
  order by id for update
), free as (
  select id from seat where pool_id = $1::uuid and holder_id is null and retires_on is null
  order by id for update
)
select (select count(*) from held) + (select count(*) from free) as seats
`)

/** First those whose seat was assigned first. A seat whose invitation has lapsed is nobody's. */
export const selectHolders = statement<SeasonHolder, [poolId: string, now: string]>(/* sql */ `
select m.id as "memberId", m.organization_id as "organizationId", m.name, m.email, m.email_key as "emailKey"
from seat s join member m on m.id = s.holder_id
left join seat_assignment a on a.seat_id = s.id and a.ended_at is null
where s.pool_id = $1::uuid and (s.held_until is null or s.held_until > $2::timestamptz)
order by a.started_at, m.id
`)

/** Their seats are free; the audit log of their own organization says so. */
export const giveUpSeats = statement<
  { readonly seats: number },
  [poolId: string, memberIds: readonly string[], seasonId: string, by: string, channel: string, now: string]
>(/* sql */ `
with freed as (
  update seat s set holder_id = null, held_until = null
  where s.pool_id = $1::uuid and s.holder_id = any($2::uuid[])
  returning s.id, old.holder_id as member_id
), ended as (
  update seat_assignment a set ended_at = greatest(a.started_at, $6::timestamptz), ended_by = $4::text
  from freed f where a.seat_id = f.id and a.ended_at is null
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  select m.organization_id, m.account_id, $6::timestamptz, 'job', $4::text, $5::text, 'user.season-given-up', m.id,
    jsonb_build_object('seasons', jsonb_build_array($3::uuid)), jsonb_build_object('seasons', '[]'::jsonb)
  from freed f join member m on m.id = f.member_id
)
select count(*) as seats from freed
`)

export const addSeats = statement<
  never,
  [accountId: string, poolId: string, count: number, from: Day]
>(/* sql */ `
insert into seat (account_id, pool_id, kind, valid_from)
select $1::uuid, $2::uuid, 'seasonal', $4::date from generate_series(1, $3::integer)
`)

/** Free ones, and those of lapsed invitations; never one that somebody has, or that is held for a review or an offer. */
export const retireSeats = statement<
  { readonly seats: number },
  [poolId: string, count: number, on: Day, now: string]
>(/* sql */ `
with going as (
  select s.id, s.holder_id, s.held_until from seat s
  where s.pool_id = $1::uuid and s.retires_on is null
    and (s.held_until <= $4::timestamptz or s.holder_id is null and s.held_until is null)
  order by s.holder_id is not null, s.id limit $2::integer for update
), retired as (
  update seat s set retires_on = greatest(s.valid_from, $3::date), holder_id = null, held_until = null,
    hold_id = null, held_by = null
  from going g where s.id = g.id
  returning s.id, g.holder_id, g.held_until
), closed as (
  update seat_assignment a set ended_at = greatest(a.started_at, r.held_until), ended_by = 'expiry'
  from retired r where r.holder_id is not null and a.seat_id = r.id and a.ended_at is null
)
select count(*) as seats from retired
`)

/**
 * The season with its new dates, and an entry in the log of each of the account's organizations: it is the season of all of them
 * (D-40), and of those who gave up a seat each log names its own. That dates moved makes the worker look anew at what is due
 * to whom (migration 0005).
 */
export const writeSeason = statement<
  never,
  [
    seasonId: string,
    firstDay: Day,
    lastDay: Day,
    billedOn: Day | null,
    before: string,
    after: string,
    dropped: readonly string[],
    by: string,
    channel: string,
    now: string,
  ]
>(/* sql */ `
with changed as (
  update season set first_day = $2::date, last_day = $3::date, billed_on = $4::date, changed_at = $10::timestamptz,
    changed_from = $5::jsonb - 'name'
  where id = $1::uuid returning id, account_id
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
select o.id, o.account_id, $10::timestamptz, 'job', $8::text, $9::text, 'season.changed', c.id, $5::jsonb,
  $6::jsonb || jsonb_build_object('named', (
    select coalesce(jsonb_agg(m.id order by m.id), '[]') from member m
    where m.organization_id = o.id and m.id = any($7::uuid[])))
from changed c join organization o on o.account_id = c.account_id
`)
