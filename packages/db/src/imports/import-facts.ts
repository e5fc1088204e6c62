import {
  type ClaimablePool,
  type ImportFacts,
  type ImportMember,
  type ImportRow,
  type Instant,
  type RefusalOf,
  dayAt,
  normalizeEmail,
  seatHolderOf,
} from '@seatkeeper/rules'
import type { Actor } from '../context.ts'
import { iso } from '../parameters.ts'
import { LIVE_POOLS, MEMBER_COLUMNS, type MemberRow, POOLS_OF_MEMBER } from '../queries/member-row.ts'
import { type Db, statement } from '../statement.ts'
import {
  ACCOUNT_FACTS,
  type AccountRow,
  type ClaimableRow,
  SEASON,
  actingMember,
  actingRole,
  claimablePoolOf,
  enabledStaff,
  storedRole,
  whyNot,
  runsOn,
} from '../tenant-facts.ts'
import { claimableSeats } from '../use-cases/claim.ts'

interface PlaceRow {
  readonly organizationKind: 'production' | 'sandbox'
  readonly account: AccountRow
  readonly actorRole: ImportFacts['actorRole'] | null
  readonly permissionSets: ImportFacts['permissionSets']
}

const selectPlace = statement<PlaceRow, [organizationId: string, actorMemberId: string | null]>(/* sql */ `
select o.kind as "organizationKind", ${ACCOUNT_FACTS} as account, ${storedRole('$2')} as "actorRole",
  coalesce((
    select jsonb_agg(jsonb_build_object('id', ps.id, 'name', ps.name)) from permission_set ps
    where ps.organization_id = o.id
  ), '[]') as "permissionSets"
from organization o join account a on a.id = o.account_id
where o.id = $1::uuid
`)

type KnownRow = MemberRow & {
  readonly emailKey: string
  readonly permissionSetId: string | null
  readonly livePools: readonly string[]
}

const selectMembers = statement<
  KnownRow,
  [organizationId: string, emailKeys: readonly string[], now: string]
>(/* sql */ `
select ${MEMBER_COLUMNS}, m.email_key as "emailKey", m.permission_set_id as "permissionSetId",
  ${LIVE_POOLS('$3')} as "livePools"
from member m where m.organization_id = $1::uuid and m.email_key = any($2::text[])
`)

/** The pools of the current contract and those in which any of these members holds a seat, counted as far as a file can need. */
const selectPools = statement<
  ClaimableRow,
  [
    organizationId: string,
    accountId: string,
    emailKeys: readonly string[],
    need: number,
    actorMemberId: string | null,
    now: string,
    today: string,
  ]
>(/* sql */ `
select p.id, p.kind, p.mode, ${SEASON} as season,
  case
    when p.kind = 'staff' then p.staff_seats - ${enabledStaff('$2::uuid')}
    when p.mode = 'unlimited' then null
    else (select total from ${claimableSeats({ pool: 'p.id', need: '$4::integer', start: '0', now: '$6', today: '$7', by: '$5::uuid' })} seats)
  end as claimable
from pool p
join contract c on c.id = p.contract_id
left join season s on s.id = p.season_id
where p.account_id = $2::uuid and (
  ${runsOn('c', '$7')}
  or p.id in (
    select h.pool_id from member m cross join lateral ${POOLS_OF_MEMBER} h
    where m.organization_id = $1::uuid and m.email_key = any($3::text[])))
order by s.first_day, p.id
`)

/** The facts of a whole file, in three statements however long it is; or why the actor may import nothing at all. */
export async function readImportFacts(
  db: Db,
  actor: Actor,
  rows: readonly ImportRow[],
  now: Instant,
): Promise<ImportFacts | RefusalOf<'not-permitted' | 'account-locked'>> {
  const { organizationId, accountId } = actor
  const by = actingMember(actor)
  const [place] = await selectPlace(db, organizationId, by)
  const role = place ? actingRole(actor, place.actorRole) : null
  if (!place || role === null) return { kind: 'refuse', reason: 'not-permitted' }
  const refusal = whyNot(role, 'users.manage', place.account, 'everything-else', now)
  if (refusal) return refusal

  const keys = rows.flatMap(({ email }) => {
    const address = normalizeEmail(email)
    return address.kind === 'grant' ? [address.key] : []
  })
  const members = await selectMembers(db, organizationId, keys, iso(now))
  const pools = await selectPools(db, organizationId, accountId, keys, rows.length, by, iso(now), dayAt(now))
  return {
    seats: { organization: place.organizationKind, pools: pools.map(claimablePoolOf) as ClaimablePool[] },
    actorRole: role,
    members: new Map(members.map((row) => [row.emailKey, memberOf(row, now)])),
    permissionSets: place.permissionSets,
  }
}

function memberOf(row: KnownRow, now: Instant): ImportMember {
  const { memberId, name, type, role, permissionSetId, seasons, removedAt, livePools } = row
  return {
    memberId,
    name,
    type,
    role,
    permissionSetId,
    seasonIds: seasons.map(({ id }) => id),
    removed: removedAt !== null,
    holder: seatHolderOf(row, livePools, now),
  }
}
