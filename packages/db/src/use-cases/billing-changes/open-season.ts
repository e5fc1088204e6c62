import { type ContractSeason, type Day, dayAt, type Instant } from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'

const open = statement<
  { readonly id: string },
  [
    seasonId: string,
    accountId: string,
    contractId: string,
    poolId: string,
    name: string,
    firstDay: Day,
    lastDay: Day,
    seats: number,
    unitPrice: number,
    now: string,
    today: Day,
    adHoc: boolean,
  ]
>(/* sql */ `
with made as (
  insert into season (id, account_id, contract_id, name, first_day, last_day, ad_hoc, unit_price, created_at)
  values ($1::uuid, $2::uuid, $3::uuid, $5::text, $6::date, $7::date, $12::boolean, $9::bigint, $10::timestamptz)
  returning id
), pooled as (
  insert into pool (id, account_id, contract_id, season_id, kind, mode)
  select $4::uuid, $2::uuid, $3::uuid, id, 'seasonal', 'counted' from made
  returning id
), seated as (
  insert into seat (account_id, pool_id, kind, valid_from)
  select $2::uuid, id, 'seasonal', $11::date from pooled, generate_series(1, $8::integer)
)
select id from made
`)

/** A season of a contract's, with its pool and a row for each seat. */
export async function openSeason(
  db: Db,
  { accountId, contractId }: { readonly accountId: string; readonly contractId: string },
  { id, source, name, firstDay, lastDay, seats, unitPrice }: ContractSeason,
  now: Instant,
): Promise<void> {
  await open(
    db,
    id,
    accountId,
    contractId,
    randomUUIDv7(),
    name,
    firstDay,
    lastDay,
    seats,
    unitPrice,
    iso(now),
    dayAt(now),
    source === 'ad-hoc',
  )
}
