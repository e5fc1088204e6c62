import {
  type AccessDecision,
  billingRole,
  type Instant,
  type MemberStatus,
  mustHaveFactor,
  type Role,
  type UserType,
} from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { type Db, statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow } from '../tenant-facts.ts'
import { iso } from '../parameters.ts'
import { MEMBER_COLUMNS, type MemberRow, type SeasonWithPhase, standingOf } from './member-row.ts'

/** A person in one organization: what the guard, the organization switch and 'My access' need. */
export interface Membership {
  readonly memberId: string
  readonly organization: {
    readonly id: string
    readonly name: string
    readonly kind: 'production' | 'sandbox'
  }
  readonly account: { readonly id: string; readonly name: string }
  readonly type: UserType
  readonly role: Role
  /** As what they act where it is about money; null: as nobody (CLS-07). */
  readonly billingRole: Role | null
  /** The organization asks them for a second factor, as an admin. */
  readonly mustHaveFactor: boolean
  readonly status: MemberStatus
  readonly access: AccessDecision
  /** The member's seasons, ordered by first day. */
  readonly seasons: readonly SeasonWithPhase[]
  readonly lastSignInAt: Instant | null
  /** How the account pays, and who answers for the organization: whom to ask while it is locked. */
  readonly payment?: 'card' | 'wire' | null
  readonly owner?: string | null
}

export type MembershipRow = MemberRow & {
  readonly organization: Membership['organization']
  readonly account: Membership['account']
  readonly accountFacts: AccountRow
  /** Under the classic policy: is billing theirs? Null under the standard one. */
  readonly billingContact: boolean | null
  readonly adminsNeedFactor: boolean
  readonly payment: 'card' | 'wire' | null
  readonly owner: string | null
}

/** SQL: is billing that of member `m` of account `a` under the classic policy (CLS-07)? Null under the standard one. */
export const BILLING_CONTACT = /* sql */ `
case when (select c.policy from contract c where c.account_id = a.id order by c.ends_on desc limit 1) = 'classic'
  then coalesce(a.billing_email = m.email_key, m.role = 'owner') end`

const selectMemberships = statement<MembershipRow, [personId: string]>(/* sql */ `
select ${MEMBER_COLUMNS},
  jsonb_build_object('id', o.id, 'name', o.name, 'kind', o.kind) as organization,
  jsonb_build_object('id', a.id, 'name', a.name) as account,
  ${ACCOUNT_FACTS} as "accountFacts",
  ${BILLING_CONTACT} as "billingContact", o.admins_need_second_factor as "adminsNeedFactor",
  (select c.payment from contract c where c.account_id = a.id order by c.ends_on desc limit 1) as payment,
  (select w.name from member w where w.organization_id = o.id and w.role = 'owner' and w.removed_at is null
    limit 1) as owner
from member m
join organization o on o.id = m.organization_id
join account a on a.id = m.account_id
where m.person_id = $1::uuid and m.removed_at is null
order by lower(o.name), o.id
`)

const markSignedIn = statement<never, [memberIds: readonly string[], at: string]>(/* sql */ `
update member set joined_at = coalesce(joined_at, $2::timestamptz), last_signed_in_at = $2::timestamptz
where id = any($1::uuid[])
`)

/** The organizations of a person by name; removed memberships are left out. One statement. */
export async function organizationsOf(
  { em, now }: Pick<IdentityContext, 'em' | 'now'>,
  personId: string,
): Promise<readonly Membership[]> {
  return membershipsIn(em.getKysely() as Db, personId, now)
}

export async function membershipsIn(db: Db, personId: string, now: Instant): Promise<Membership[]> {
  return (await selectMemberships(db, personId)).map((row) => membershipOf(row, now))
}

/**
 * ACC-06: a sign-in is completed. Each membership whose access is granted at this moment counts as signed in; the first
 * time makes the member active.
 */
export async function signInMemberships(db: Db, personId: string, now: Instant): Promise<Membership[]> {
  const rows = await selectMemberships(db, personId)
  const signedIn = rows.flatMap((row) => {
    const isLetIn = standingOf(row, row.accountFacts, now).access.kind === 'grant'
    return isLetIn ? [{ ...row, joinedAt: row.joinedAt ?? now, lastSignInAt: now }] : []
  })
  if (signedIn.length > 0) {
    await markSignedIn(
      db,
      signedIn.map(({ memberId }) => memberId),
      iso(now),
    )
  }
  const byId = new Map(signedIn.map((row) => [row.memberId, row]))
  return rows.map((row) => membershipOf(byId.get(row.memberId) ?? row, now))
}

function membershipOf(row: MembershipRow, now: Instant): Membership {
  const { memberId, organization, account, accountFacts, type, role, lastSignInAt, billingContact } = row
  const { status, access, seasons } = standingOf(row, accountFacts, now)
  const billing = billingRole(role, billingContact === null ? null : { billingContact })
  return {
    memberId,
    organization,
    account,
    type,
    role,
    billingRole: billing,
    mustHaveFactor: mustHaveFactor({ required: row.adminsNeedFactor, role, billingRole: billing }),
    status,
    access,
    seasons,
    lastSignInAt,
    payment: row.payment,
    owner: row.owner,
  }
}
