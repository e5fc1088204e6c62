import { ADMIN_ROLES, type Decision, decideFactorRule, refused, type Role } from '@seatkeeper/rules'
import type { Actor, IdentityContext } from '../context.ts'
import { sharePerson } from '../identity/credentials.ts'
import { iso } from '../parameters.ts'
import { BILLING_CONTACT } from '../queries/memberships.ts'
import { type Db, statement } from '../statement.ts'
import { signatureOf } from '../tenant-facts.ts'
import { inTransaction } from '../transaction.ts'
import { HAS_FACTOR, needsSecondFactor } from './factors.ts'

/** Somebody whom the rule means, and whether they have a second factor already. */
export interface AdminFactor {
  readonly memberId: string
  readonly name: string
  readonly role: Role
  readonly hasFactor: boolean
}

export interface FactorRule {
  readonly required: boolean
  /** Everybody whom it means and who has signed up, by name. */
  readonly admins: readonly AdminFactor[]
}

const selectRequired = statement<{ readonly required: boolean }, [organizationId: string]>(/* sql */ `
select admins_need_second_factor as required from organization where id = $1::uuid
`)

/** As `isAdmin` of the rules says: by their role, or because billing is theirs (CLS-07). */
const ADMINS = /* sql */ `
member m join account a on a.id = m.account_id
where m.organization_id = $1::uuid and m.person_id is not null and m.deactivated_at is null and m.removed_at is null
  and (m.role = any($2::text[]) or (${BILLING_CONTACT}))`

const selectAdmins = statement<AdminFactor, [organizationId: string, adminRoles: readonly Role[]]>(/* sql */ `
select m.id as "memberId", m.name, m.role, ${HAS_FACTOR('m.person_id')} as "hasFactor"
from ${ADMINS} order by lower(m.name), m.id
`)

/** USER-07: the rule of an organization, for its owner: who would be, or is, kept out until they have a second factor. */
export async function factorRule(
  { em }: Pick<IdentityContext, 'em'>,
  organizationId: string,
): Promise<FactorRule> {
  const db = em.getKysely() as Db
  const [[found], admins] = await Promise.all([
    selectRequired(db, organizationId),
    selectAdmins(db, organizationId, ADMIN_ROLES),
  ])
  return { required: found!.required, admins }
}

/** Two of the owner's at once: one waits here, and finds it done. */
const lockRule = statement<
  { readonly required: boolean; readonly role: Role | null },
  [organizationId: string, memberId: string, personId: string]
>(/* sql */ `
select o.admins_need_second_factor as required, (
  select m.role from member m
  where m.id = $2::uuid and m.organization_id = o.id and m.person_id = $3::uuid
    and m.deactivated_at is null and m.removed_at is null) as role
from organization o where o.id = $1::uuid for no key update of o
`)

const setRule = statement<
  never,
  [
    organizationId: string,
    adminRoles: readonly Role[],
    required: boolean,
    now: string,
    actorId: string,
    channel: string,
  ]
>(/* sql */ `
with changed as (
  update organization set admins_need_second_factor = $3::boolean where id = $1::uuid returning id, account_id
), mailed as (
  insert into outbox (organization_id, account_id, type, payload)
  select m.organization_id, m.account_id, 'second-factor-rule', jsonb_build_object('memberId', m.id, 'required', $3::boolean)
  from ${ADMINS}
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
select id, account_id, $4::timestamptz, 'member', $5::text, $6::text,
  case when $3::boolean then 'organization.second-factor-required' else 'organization.second-factor-not-required' end, id,
  jsonb_build_object('secondFactorForAdmins', not $3::boolean), jsonb_build_object('secondFactorForAdmins', $3::boolean)
from changed
`)

type OwnerActor = Actor & { readonly kind: 'member' }

/**
 * USER-07: the owner asks everybody who manages the organization for a second factor, or ends that; noted, and mailed to all whom it
 * means. It counts from the next request of each: nobody has to be told by anything else. Asked for what is so already it does nothing.
 */
export async function setFactorRule(
  { em, now }: IdentityContext,
  actor: OwnerActor,
  { require }: { readonly require: boolean },
): Promise<Decision<{ readonly required: boolean }, 'not-permitted' | 'own-factor-first'>> {
  const { organizationId, memberId, personId } = actor
  return inTransaction(em, async (db) => {
    // Whoever takes their last factor away at this moment waits, or we see that it is gone.
    await sharePerson(db, personId)
    const ownFactor = await needsSecondFactor(db, personId)
    const [found] = await lockRule(db, organizationId, memberId, personId)
    if (!found || found.role === null) return { kind: 'refuse', reason: 'not-permitted' } as const
    const decision = decideFactorRule(found.role, { require, ownFactor })
    if (refused(decision) || found.required === require) return decision
    const { id, channel } = signatureOf(actor)
    await setRule(db, organizationId, ADMIN_ROLES, require, iso(now), id, channel)
    return decision
  })
}
