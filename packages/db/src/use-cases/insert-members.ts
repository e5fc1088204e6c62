import { statement } from '../statement.ts'
import { lockOneSeat, lockSeats } from './claim.ts'
import { INVITATION_COMES_BACK, MEMBER_COMES_BACK } from './come-back.ts'

/** One person to be added, as the statement below reads it. */
export interface MemberToInsert {
  readonly id: string
  readonly invitation_id: string
  readonly email: string
  readonly email_key: string
  readonly name: string
  readonly type: string
  readonly role: string
  readonly permission_set_id: string | null
  readonly lapses_at: string | null
  readonly why: 'added'
  readonly after: object
}

export interface InsertedMembers {
  /** Were there enough unlocked seats? If not, nothing was written. */
  readonly claimed: boolean
  readonly members: readonly {
    readonly id: string
    readonly emailKey: string
    readonly returned: boolean
    readonly signedUp: boolean
  }[]
}

/**
 * Claims the seats and writes members, assignments, invitations, audit, outbox and the idempotency record: one
 * data-modifying statement, so one round trip and one snapshot, whether one is added or fifty.
 *
 * Everything follows from `claimed`: short of seats, nothing is written. A member row is written unless the e-mail is in use;
 * one that was removed comes back with its history (D-31). Whoever else adds the same e-mail at this moment makes the
 * insert wait and then find it in use; the caller sees fewer members than asked for and looks again. The same
 * idempotency key twice at once violates its primary key: the caller looks again and finds the first result.
 *
 * `released` closes the assignment of a lapsed invitation before `started` opens the new one on the same seat: the join
 * between them makes PostgreSQL run them in this order.
 */
export const insertMembers = ({ one, takeOver, unlimited }: Size) =>
  one ? INSERT_ONE : VARIANTS[`${takeOver}-${unlimited}`]

interface Size {
  /** One person on one free seat of a pool with a number: what most adds are. May miss the last free seats: not claimed. */
  readonly one: boolean
  readonly takeOver: boolean
  readonly unlimited: boolean
}

const insertion = ({ one, takeOver, unlimited }: Size) =>
  statement<
    InsertedMembers,
    [
      people: string,
      /** Per pool: how many seats, where the scan starts. */
      demand: string,
      /** Which person (e-mail key) gets the nth seat of which pool. */
      wishes: string,
      seats: number,
      /** Pools without limit: a row is made with its holder. */
      unlimited: string,
      organizationId: string,
      accountId: string,
      actorKind: string,
      actorId: string,
      channel: string,
      idempotencyKey: string | null,
      requestHash: Buffer,
      result: string,
      now: string,
      today: string,
      /** Whose held seats are taken first. */
      actorMemberId: string | null,
    ]
  >(/* sql */ `
with people as ${one ? ONE_PERSON : PEOPLE}, claimed as materialized (${
    one ? lockOneSeat(ONE_CLAIM) : CLAIMS(takeOver)
  }), inserted as (
  insert into member as m (
    id, organization_id, account_id, email, email_key, name, type, role, permission_set_id, invited_at, created_at)
  select p.id, $6::uuid, $7::uuid, p.email, p.email_key, p.name, p.type, p.role, p.permission_set_id,
    $14::timestamptz, $14::timestamptz
  from people p
  where ${one ? 'exists (select from claimed)' : '(select count(*) from claimed) = $4::bigint order by p.email_key'}
  ${MEMBER_COMES_BACK}
  returning new.id, new.email_key, old.id is not null as returned, new.signed_up_at is not null as signed_up
${takeOver ? RELEASED : ''}), awarded as (
  select c.id as seat_id, c.pool_id, i.id as member_id,
    case when i.signed_up or p.type = 'seasonal' then null else p.lapses_at end as held_until
  from claimed c
  join ${one ? ONE_WISH : 'jsonb_to_recordset($3::jsonb) as w(pool_id uuid, nth bigint, email_key text)'} using (pool_id, nth)
  join inserted i using (email_key)
  join people p using (email_key)
), taken as (
  update seat s set holder_id = w.member_id, held_until = w.held_until, hold_id = null, held_by = null
  from awarded w where s.id = w.seat_id
  returning s.id as seat_id, s.pool_id, s.holder_id as member_id
${unlimited ? MADE : ''}), started as (
  insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
  select $7::uuid, $6::uuid, t.pool_id, t.seat_id, t.member_id, $14::timestamptz, $9::text
  from (${unlimited ? 'table taken union all table made' : 'table taken'}) t
  ${takeOver ? 'left join released r using (seat_id)' : ''}
), invited as (
  insert into invitation as v (id, organization_id, account_id, member_id, issue, sent_at)
  select p.invitation_id, $6::uuid, $7::uuid, i.id, 1, $14::timestamptz
  from inserted i join people p using (email_key)
  ${INVITATION_COMES_BACK}
  returning v.id, v.member_id, v.issue
), queued as (
  insert into outbox (organization_id, account_id, type, payload)
  select $6::uuid, $7::uuid, 'invitation', jsonb_build_object(
    'invitationId', v.id, 'issue', v.issue, 'memberId', v.member_id, 'why', 'added')
  from invited v
), noted as (
  insert into audit (
    organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  select $6::uuid, $7::uuid, $14::timestamptz, $8::text, $9::text, $10::text, 'user.added', i.id,
    case when i.returned then '{"status": "removed"}'::jsonb end, p.after
  from inserted i join people p using (email_key)
), answer as materialized (
  select jsonb_agg(jsonb_build_object(
    'id', id, 'emailKey', email_key, 'returned', returned, 'signedUp', signed_up)) as members
  from inserted
), kept as (
  insert into idempotency (organization_id, key, request_hash, result)
  select $6::uuid, $11::text, $12::bytea, $13::jsonb || jsonb_build_object('members', members)
  from answer where $11::text is not null and members is not null
)
select
  ${one ? 'exists (select from claimed)' : '(select count(*) from claimed) = $4::bigint'} as claimed,
  coalesce(members, '[]') as members
from answer
-- PostgreSQL wants every parameter to be used.
${unlimited ? '' : 'where $5::jsonb is not null'} ${one ? 'and $4::bigint = 1 and $16::uuid is null' : ''}
`)

