import { type Day, dayAt, type Instant, type Quote } from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import type { ContractRow } from '../billing/facts.ts'

const insert = statement<
  never,
  [id: string, before: string, interval: string, startsOn: Day, endsOn: Day, now: string]
>(/* sql */ `
insert into contract (id, account_id, plan, policy, billing_interval, payment, currency, self_service, starts_on,
  ends_on, net_days, reductions, created_at)
select $1::uuid, account_id, plan, policy, $3::text, payment, currency, self_service, $4::date, $5::date, net_days,
  reductions, $6::timestamptz
from contract where id = $2::uuid
`)

// The term before keeps its seasons, which ended with it; an ad hoc one that outlasts it goes on (D-24), its pool with it.
const takeAlong = statement<never, [before: string, id: string, today: Day]>(/* sql */ `
with seasons as (
  update season set contract_id = $2::uuid where contract_id = $1::uuid and ad_hoc and last_day >= $3::date
)
update pool set contract_id = $2::uuid where contract_id = $1::uuid and season_id is null
`)

const insertItems = statement<never, [contractId: string, items: string]>(/* sql */ `
insert into contract_item (contract_id, account_id, item, unit_price, quantity)
select c.id, c.account_id, g.item, g.unit_price, g.quantity
from contract c, jsonb_to_recordset($2::jsonb) as g(item text, unit_price bigint, quantity integer)
where c.id = $1::uuid
`)

const addSeats = statement<never, [poolId: string, count: number, from: Day]>(/* sql */ `
insert into seat (account_id, pool_id, kind, valid_from)
select p.account_id, p.id, p.kind, $3::date from pool p, generate_series(1, $2::integer) where p.id = $1::uuid
`)

// Nobody gives up a seat by it: the quote was refused where more are held than it has (D-23), and what lapsed counts as free.
const retireSeats = statement<never, [poolId: string, count: number, today: Day, now: string]>(/* sql */ `
update seat set retires_on = $3::date where id in (
  select id from seat where pool_id = $1::uuid and (retires_on is null or retires_on > $3::date)
    and (holder_id is null or held_until <= $4::timestamptz)
  order by holder_id is not null, id limit $2::integer for update
)
`)

const setStaffSeats = statement<never, [poolId: string, seats: number]>(/* sql */ `
update pool set staff_seats = $2::integer where id = $1::uuid
`)

/**
 * BILL-08, D-21: the term that was quoted begins: a contract of its own that takes the seats along, so that everybody is where
 * they were. In the caller's transaction, which holds the lock of the account's money. Gives the contract's id.
 */
export async function beginNewTerm(
  db: Db,
  before: ContractRow,
  { contract }: Quote,
  now: Instant,
): Promise<string> {
  const id = randomUUIDv7()
  const { term, interval, items } = contract
  if (typeof interval !== 'string') throw new Error('A new term is billed by the month, quarter or year')
  const today = dayAt(now)
  await insert(db, id, before.id, interval, term.start, term.end, iso(now))
  await takeAlong(db, before.id, id, today)
  const rows = items.map(({ id: item, kind, unitPrice, quantity }) => {
    return { item, unit_price: unitPrice, quantity: kind === 'add-on' ? quantity : null }
  })
  await insertItems(db, id, JSON.stringify(rows))
  const quantityOf = new Map(items.map((item) => [item.id, item.quantity]))
  for (const pool of before.pools) {
    const fullTime = quantityOf.get('full-time') ?? 0
    const wanted =
      pool.mode === 'tied' ? Math.floor(fullTime / pool.tiedPer!) : (quantityOf.get(pool.kind) ?? pool.seats)
    const by = wanted - pool.seats
    if (by === 0 || pool.mode === 'unlimited') continue
    if (pool.kind === 'staff') await setStaffSeats(db, pool.id, wanted)
    else if (by > 0) await addSeats(db, pool.id, by, today)
    else await retireSeats(db, pool.id, 0 - by, today, iso(now))
  }
  return id
}
