import { type Instant, normalizeEmail } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { asVendor } from '../vendor.ts'

export type OwnerRecovery =
  | {
      readonly kind: 'recovered'
      readonly organization: string
      readonly owner: string
      readonly before: string
    }
  | { readonly kind: 'not-found' }
  /** They belong to several: the vendor has to say which is meant. */
  | { readonly kind: 'which'; readonly organizations: readonly string[] }
  /** They have never signed in, or were deactivated: they could not answer for it. */
  | { readonly kind: 'not-active' }
  | { readonly kind: 'owner-already' }

interface Candidate {
  readonly memberId: string
  readonly organizationId: string
  readonly accountId: string
  readonly organization: string
  readonly name: string
  readonly role: string
  readonly active: boolean
}

const selectCandidates = statement<Candidate, [emailKey: string, organization: string | null]>(/* sql */ `
select m.id as "memberId", m.organization_id as "organizationId", m.account_id as "accountId", o.name as organization, m.name,
  m.role, m.joined_at is not null and m.deactivated_at is null as active
from member m join organization o on o.id = m.organization_id
where m.email_key = $1::text and m.removed_at is null
  and ($2::text is null or lower(o.name) = lower($2::text) or o.id::text = lower($2::text))
order by o.name, o.id for update of m
`)

const stepDown = statement<
  { readonly id: string; readonly name: string },
  [organizationId: string]
>(/* sql */ `
update member set role = 'member' where organization_id = $1::uuid and role = 'owner' and removed_at is null
returning id, name
`)

const stepUp = statement<
  never,
  [
    memberId: string,
    organizationId: string,
    accountId: string,
    before: string,
    predecessor: string | null,
    now: string,
  ]
>(/* sql */ `
with made as (
  update member set role = 'owner' where id = $1::uuid
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
values ($2::uuid, $3::uuid, $6::timestamptz, 'job', 'vendor', 'command', 'user.made-owner', $1::uuid,
  jsonb_build_object('role', $4::text), jsonb_build_object('role', 'owner', 'predecessor', $5::text))
`)

/**
 * USER-07: the vendor makes an active member the owner, because the one before is lost: cannot sign in, or has left. That one keeps
 * their place and loses every right, since nobody is there to say what they should keep.
 *
 * @param organization Its name or identity; needed only where the e-mail is in several.
 */
export async function recoverOwner(
  { url, now }: { readonly url: string; readonly now: Instant },
  { email, organization }: { readonly email: string; readonly organization?: string },
): Promise<OwnerRecovery> {
  const address = normalizeEmail(email)
  if (address.kind === 'refuse') return { kind: 'not-found' }
  return asVendor(url, async (db): Promise<OwnerRecovery> => {
    const candidates = await selectCandidates(db, address.key, organization ?? null)
    const [found, ...others] = candidates
    if (!found) return { kind: 'not-found' }
    if (others.length > 0) {
      return { kind: 'which', organizations: candidates.map(({ organization }) => organization) }
    }
    if (found.role === 'owner') return { kind: 'owner-already' }
    if (!found.active) return { kind: 'not-active' }
    const { memberId, organizationId, accountId, role } = found
    const [before] = await stepDown(db, organizationId)
    await stepUp(db, memberId, organizationId, accountId, role, before?.id ?? null, iso(now))
    return {
      kind: 'recovered',
      organization: found.organization,
      owner: found.name,
      before: before?.name ?? 'nobody',
    }
  })
}
