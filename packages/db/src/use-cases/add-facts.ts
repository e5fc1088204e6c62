import type { Role } from '@seatkeeper/rules'
import type { Db } from '../statement.ts'
import { statement } from '../statement.ts'
import {
  type AccountRow,
  type ClaimableRow,
  SEASON,
  earlierResult,
  enabledStaff,
  epochMs,
  storedRole,
  runsOn,
} from '../tenant-facts.ts'
import { lockLines } from '../waiting-list/line.ts'
import { claimableSeats, freeSeats } from './claim.ts'

export interface AddFacts {
  readonly organizationKind: 'production' | 'sandbox'
  readonly account: AccountRow
  readonly actorRole: Role | null
  readonly members: readonly {
    readonly emailKey: string
    readonly removed: boolean
    readonly signedUp: boolean
  }[]
  readonly permissionSetIds: readonly string[]
  /** Does the acting member hold seats, for a review or by an offer? They are taken first. */
  readonly holdsSeats: boolean
  /** `free` are those of the claimable seats that have no holder; the others are lapsed and would be taken over. */
  readonly pools: readonly (ClaimableRow & { readonly free: number })[]
}

type ReadFacts = Omit<AddFacts, 'account' | 'pools'> & {
  readonly overdueSince: number | null
  readonly graceDeadline: number | null
  readonly cardMissingFrom: number | null
  readonly endsAt: number | null
  readonly pools: readonly (ClaimableRow & {
    readonly free: number
    readonly staffSeats: number | null
    /** Somebody waits for a seat of it (SEAT-12). */
    readonly hasLine: boolean
  })[]
}

type FactsParams = [
  organizationId: string,
  actorMemberId: string | null,
  emailKeys: readonly string[],
  permissionSetIds: readonly string[],
  types: readonly string[],
  seasonIds: readonly string[],
  need: number,
  now: string,
  today: string,
]

/**
 * What adding users nearly always needs to know, and no more: every part of a statement is prepared anew at each run, whether
 * it is come to or not. The rest is read when it matters: seats of lapsed invitations once the free ones are too few, staff where
 * there is a pool of them, the earlier result of a key before anybody is refused. A classic account's pool of staff is always
 * among the pools, since the standing follows from it.
 */
const selectFacts = (permissionSets: boolean) =>
  statement<ReadFacts, FactsParams>(/* sql */ `
select
  o.kind as "organizationKind",
  ${epochMs('a.overdue_since')} as "overdueSince",
  ${epochMs('a.grace_deadline')} as "graceDeadline",
  ${epochMs('a.card_missing_from')} as "cardMissingFrom", ${epochMs('a.access_ends_at')} as "endsAt",
  ${storedRole('$2')} as "actorRole",
  exists (select from seat h where h.held_by = $2::uuid and h.holder_id is null and h.held_until > $8::timestamptz) as "holdsSeats",
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'emailKey', m.email_key, 'removed', m.removed_at is not null,
      'signedUp', m.signed_up_at is not null)), '[]')
    from member m where m.organization_id = o.id and m.email_key = any($3::text[])
  ) as members,
  ${
    permissionSets
      ? `(
    select coalesce(jsonb_agg(ps.id), '[]') from permission_set ps
    where ps.organization_id = o.id and ps.id = any($4::uuid[])
  )`
      : `case when $4::uuid[] is not null then '[]'::jsonb end`
  } as "permissionSetIds",
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', p.id, 'kind', p.kind, 'mode', p.mode, 'season', ${SEASON}, 'staffSeats', p.staff_seats,
      'hasLine', exists (select from waiting_entry w where w.pool_id = p.id and w.ended_at is null),
      'free', ${freeSeats({ pool: 'p.id', need: '$7::integer', now: '$8', today: '$9' })}
    ) order by p.id), '[]')
    from pool p
    join contract c on c.id = p.contract_id
    left join season s on s.id = p.season_id
    where p.account_id = o.account_id and ${runsOn('c', '$9')}
      and (p.kind = any($5::text[]) and (p.season_id is null or p.season_id = any($6::uuid[])) or p.kind = 'staff')
  ) as pools
from organization o join account a on a.id = o.account_id
where o.id = $1::uuid
`)

const selectWith = { sets: selectFacts(true), noSets: selectFacts(false) }

const countStaff = statement<{ readonly used: number }, [accountId: string]>(/* sql */ `
select ${enabledStaff('$1::uuid')} as used
`)

const countClaimable = statement<
  { readonly id: string; readonly claimable: number; readonly free: number },
  [poolIds: readonly string[], need: number, now: string, today: string, actorMemberId: string | null]
>(/* sql */ `
select p.id, seats.total as claimable, seats.free
from unnest($1::uuid[]) as p(id)
cross join lateral ${claimableSeats({ pool: 'p.id', need: '$2::integer', start: '0', now: '$3', today: '$4', by: '$5::uuid' })} seats
`)

/** The facts for adding `need` users at most to each pool; undefined when there is no such organization in reach. */
export async function readAddFacts(
  db: Db,
  accountId: string,
  ...params: FactsParams
): Promise<AddFacts | undefined> {
  const [, actorMemberId, , permissionSetIds, , , need, now, today] = params
  const select = permissionSetIds.length > 0 ? selectWith.sets : selectWith.noSets
  const [row] = await select(db, ...params)
  if (!row) return undefined
  const { overdueSince, graceDeadline, cardMissingFrom, endsAt, pools, ...facts } = row
  const staffPool = pools.find(({ staffSeats }) => staffSeats !== null)
  const staff = staffPool && {
    used: (await countStaff(db, accountId))[0]!.used,
    seats: staffPool.staffSeats!,
  }
  const lines = pools.filter(({ hasLine }) => hasLine).map(({ id }) => id)
  // Whoever adds while others wait takes what is left beyond the line; two at once, one after the other.
  if (lines.length > 0) await lockLines(db, lines)
  const toCount = pools
    .filter((pool) => hasSeatRows(pool) && (facts.holdsSeats || pool.hasLine || pool.free < need))
    .map(({ id }) => id)
  const counted = toCount.length > 0 ? await countClaimable(db, toCount, need, now, today, actorMemberId) : []
  return {
    ...facts,
    account: { overdueSince, graceDeadline, cardMissingFrom, endsAt, staff: staff ?? null } as AccountRow,
    pools: pools.map(({ staffSeats, hasLine: _, ...pool }) => {
      if (staff && staffSeats !== null) return { ...pool, claimable: staffSeats - staff.used }
      if (pool.mode === 'unlimited') return { ...pool, claimable: null }
      return { ...pool, claimable: pool.free, ...counted.find(({ id }) => id === pool.id) }
    }),
  }
}

const hasSeatRows = ({ kind, mode }: Pick<ClaimableRow, 'kind' | 'mode'>): boolean =>
  kind !== 'staff' && mode !== 'unlimited'

/** The result that the same key gave before; asked for once there is something to refuse, or somebody else was quicker. */
export const selectEarlier = statement<
  { readonly earlier: { readonly requestHash: string; readonly result: unknown } | null },
  [organizationId: string, key: string]
>(/* sql */ `
select ${earlierResult('$2')} as earlier from organization o where o.id = $1::uuid
`)

/** Staff seats are a number, so adding staff is arbitrated by the pool's row: taken before the facts are read. */
export const lockStaffPool = statement<{ readonly id: string }, [accountId: string]>(/* sql */ `
select id from pool where account_id = $1::uuid and kind = 'staff' order by id for update
`)
