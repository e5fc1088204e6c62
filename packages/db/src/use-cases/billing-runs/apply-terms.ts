import type { ContractFacts, Day, Instant } from '@seatkeeper/rules'
import { queueBillingNotice } from '../../collections/queue-billing-notice.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import type { signatureOf } from '../../tenant-facts.ts'
import { addSeats, setItems, setPlan, setStaffSeats } from '../billing/contract-rows.ts'
import type { ContractRow } from '../billing/facts.ts'

export interface TermsToApply {
  readonly accountId: string
  /** The contract that gets the plan and the prices. */
  readonly contractId: string
  readonly before: ContractRow
  readonly after: ContractFacts
  /** Members who give up their seats, by item (D-23). */
  readonly releases: readonly { readonly item: string; readonly members: readonly string[] }[]
  /** From which day on, and when it is done. */
  readonly on: Day
  readonly now: Instant
  /** Who does it: the log of those who give up their seats names them. */
  readonly by: ReturnType<typeof signatureOf>
}

/** What was agreed takes effect on its day: nobody does it in that moment. */
export const BY_BILLING: TermsToApply['by'] = { kind: 'job', id: 'billing', channel: 'job' }

/**
 * Makes a contract's plan, prices and numbers of seats true. Seats begin or retire on the day: free ones first, then those of the
 * people named, who are deactivated; the numbers have been reckoned with the pools' seats locked, so nobody else loses one.
 */
export async function applyTerms(db: Db, terms: TermsToApply): Promise<void> {
  const { accountId, contractId, before, after, releases, on, now, by: signed } = terms
  await setPlan(db, contractId, after.plan)
  const items = after.items.map(({ id: item, kind, unitPrice, quantity }) => {
    return { item, unit_price: unitPrice, quantity: kind === 'add-on' ? quantity : null }
  })
  await setItems(db, contractId, accountId, JSON.stringify(items))
  const left: string[] = []
  for (const pool of before.pools) {
    const wanted = after.items.find(({ id }) => id === pool.kind)?.quantity ?? pool.seats
    const by = wanted - pool.seats
    if (by === 0 || pool.mode === 'unlimited') continue
    if (pool.kind === 'staff') await setStaffSeats(db, pool.id, wanted)
    else if (by > 0) await addSeats(db, accountId, pool.id, pool.kind, by, on)
    else {
      const members = releases.filter(({ item }) => item === pool.kind).flatMap((each) => each.members)
      const { kind, id, channel } = signed
      const [retired] = await retireSeats(db, pool.id, -by, members, on, iso(now), kind, id, channel)
      if (retired!.seats !== -by) throw new Error(`${-by} seats of ${pool.kind} were to retire`)
      left.push(...retired!.left)
    }
  }
  if (left.length > 0) {
    await queueBillingNotice(db, { accountId, kind: 'seats-given-up', at: now, about: left.toSorted() })
  }
}

/** A lapsed invitation's seat is as free as any; a hold, which lasts two minutes, gives way before a person does. */
const retireSeats = statement<
  { readonly seats: number; readonly left: readonly string[] },
  [
    poolId: string,
    count: number,
    members: readonly string[],
    on: string,
    now: string,
    actorKind: string,
    actorId: string,
    channel: string,
  ]
>(/* sql */ `
with going as (
  select s.id, s.holder_id, s.held_until <= $5::timestamptz as lapsed, s.held_until from seat s
  where s.pool_id = $1::uuid and s.retires_on is null
    and (s.holder_id is null or s.held_until <= $5::timestamptz or s.holder_id = any($3::uuid[]))
  order by
    case when s.holder_id is null and (s.held_until is null or s.held_until <= $5::timestamptz) then 0
      when s.held_until <= $5::timestamptz then 1 when s.holder_id is null then 2 else 3 end,
    array_position($3::uuid[], s.holder_id), s.id
  limit $2::integer for update
), retired as (
  update seat s set retires_on = greatest(s.valid_from, $4::date), holder_id = null, held_until = null,
    hold_id = null, held_by = null
  from going g where s.id = g.id
  returning s.id, g.holder_id, g.lapsed, g.held_until
), closed as (
  update seat_assignment a
  set ended_at = greatest(a.started_at, case when r.lapsed then r.held_until else $5::timestamptz end),
    ended_by = case when r.lapsed then 'expiry' else $7::text end
  from retired r where a.seat_id = r.id and a.ended_at is null
), left_over as (
  update member m set deactivated_at = coalesce(m.deactivated_at, $5::timestamptz)
  from retired r where m.id = r.holder_id and r.lapsed is not true
  returning m.id, m.organization_id, m.account_id
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  select organization_id, account_id, $5::timestamptz, $6::text, $7::text, $8::text, 'user.deactivated', id,
    jsonb_build_object('pools', jsonb_build_array($1::uuid)), jsonb_build_object('status', 'deactivated')
  from left_over
), told as (
  insert into outbox (organization_id, account_id, type, payload)
  select organization_id, account_id, 'seat-given-up', jsonb_build_object('memberId', id) from left_over
)
select count(*) as seats, (select coalesce(jsonb_agg(id), '[]') from left_over) as left from retired
`)

