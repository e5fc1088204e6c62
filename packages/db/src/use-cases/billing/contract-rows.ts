import { statement } from '../../statement.ts'

// What a purchase and the billing run write alike, when what was agreed becomes true.

export const addSeats = statement<
  never,
  [accountId: string, poolId: string, kind: string, count: number, from: string]
>(/* sql */ `
insert into seat (account_id, pool_id, kind, valid_from)
select $1::uuid, $2::uuid, $3::text, $5::date from generate_series(1, $4::integer)
`)

export const setStaffSeats = statement<never, [poolId: string, seats: number]>(/* sql */ `
update pool set staff_seats = $2::integer where id = $1::uuid
`)

export const setPlan = statement<never, [contractId: string, plan: string]>(/* sql */ `
update contract set plan = $2::text where id = $1::uuid and plan <> $2::text
`)

export const setItems = statement<never, [contractId: string, accountId: string, items: string]>(/* sql */ `
insert into contract_item (contract_id, account_id, item, unit_price, quantity)
select $1::uuid, $2::uuid, g.item, g.unit_price, g.quantity
from jsonb_to_recordset($3::jsonb) as g(item text, unit_price bigint, quantity integer)
on conflict (contract_id, item) do update set unit_price = excluded.unit_price, quantity = excluded.quantity
`)
