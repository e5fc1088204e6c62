import type { Role } from '@seatkeeper/rules'
import { statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow, type PoolRow, SEASON } from '../tenant-facts.ts'
import { claimableSeats } from './claim.ts'

export interface AddFacts {
  readonly organizationKind: 'production' | 'sandbox'
  readonly account: AccountRow
  readonly actorRole: Role | null
  /** The result that the same key gave before. */
  readonly earlier: { readonly requestHash: string; readonly result: unknown } | null
  readonly members: readonly {
    readonly emailKey: string
    readonly removed: boolean
    readonly signedUp: boolean
  }[]
  readonly permissionSetIds: readonly string[]
  /** `free` counts seats without a holder, up to those asked for. */
  readonly pools: readonly (PoolRow & { readonly free: number })[]
}

/**
 * All that adding users needs to know, in one statement. A pool's numbers are as exact as the decision needs and no
 * more: `total` is how many of the seats asked for a snapshot shows as claimable, so that its cost does not grow with
 * the pool; staff seats are a number and are counted.
 */
export const addFacts = statement<
  AddFacts,
  [
    organizationId: string,
    actorMemberId: string | null,
    idempotencyKey: string | null,
    emailKeys: readonly string[],
    permissionSetIds: readonly string[],
    types: readonly string[],
    seasonIds: readonly string[],
    need: number,
    start: number,
    now: string,
    today: string,
  ]
>(/* sql */ `
select
  o.kind as "organizationKind",
  ${ACCOUNT_FACTS} as account,
  (select m.role from member m
   where m.id = $2::uuid and m.organization_id = o.id and m.removed_at is null and m.deactivated_at is null
  ) as "actorRole",
  (select jsonb_build_object('requestHash', encode(i.request_hash, 'hex'), 'result', i.result)
   from idempotency i where i.organization_id = o.id and i.key = $3::text
  ) as earlier,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'emailKey', m.email_key, 'removed', m.removed_at is not null,
      'signedUp', m.person_id is not null and m.joined_at is not null))
    from member m where m.organization_id = o.id and m.email_key = any($4::text[])
  ), '[]') as members,
  coalesce((
    select jsonb_agg(ps.id) from permission_set ps where ps.organization_id = o.id and ps.id = any($5::uuid[])
  ), '[]') as "permissionSetIds",
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', p.id, 'kind', p.kind, 'mode', p.mode, 'season', ${SEASON}, 'held', 0,
      'total', case
        when p.kind = 'staff' then p.staff_seats
        when p.mode = 'unlimited' then 0
        else seats.total end,
      'free', seats.free,
      'assigned', case when p.kind = 'staff' then (
        select count(*) from member sm
        where sm.account_id = a.id and sm.type = 'staff' and sm.removed_at is null and sm.deactivated_at is null
      ) else 0 end
    ) order by p.id)
    from contract c
    join pool p on p.contract_id = c.id
    left join season s on s.id = p.season_id
    cross join lateral ${claimableSeats({ pool: 'p.id', need: '$8::integer', start: '$9::integer', now: '$10', today: '$11' })} seats
    where c.account_id = a.id and c.starts_on <= $11::date and c.ends_on > $11::date
      and p.kind = any($6::text[]) and (p.season_id is null or p.season_id = any($7::uuid[]))
  ), '[]') as pools
from organization o join account a on a.id = o.account_id
where o.id = $1::uuid
`)

/** Staff seats are a number, so adding staff is arbitrated by the pool's row: taken before the facts are read. */
export const lockStaffPool = statement<{ readonly id: string }, [accountId: string]>(/* sql */ `
select id from pool where account_id = $1::uuid and kind = 'staff' order by id for update
`)
