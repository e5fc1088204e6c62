import { randomUUIDv7 } from 'node:crypto'
import type { Instant, Role, UserType } from '@seatkeeper/rules'
import { normalizeEmail } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

export interface FirstMember {
  readonly email: string
  readonly name: string
  readonly type: UserType
  readonly role: Role
  /** With a password they have signed up already; without one they are invited. */
  readonly person?: { readonly passwordHash: string; readonly timeZone: string; readonly locale: string }
}

const insertFirstMember = statement<
  { readonly memberId: string; readonly personId: string | null },
  [
    organizationId: string,
    accountId: string,
    member: string,
    passwordHash: string | null,
    timeZone: string | null,
    locale: string | null,
    now: string,
    /** Which pool gives the seat; null: none is taken. */
    poolId: string | null,
  ]
>(/* sql */ `
with given as (
  select * from jsonb_to_record($3::jsonb) as g(
    member_id uuid, person_id uuid, invitation_id uuid, email text, email_key text, name text, type text, role text)
), seat_for as (
  select s.id from seat s
  where s.pool_id = $8::uuid and s.holder_id is null and s.retires_on is null limit 1 for update skip locked
), person as (
  insert into person (id, email, email_key, name, password_hash, time_zone, locale, created_at)
  select person_id, email, email_key, name, $4::text, $5::text, $6::text, $7::timestamptz from given
  where $4::text is not null
  on conflict (email_key) do update set email = person.email
  returning id
), member as (
  insert into member (
    id, organization_id, account_id, person_id, email, email_key, name, type, role, invited_at, joined_at,
    last_signed_in_at, created_at)
  select g.member_id, $1::uuid, $2::uuid, p.id, g.email, g.email_key, g.name, g.type, g.role, $7::timestamptz,
    case when p.id is not null then $7::timestamptz end, case when p.id is not null then $7::timestamptz end,
    $7::timestamptz
  from given g left join person p on true
  returning id, person_id
), taken as (
  update seat s set holder_id = member.id, held_until = case when member.person_id is null
    then $7::timestamptz + interval '14 days' end
  from seat_for, member where s.id = seat_for.id
  returning s.id, s.pool_id, s.holder_id
), started as (
  insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
  select $2::uuid, $1::uuid, pool_id, id, holder_id, $7::timestamptz, 'vendor' from taken
), invitation as (
  insert into invitation (id, organization_id, account_id, member_id, issue, sent_at, accepted_at)
  select g.invitation_id, $1::uuid, $2::uuid, m.id, 1, $7::timestamptz,
    case when m.person_id is not null then $7::timestamptz end
  from given g, member m
  returning id, member_id, issue, accepted_at
), queued as (
  insert into outbox (organization_id, account_id, type, payload)
  select $1::uuid, $2::uuid, 'invitation', jsonb_build_object(
    'invitationId', id, 'issue', issue, 'memberId', member_id, 'why', 'added')
  from invitation where accepted_at is null
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
  select $1::uuid, $2::uuid, $7::timestamptz, 'job', 'set-up', 'command', 'user.added', m.id, $3::jsonb from member m
)
select m.id as "memberId", m.person_id as "personId" from member m
`)

/** The first member of an organization, whom nobody there could have added: its owner. */
export async function addFirstMember(
  db: Db,
  place: { readonly organizationId: string; readonly accountId: string; readonly poolId: string | null },
  member: FirstMember,
  now: Instant,
): Promise<{ readonly memberId: string; readonly personId: string | null; readonly invitationId: string }> {
  const address = normalizeEmail(member.email)
  if (address.kind === 'refuse') throw new TypeError('The first member needs a valid e-mail')
  const invitationId = randomUUIDv7()
  const [made] = await insertFirstMember(
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
      type: member.type,
      role: member.role,
    }),
    member.person?.passwordHash ?? null,
    member.person?.timeZone ?? null,
    member.person?.locale ?? null,
    iso(now),
    place.poolId,
  )
  return { ...made!, invitationId }
}
