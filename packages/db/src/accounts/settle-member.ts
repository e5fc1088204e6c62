import { randomUUIDv7 } from 'node:crypto'
import { type Instant, type Role, type UserType, invitationExpiry, normalizeEmail } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** A member as the vendor records one: the first of an organization, or one with a past. */
export interface SettledMember {
  readonly email: string
  readonly name: string
  readonly type: UserType
  readonly role: Role
  readonly invitedAt: Instant
  /** They have signed up. */
  readonly person?: {
    readonly passwordHash: string
    readonly timeZone: string
    readonly locale: string
    readonly joinedAt: Instant
    readonly lastSignedInAt: Instant
  }
  readonly deactivatedAt?: Instant
  readonly bouncedAt?: Instant
  readonly permissionSetId?: string
  /** Pools in which they hold a seat; in a sandbox, which takes none, those of their seasons. */
  readonly poolIds: readonly string[]
  /** Send the invitation by mail; not for a past that is only told. */
  readonly mail: boolean
}

interface Settled {
  readonly memberId: string
  readonly personId: string | null
  readonly seats: number
}

const insertSettled = statement<
  Settled,
  [
    organizationId: string,
    accountId: string,
    member: string,
    poolIds: readonly string[],
    mail: boolean,
    /** When an unaccepted invitation lets go of the seats; null: never. */
    heldUntil: string | null,
    now: string,
  ]
>(/* sql */ `
with given as (
  select * from jsonb_to_record($3::jsonb) as g(
    member_id uuid, person_id uuid, invitation_id uuid, email text, email_key text, name text, type text, role text,
    permission_set_id uuid, invited_at timestamptz, password_hash text, time_zone text, locale text,
    joined_at timestamptz, last_signed_in_at timestamptz, deactivated_at timestamptz, bounced_at timestamptz)
), person as (
  insert into person (id, email, email_key, name, password_hash, time_zone, locale, created_at)
  select person_id, email, email_key, name, password_hash, time_zone, locale, joined_at from given
  where password_hash is not null
  on conflict (email_key) do update set email = person.email
  returning id
), member as (
  insert into member (
    id, organization_id, account_id, person_id, email, email_key, name, type, role, permission_set_id, invited_at,
    signed_up_at, joined_at, last_signed_in_at, deactivated_at, created_at)
  select g.member_id, $1::uuid, $2::uuid, p.id, g.email, g.email_key, g.name, g.type, g.role, g.permission_set_id,
    g.invited_at, g.joined_at, g.joined_at, g.last_signed_in_at, g.deactivated_at, g.invited_at
  from given g left join person p on true
  returning id, person_id
), found as materialized (
  select free.id from unnest($4::uuid[]) as wanted(pool_id)
  cross join lateral (
    select s.id from seat s
    where s.pool_id = wanted.pool_id and s.holder_id is null and s.retires_on is null
      and (select o.kind from organization o where o.id = $1::uuid) = 'production'
    order by s.pick limit 1 for update skip locked) free
), taken as (
  update seat s set holder_id = m.id, held_until = $6::timestamptz
  from found, member m where s.id = found.id
  returning s.id, s.pool_id, s.holder_id
), made as (
  insert into seat (account_id, pool_id, kind, valid_from, holder_id)
  select $2::uuid, p.id, p.kind, g.invited_at::date, m.id
  from pool p, given g, member m where p.id = any($4::uuid[]) and p.mode = 'unlimited'
  returning id, pool_id, holder_id
), started as (
  insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
  select $2::uuid, $1::uuid, t.pool_id, t.id, t.holder_id, g.invited_at, 'vendor'
  from (table taken union all table made) t, given g
  returning id
), chosen as (
  insert into season_choice (member_id, pool_id, organization_id, account_id, chosen_at)
  select m.id, p.id, $1::uuid, $2::uuid, g.invited_at
  from organization o, pool p, given g, member m
  where o.id = $1::uuid and o.kind = 'sandbox' and p.id = any($4::uuid[]) and p.kind = 'seasonal'
  returning pool_id
), invitation as (
  insert into invitation (id, organization_id, account_id, member_id, issue, sent_at, accepted_at, bounced_at)
  select g.invitation_id, $1::uuid, $2::uuid, m.id, 1, g.invited_at, g.joined_at, g.bounced_at from given g, member m
  returning id, member_id
), queued as (
  insert into outbox (organization_id, account_id, type, payload)
  select $1::uuid, $2::uuid, 'invitation', jsonb_build_object(
    'invitationId', id, 'issue', 1, 'memberId', member_id, 'why', 'added')
  from invitation where $5::boolean
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
  select $1::uuid, $2::uuid, $7::timestamptz, 'job', 'vendor', 'command', 'user.added', m.id,
    jsonb_build_object('email', g.email, 'name', g.name, 'type', g.type, 'role', g.role)
  from member m, given g
)
select m.id as "memberId", m.person_id as "personId", (select count(*) from started) + (select count(*) from chosen) as seats from member m
`)

/** Throws when a pool has no seat left: whoever calls this made the pools and counted. */
export async function settleMember(
  db: Db,
  place: { readonly organizationId: string; readonly accountId: string },
  member: SettledMember,
  now: Instant,
): Promise<Omit<Settled, 'seats'> & { readonly invitationId: string }> {
  const address = normalizeEmail(member.email)
  if (address.kind === 'refuse') throw new TypeError(`Not an e-mail: ${member.email}`)
  const { person, type, invitedAt } = member
  const invitationId = randomUUIDv7()
  const at = (moment: Instant | undefined) => (moment === undefined ? null : iso(moment))
  const pending = person === undefined && (type === 'full-time' || type === 'collaborator')
  const [settled] = await insertSettled(
    db,
    place.organizationId,
    place.accountId,
    JSON.stringify({
      member_id: randomUUIDv7(),
      person_id: randomUUIDv7(),
      invitation_id: invitationId,
      email: address.email,
      email_key: address.key,
      name: member.name,
      type,
      role: member.role,
      permission_set_id: member.permissionSetId ?? null,
      invited_at: iso(invitedAt),
      password_hash: person?.passwordHash ?? null,
      time_zone: person?.timeZone ?? null,
      locale: person?.locale ?? null,
      joined_at: at(person?.joinedAt),
      last_signed_in_at: at(person?.lastSignedInAt),
      deactivated_at: at(member.deactivatedAt),
      bounced_at: at(member.bouncedAt),
    }),
    member.poolIds,
    member.mail,
    pending ? iso(invitationExpiry(type, [], invitedAt)) : null,
    iso(now),
  )
  const { seats, memberId, personId } = settled!
  if (seats !== member.poolIds.length) throw new Error(`No seat is left for ${address.email}`)
  return { memberId, personId, invitationId }
}
