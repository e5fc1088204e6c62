import {
  type AccessDecision,
  type Day,
  type Instant,
  type MemberStatus,
  type OfferedSeason,
  type OfferedType,
  type PoolFacts,
  ROLES,
  type Role,
  type SeatFacts,
  type SeatHolder,
  type UserType,
  decideRoleChange,
  expiryOf,
  mayManage,
  offeredSeasons,
  offeredTypes,
  seatHolderOf,
} from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow, actingMember, actingRole } from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import { LIVE_POOLS, MEMBER_COLUMNS, type MemberRow, POOLS_OF_MEMBER, standingOf } from './member-row.ts'
import { contractEndedOn } from './ended-contract.ts'
import { poolsOf } from './pools.ts'

export interface UserFormFacts {
  readonly organization: {
    readonly id: string
    readonly name: string
    readonly kind: 'production' | 'sandbox'
  }
  readonly types: readonly OfferedType[]
  readonly seasons: readonly OfferedSeason[]
  readonly permissionSets: readonly { readonly id: string; readonly name: string }[]
  /** The roles that the actor may give (USER-07). */
  readonly roles: readonly Role[]
  /** The contract is over since this day, and no other has followed: there is no seat to give. */
  readonly endedOn: Day | null
}

export interface MemberToEdit {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly type: UserType
  readonly role: Role
  readonly permissionSetId: string | null
  /** The member's seasons, closed ones included. */
  readonly seasonIds: readonly string[]
  readonly status: MemberStatus
  readonly access: AccessDecision
  readonly noSeason: boolean
  /** Null once it was accepted or withdrawn. */
  readonly invitation: {
    readonly sentAt: Instant
    readonly expiresAt: Instant
    readonly bounced: boolean
  } | null
  readonly lastSignInAt: Instant | null
  /** May the actor change this member at all (USER-07: nobody but the owner touches the owner)? */
  readonly manageable: boolean
}

interface OrganizationRow {
  readonly organization: UserFormFacts['organization']
  readonly account: AccountRow
  readonly actorRole: Role | null
  readonly permissionSets: UserFormFacts['permissionSets']
}

const selectOrganization = statement<
  OrganizationRow,
  [organizationId: string, actorMemberId: string | null]
>(/* sql */ `
select
  jsonb_build_object('id', o.id, 'name', o.name, 'kind', o.kind) as organization,
  ${ACCOUNT_FACTS} as account,
  (select m.role from member m
   where m.id = $2::uuid and m.organization_id = o.id and m.removed_at is null and m.deactivated_at is null
  ) as "actorRole",
  coalesce((
    select jsonb_agg(jsonb_build_object('id', ps.id, 'name', ps.name) order by lower(ps.name), ps.id)
    from permission_set ps where ps.organization_id = o.id
  ), '[]') as "permissionSets"
from organization o join account a on a.id = o.account_id
where o.id = $1::uuid
`)

interface EditedMemberRow extends MemberRow {
  readonly permissionSetId: string | null
  readonly heldPools: readonly string[]
  readonly livePools: readonly string[]
  readonly invitation: { readonly open: boolean; readonly bounced: boolean } | null
}

const selectMember = statement<
  EditedMemberRow,
  [organizationId: string, memberId: string, now: string]
>(/* sql */ `
select ${MEMBER_COLUMNS}, m.permission_set_id as "permissionSetId",
  coalesce((select jsonb_agg(h.pool_id) from ${POOLS_OF_MEMBER} h), '[]') as "heldPools",
  ${LIVE_POOLS('$3')} as "livePools",
  (select jsonb_build_object(
    'open', v.accepted_at is null and v.withdrawn_at is null, 'bounced', v.bounced_at is not null)
   from invitation v where v.member_id = m.id) as invitation
from member m
where m.organization_id = $1::uuid and m.id = $2::uuid
`)

/** SEAT-03, SEAT-04, D-37: all that Add User shows. */
export async function addUserForm({ em, actor, now }: QueryContext): Promise<UserFormFacts> {
  return inTenant(em, actor, async (db) => {
    const place = await organizationOf(db, actor)
    const pools = await poolsOf(db, actor.accountId, now, [], actingMember(actor))
    const role = actingRole(actor, place.actorRole)
    const endedOn = await endOf(db, actor, pools, now)
    const facts: SeatFacts = { organization: place.organization.kind, pools }
    return { ...formFacts(place, facts, null, role, 'member', now), endedOn }
  })
}

/** The same for Edit user, with the seasons already held choosable; null when there is no such member here. */
export async function editUserForm(
  { em, actor, now }: QueryContext,
  memberId: string,
): Promise<{ readonly member: MemberToEdit; readonly form: UserFormFacts } | null> {
  if (!isUuid(memberId)) return null
  return inTenant(em, actor, async (db) => {
    const place = await organizationOf(db, actor)
    const [row] = await selectMember(db, actor.organizationId, memberId, iso(now))
    if (!row) return null
    const pools = await poolsOf(db, actor.accountId, now, row.heldPools, actingMember(actor))
    const role = actingRole(actor, place.actorRole)
    const standing = standingOf(row, place.account, now)
    const holder = seatHolderOf(row, row.livePools, now)
    const facts: SeatFacts = { organization: place.organization.kind, pools }
    return {
      member: memberToEdit(row, standing, role),
      form: {
        ...formFacts(place, facts, holder, role, row.role, now),
        endedOn: await endOf(db, actor, pools, now),
      },
    }
  })
}

/** A member may still hold seats of a term that is over; pools of the other kinds are there while one runs. */
async function endOf(
  db: Db,
  { accountId }: QueryContext['actor'],
  pools: readonly PoolFacts[],
  now: Instant,
): Promise<Day | null> {
  return pools.every(({ season }) => season) ? contractEndedOn(db, accountId, now) : null
}

async function organizationOf(db: Db, actor: QueryContext['actor']): Promise<OrganizationRow> {
  const [row] = await selectOrganization(db, actor.organizationId, actingMember(actor))
  if (!row) throw new Error('The actor belongs to an organization that is not there')
  return row
}

function formFacts(
  { organization, permissionSets }: OrganizationRow,
  facts: SeatFacts,
  holder: SeatHolder | null,
  actorRole: Role | null,
  currentRole: Role,
  now: Instant,
): Omit<UserFormFacts, 'endedOn'> {
  return {
    organization,
    permissionSets,
    types: offeredTypes(facts, holder, now),
    seasons: offeredSeasons(facts, holder?.poolIds ?? [], now),
    roles: ROLES.filter(
      (role) => actorRole !== null && decideRoleChange(actorRole, currentRole, role).kind === 'grant',
    ),
  }
}

function memberToEdit(
  row: EditedMemberRow,
  standing: ReturnType<typeof standingOf>,
  actorRole: Role | null,
): MemberToEdit {
  const { memberId, name, email, type, role, permissionSetId, lastSignInAt, invitedAt, invitation } = row
  const { status, access, noSeason } = standing
  return {
    memberId,
    name,
    email,
    type,
    role,
    permissionSetId,
    seasonIds: row.seasons.map(({ id }) => id),
    status,
    access,
    noSeason,
    invitation: invitation?.open
      ? { sentAt: invitedAt, expiresAt: expiryOf(row), bounced: invitation.bounced }
      : null,
    lastSignInAt,
    manageable: actorRole !== null && mayManage(actorRole, role),
  }
}