const PEOPLE = /* sql */ `materialized (
  select * from jsonb_to_recordset($1::jsonb) as p(
    id uuid, invitation_id uuid, email text, email_key text, name text, type text, role text,
    permission_set_id uuid, lapses_at timestamptz, why text, after jsonb)
)`

const CLAIMS = (takeOver: boolean): string => /* sql */ `
  select d.pool_id, found.id, found.holder_id, row_number() over (partition by d.pool_id) as nth
  from jsonb_to_recordset($2::jsonb) as d(pool_id uuid, need integer, start integer)
  cross join lateral (${lockSeats({ pool: 'd.pool_id', need: 'd.need', start: 'd.start', now: '$14', today: '$15', by: '$16::uuid' }, { takeOver })}) found
`

// The same three for one person: expressions of the parameters instead of rows, so that there is nothing to join and sort.
const ONE_PERSON = /* sql */ `not materialized (
  select ($1::jsonb->0->>'id')::uuid as id, ($1::jsonb->0->>'invitation_id')::uuid as invitation_id,
    $1::jsonb->0->>'email' as email, $1::jsonb->0->>'email_key' as email_key, $1::jsonb->0->>'name' as name,
    $1::jsonb->0->>'type' as type, $1::jsonb->0->>'role' as role,
    ($1::jsonb->0->>'permission_set_id')::uuid as permission_set_id,
    ($1::jsonb->0->>'lapses_at')::timestamptz as lapses_at, $1::jsonb->0->'after' as after
)`

const ONE_CLAIM = {
  pool: `($2::jsonb->0->>'pool_id')::uuid`,
  start: `($2::jsonb->0->>'start')::integer`,
  now: '$14',
  today: '$15',
}

const ONE_WISH = /* sql */ `(
  select ($3::jsonb->0->>'pool_id')::uuid as pool_id, 1::bigint as nth, $3::jsonb->0->>'email_key' as email_key
) w`

/** Closes the assignments of lapsed invitations whose seats are taken over. */
const RELEASED = /* sql */ `), released as (
  update seat_assignment a
  set ended_at = greatest(a.started_at, s.held_until), ended_by = 'expiry'
  from claimed c join seat s on s.id = c.id
  where c.holder_id is not null and a.seat_id = c.id and a.ended_at is null and exists (select from inserted)
  returning a.seat_id
`

/** Pools without limit: the seat is made with its holder. */
const MADE = /* sql */ `), made as (
  insert into seat (account_id, pool_id, kind, valid_from, holder_id, held_until)
  select $7::uuid, u.pool_id, p.type, $15::date, i.id, case when i.signed_up then null else p.lapses_at end
  from jsonb_to_recordset($5::jsonb) as u(pool_id uuid, email_key text)
  join inserted i using (email_key)
  join people p using (email_key)
  returning id as seat_id, pool_id, holder_id as member_id
`

/** What a statement does not do it need not prepare for: most adds take free seats of pools with a number. */
const VARIANTS = {
  'false-false': insertion({ one: false, takeOver: false, unlimited: false }),
  'false-true': insertion({ one: false, takeOver: false, unlimited: true }),
  'true-false': insertion({ one: false, takeOver: true, unlimited: false }),
  'true-true': insertion({ one: false, takeOver: true, unlimited: true }),
}
const INSERT_ONE = insertion({ one: true, takeOver: false, unlimited: false })
