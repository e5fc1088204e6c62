import { randomUUIDv7 } from 'node:crypto'
import type { Day, Instant, Season } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

export interface NewAccount {
  readonly name: string
  readonly organizations: readonly { readonly name: string; readonly kind?: 'production' | 'sandbox' }[]
  readonly contract: {
    readonly plan: 'professional' | 'business' | 'enterprise' | 'ultimate' | 'classic'
    readonly billingInterval: 'monthly' | 'quarterly' | 'annual'
    readonly payment?: 'card' | 'wire'
    /** The term `[startsOn, endsOn)`. */
    readonly startsOn: Day
    readonly endsOn: Day
    /** Until when it was billed elsewhere, exclusive; the billing run begins there. */
    readonly invoicedUntil?: Day
    readonly fullTimeSeats: number
    /** A number, one for each n full-time seats, or without limit (D-19). */
    readonly collaborators: number | { readonly oneFor: number } | 'unlimited'
    /** Classic: staff seats instead of all others. */
    readonly staffSeats?: number
    readonly seasons: readonly (Omit<Season, 'id'> & { readonly seats: number; readonly adHoc?: boolean })[]
  }
  /** A declined charge, unpaid (D-06). */
  readonly overdue?: { readonly since: Instant; readonly graceDeadline: Instant }
}

export interface OpenedAccount {
  readonly accountId: string
  readonly organizationIds: readonly string[]
  readonly contractId: string
  readonly seasons: readonly { readonly id: string; readonly poolId: string; readonly name: string }[]
  readonly pools: Readonly<Partial<Record<'full-time' | 'collaborator' | 'staff', string>>>
}

interface PoolPlan {
  readonly id: string
  readonly season_id: string | null
  readonly kind: string
  readonly mode: string
  readonly tied_per: number | null
  readonly staff_seats: number | null
  readonly seats: number
}

const insertAccount = statement<
  never,
  [id: string, name: string, overdueSince: string | null, graceDeadline: string | null, now: string]
>(/* sql */ `
insert into account (id, name, overdue_since, grace_deadline, created_at)
values ($1::uuid, $2::text, $3::timestamptz, $4::timestamptz, $5::timestamptz)
`)

const insertOrganizations = statement<
  never,
  [accountId: string, organizations: string, now: string]
>(/* sql */ `
insert into organization (id, account_id, name, kind, created_at)
select o.id, $1::uuid, o.name, o.kind, $3::timestamptz
from jsonb_to_recordset($2::jsonb) as o(id uuid, name text, kind text)
`)

const insertContract = statement<
  never,
  [
    id: string,
    accountId: string,
    plan: string,
    policy: string,
    interval: string,
    payment: string,
    startsOn: string,
    endsOn: string,
    invoicedUntil: string | null,
    now: string,
  ]
>(/* sql */ `
insert into contract (
  id, account_id, plan, policy, billing_interval, payment, starts_on, ends_on, invoiced_until, created_at)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::date, $8::date, $9::date, $10::timestamptz)
`)

const insertSeasons = statement<
  never,
  [contractId: string, accountId: string, seasons: string, now: string]
>(/* sql */ `
insert into season (id, account_id, contract_id, name, first_day, last_day, ad_hoc, created_at)
select s.id, $2::uuid, $1::uuid, s.name, s.first_day, s.last_day, s.ad_hoc, $4::timestamptz
from jsonb_to_recordset($3::jsonb) as s(id uuid, name text, first_day date, last_day date, ad_hoc boolean)
`)

/** Pools and their seats: a seat is a row, valid from the contract's first day. */
const insertPools = statement<
  never,
  [contractId: string, accountId: string, pools: string, validFrom: string]
>(/* sql */ `
with plan as materialized (
  select * from jsonb_to_recordset($3::jsonb) as p(
    id uuid, season_id uuid, kind text, mode text, tied_per integer, staff_seats integer, seats integer)
), pools as (
  insert into pool (id, account_id, contract_id, season_id, kind, mode, tied_per, staff_seats)
  select id, $2::uuid, $1::uuid, season_id, kind, mode, tied_per, staff_seats from plan
  returning id
)
insert into seat (account_id, pool_id, kind, valid_from)
select $2::uuid, plan.id, plan.kind, $4::date from plan join pools using (id), generate_series(1, plan.seats)
`)

/**
 * Opens an account: organizations, one contract, its seasons and pools with a row for each seat. The vendor's own act;
 * `db` works as the vendor's role or the database's owner, in a transaction of the caller.
 */
export async function openAccount(db: Db, account: NewAccount, now: Instant): Promise<OpenedAccount> {
  const accountId = randomUUIDv7()
  const contractId = randomUUIDv7()
  const { contract, organizations, overdue } = account
  const orgs = organizations.map(({ name, kind = 'production' }) => ({ id: randomUUIDv7(), name, kind }))
  const seasons = contract.seasons.map((season) => ({ ...season, id: randomUUIDv7() }))
  const pools = poolsOf(contract, seasons)

  await insertAccount(
    db,
    accountId,
    account.name,
    overdue ? iso(overdue.since) : null,
    overdue ? iso(overdue.graceDeadline) : null,
    iso(now),
  )
  await insertOrganizations(db, accountId, JSON.stringify(orgs), iso(now))
  await insertContract(
    db,
    contractId,
    accountId,
    contract.plan,
    contract.plan === 'classic' ? 'classic' : 'standard',
    contract.billingInterval,
    contract.payment ?? 'card',
    contract.startsOn,
    contract.endsOn,
    contract.invoicedUntil ?? null,
    iso(now),
  )
  const rows = seasons.map(({ id, name, firstDay, lastDay, adHoc = false }) => {
    return { id, name, first_day: firstDay, last_day: lastDay, ad_hoc: adHoc }
  })
  await insertSeasons(db, contractId, accountId, JSON.stringify(rows), iso(now))
  await insertPools(db, contractId, accountId, JSON.stringify(pools), contract.startsOn)
  return {
    accountId,
    organizationIds: orgs.map(({ id }) => id),
    contractId,
    seasons: seasons.map(({ id, name }) => ({
      id,
      name,
      poolId: pools.find((pool) => pool.season_id === id)!.id,
    })),
    pools: Object.fromEntries(pools.flatMap(({ id, kind, season_id }) => (season_id ? [] : [[kind, id]]))),
  }
}

function poolsOf(
  contract: NewAccount['contract'],
  seasons: readonly { readonly id: string; readonly seats: number }[],
): PoolPlan[] {
  const plain = { season_id: null, tied_per: null, staff_seats: null, mode: 'counted', seats: 0 }
  if (contract.staffSeats !== undefined) {
    return [{ ...plain, id: randomUUIDv7(), kind: 'staff', staff_seats: contract.staffSeats }]
  }
  const { fullTimeSeats, collaborators } = contract
  const collaboratorPool =
    collaborators === 'unlimited'
      ? { mode: 'unlimited' }
      : typeof collaborators === 'number'
        ? { seats: collaborators }
        : {
            mode: 'tied',
            tied_per: collaborators.oneFor,
            seats: Math.floor(fullTimeSeats / collaborators.oneFor),
          }
  return [
    { ...plain, id: randomUUIDv7(), kind: 'full-time', seats: fullTimeSeats },
    { ...plain, id: randomUUIDv7(), kind: 'collaborator', ...collaboratorPool },
    ...seasons.map(({ id, seats }) => ({
      ...plain,
      id: randomUUIDv7(),
      kind: 'seasonal',
      season_id: id,
      seats,
    })),
  ]
}