const lockSeats = statement<never, [contractId: string]>(/* sql */ `
with pools as materialized (
  select id from pool where contract_id = $1::uuid and season_id is null and kind in ('full-time', 'collaborator')
), held as (
  select s.id from seat s join pools p on p.id = s.pool_id
  where s.holder_id is not null and s.retires_on is null order by s.id for update of s
), free as (
  select s.id from seat s join pools p on p.id = s.pool_id
  where s.holder_id is null and s.retires_on is null order by s.id for update of s
)
select (select count(*) from held) + (select count(*) from free) as seats
`)

const lockStaff = statement<never, [contractId: string]>(/* sql */ `
select from pool where contract_id = $1::uuid and kind = 'staff' for update
`)

/** Nobody takes or leaves a seat of the contract until the end of the transaction: how many are in use is known for certain. */
export async function lockSeatsOf(db: Db, contractId: string): Promise<void> {
  await lockStaff(db, contractId)
  await lockSeats(db, contractId)
}

const holders = statement<
  { readonly item: string; readonly memberId: string },
  [contractId: string, memberIds: readonly string[], now: string]
>(/* sql */ `
select p.kind as item, s.holder_id as "memberId"
from pool p join seat s on s.pool_id = p.id join member m on m.id = s.holder_id
where p.contract_id = $1::uuid and p.season_id is null and s.holder_id = any($2::uuid[]) and m.role <> 'owner'
  and s.retires_on is null and (s.held_until is null or s.held_until > $3::timestamptz)
`)

/**
 * D-23: who was named and still holds such a seat. Who left meanwhile gives up nothing, and an owner never leaves: they would
 * be counted twice, and somebody else's seat would go.
 */
export async function stillNamed(
  db: Db,
  facts: ContractFacts,
  contractId: string,
  now: Instant,
): Promise<ContractFacts> {
  const named = facts.scheduled.flatMap((change) =>
    change.kind === 'quantity' ? (change.releases ?? []) : [],
  )
  if (named.length === 0) return facts
  const held = new Set(
    (await holders(db, contractId, named, iso(now))).map(({ item, memberId }) => `${item} ${memberId}`),
  )
  const scheduled = facts.scheduled.map((change) =>
    change.kind === 'quantity' && change.releases
      ? { ...change, releases: change.releases.filter((id) => held.has(`${change.item} ${id}`)) }
      : change,
  )
  return { ...facts, scheduled }
}

const endChanges = statement<
  { readonly changes: number },
  [contractId: string, upTo: string, now: string, quantities: string]
>(/* sql */ `
with made as (
  update scheduled_change c set state = 'made', ended_at = $3::timestamptz,
    made_value = case when c.kind = 'quantity' then coalesce(($4::jsonb ->> c.item)::integer, c.to_value) end
  where c.contract_id = $1::uuid and c.state = 'scheduled' and c.effective_on <= $2::date
  returning c.id, c.account_id, c.kind, c.item, c.from_value, c.made_value, c.from_plan, c.to_plan
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  select (select o.id from organization o where o.account_id = m.account_id order by o.kind, o.created_at, o.id limit 1),
    m.account_id, $3::timestamptz, 'job', 'billing', 'job', 'billing.change-made', m.id,
    case m.kind when 'plan' then jsonb_build_object('plan', m.from_plan) else jsonb_build_object(m.item, m.from_value) end,
    case m.kind when 'plan' then jsonb_build_object('plan', m.to_plan) else jsonb_build_object(m.item, m.made_value) end
  from made m
)
select count(*) as changes from made
`)

/** What took effect by a day is made, and says what it came to where more people kept their seats (D-23). */
export async function markMade(
  db: Db,
  contractId: string,
  { on, now, after }: { readonly on: Day; readonly now: Instant; readonly after: ContractFacts },
): Promise<void> {
  const quantities = Object.fromEntries(after.items.map(({ id, quantity }) => [id, quantity]))
  await endChanges(db, contractId, on, iso(now), JSON.stringify(quantities))
}
