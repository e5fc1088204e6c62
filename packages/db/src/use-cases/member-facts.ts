import {
  type ClaimablePool,
  type Instant,
  type MemberStatus,
  type Role,
  type Season,
  type SeatFacts,
  type SeatHolder,
  type UserType,
  dayAt,
  memberStatus,
  seatHolderOf,
} from '@seatkeeper/rules'
import type { Actor } from '../context.ts'
import { iso, isUuid, randomPick } from '../parameters.ts'
import { HELD_SEASONS, LIVE_POOLS, POOLS_OF_MEMBER } from '../queries/member-row.ts'
import { type Db, statement } from '../statement.ts'
import {
  ACCOUNT_FACTS,
  type AccountRow,
  type ClaimableRow,
  SEASON,
  actingMember,
  claimablePoolOf,
  earlierResult,
  enabledStaff,
  storedRole,
  runsOn,
} from '../tenant-facts.ts'
import { claimableSeats } from './claim.ts'

export interface MemberFactsRow {
  readonly organizationKind: 'production' | 'sandbox'
  readonly account: AccountRow
  readonly actorRole: Role | null
  readonly earlier: { readonly requestHash: string; readonly result: unknown } | null
  readonly permissionSetKnown: boolean
  readonly pools: readonly ClaimableRow[]
  readonly memberId: string
  readonly email: string
  readonly name: string
  readonly type: UserType
  readonly role: Role
  readonly permissionSetId: string | null
  readonly invitedAt: Instant
  readonly signedUpAt: Instant | null
  readonly joinedAt: Instant | null
  readonly deactivatedAt: Instant | null
  readonly removedAt: Instant | null
  readonly seasons: readonly Season[]
  /** Pools of the seats whose invitation has not lapsed; in a sandbox those of the seasons chosen. */
  readonly livePools: readonly string[]
}

/** What a change to one member starts from. */
export interface MemberToChange {
  readonly row: MemberFactsRow
  readonly status: MemberStatus
  readonly seats: SeatFacts<ClaimablePool>
  readonly holder: SeatHolder
  /** The pools of these seasons; null when one is unknown here. */
  poolsOfSeasons(seasonIds: readonly string[]): readonly string[] | null
}

/** Everybody who changes a member takes this lock first: member → seat → assignment. */
export const lockMember = statement<
  { readonly id: string },
  [organizationId: string, memberId: string]
>(/* sql */ `
select id from member where organization_id = $1::uuid and id = $2::uuid for update
`)

/**
 * All that a change to one member needs to know, in one statement. The pools are those of the types in question, of
 * the seasons named and of the seats held; of each no more is counted than whether one seat can be had.
 */
const selectFacts = statement<
  MemberFactsRow,
  [
    organizationId: string,
    memberId: string,
    actorMemberId: string | null,
    idempotencyKey: string | null,
    permissionSetId: string | null,
    type: string | null,
    seasonIds: readonly string[],
    start: number,
    now: string,
    today: string,
  ]
>(/* sql */ `
select
  o.kind as "organizationKind",
  ${ACCOUNT_FACTS} as account,
  ${storedRole('$3')} as "actorRole",
  ${earlierResult('$4')} as earlier,
  exists (select from permission_set ps where ps.organization_id = o.id and ps.id = $5::uuid) as "permissionSetKnown",
  m.id as "memberId", m.email, m.name, m.type, m.role, m.permission_set_id as "permissionSetId",
  m.invited_at as "invitedAt", m.signed_up_at as "signedUpAt", m.joined_at as "joinedAt",
  m.deactivated_at as "deactivatedAt",
  m.removed_at as "removedAt", ${HELD_SEASONS} as seasons,
  ${LIVE_POOLS('$9')} as "livePools",
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', p.id, 'kind', p.kind, 'mode', p.mode, 'season', ${SEASON},
      'claimable', case
        when p.kind = 'staff' then p.staff_seats - ${enabledStaff('a.id', 'm.id')}
        when p.mode = 'unlimited' then null
        else (select total from ${claimableSeats({ pool: 'p.id', need: '1', start: '$8::integer', now: '$9', today: '$10', by: '$3::uuid' })} seats) end
    ) order by s.first_day, p.id)
    from pool p
    join contract c on c.id = p.contract_id
    left join season s on s.id = p.season_id
    where p.account_id = a.id and (
      ${runsOn('c', '$10')}
        and (p.kind in (m.type, $6::text) and p.season_id is null or p.season_id = any($7::uuid[]))
      or p.id in (select h.pool_id from ${POOLS_OF_MEMBER} h))
  ), '[]') as pools
from member m
join organization o on o.id = m.organization_id
join account a on a.id = o.account_id
where m.organization_id = $1::uuid and m.id = $2::uuid
`)

/** Null when there is no such member in the actor's organization. */
export async function memberToChange(
  db: Db,
  actor: Actor,
  memberId: string,
  wish: {
    readonly type?: UserType
    readonly seasonIds?: readonly string[]
    readonly permissionSetId?: string | null
    readonly idempotencyKey?: string | undefined
  },
  now: Instant,
): Promise<MemberToChange | null> {
  const { type, seasonIds = [], permissionSetId = null, idempotencyKey } = wish
  const [row] = await selectFacts(
    db,
    actor.organizationId,
    memberId,
    actingMember(actor),
    idempotencyKey ?? null,
    permissionSetId !== null && isUuid(permissionSetId) ? permissionSetId : null,
    type ?? null,
    seasonIds.filter(isUuid),
    randomPick(),
    iso(now),
    dayAt(now),
  )
  if (!row) return null
  const pools: ClaimablePool[] = row.pools.map(claimablePoolOf)
  const status = memberStatus(row, now)
  return {
    row,
    status,
    seats: { organization: row.organizationKind, pools },
    holder: seatHolderOf(row, row.livePools, now),
    poolsOfSeasons(ids) {
      const found = ids.flatMap((id) => pools.find(({ season }) => season?.id === id.toLowerCase())?.id ?? [])
      return found.length === ids.length ? found : null
    },
  }
}
