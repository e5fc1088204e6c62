import { randomUUIDv7 } from 'node:crypto'
import {
  type Decision,
  type Instant,
  type Role,
  type SeatOutcome,
  type SeatRefusalReason,
  decideNewcomer,
  decideSeatChange,
  mayEnd,
  normalizeEmail,
  refused,
} from '@seatkeeper/rules'
import type { Actor, QueryContext, UseCaseContext } from '../context.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { actingRole, signatureOf, whyNot } from '../tenant-facts.ts'
import { AGAIN, inTenant, rollBackWith } from '../transaction.ts'
import { type ChangeRefusal, type Changing, changeMember } from './change-member.ts'
import { changeSeats } from './change-seats.ts'
import { chooseSeasons } from './choose-seasons.ts'
import { INVITATION_COMES_BACK, MEMBER_COMES_BACK } from './come-back.ts'
import { markLeft } from './leave.ts'
import { leaveLines } from './leave-waiting-list.ts'
import { type MemberToChange, memberToChange } from './member-facts.ts'
import { type SeatSummary, seasonsOf, summaryOf } from './seat-summary.ts'

/** Whoever comes in; type and seasons are those of whoever goes. */
export interface Successor {
  readonly email: string
  readonly name: string
  readonly permissionSetId: string | null
}

type SwapRefusal =
  | ChangeRefusal['reason']
  | Exclude<SeatRefusalReason, 'no-seat-while-away'>
  | 'invalid-email'
  | 'duplicate-email'
  | 'deactivated'

export type SwapDecision =
  | Decision<{ readonly memberId: string; readonly summary: SeatSummary }, SwapRefusal>
  /** Nothing was written: these are the seats to confirm. */
  | { readonly kind: 'confirm'; readonly summary: SeatSummary }

const selectAddressee = statement<
  { readonly inUse: boolean; readonly signedUp: boolean },
  [organizationId: string, emailKey: string]
>(/* sql */ `
select m.removed_at is null as "inUse", m.signed_up_at is not null as "signedUp"
from member m where m.organization_id = $1::uuid and m.email_key = $2::text
`)

/** Whoever comes in, invited as of now, without a seat yet. No row: somebody else has just added the same e-mail. */
const insertSuccessor = statement<
  { readonly memberId: string },
  [
    person: string,
    organizationId: string,
    accountId: string,
    actorKind: string,
    actorId: string,
    channel: string,
    now: string,
  ]
>(/* sql */ `
with person as materialized (
  select * from jsonb_to_record($1::jsonb) as p(
    id uuid, invitation_id uuid, email text, email_key text, name text, type text, permission_set_id uuid, after jsonb)
), inserted as (
  insert into member as m (
    id, organization_id, account_id, email, email_key, name, type, role, permission_set_id, invited_at, created_at)
  select p.id, $2::uuid, $3::uuid, p.email, p.email_key, p.name, p.type, 'member', p.permission_set_id,
    $7::timestamptz, $7::timestamptz
  from person p
  ${MEMBER_COMES_BACK}
  returning new.id, old.id is not null as returned, new.signed_up_at is not null as signed_up
), invited as (
  insert into invitation as v (id, organization_id, account_id, member_id, issue, sent_at)
  select p.invitation_id, $2::uuid, $3::uuid, i.id, 1, $7::timestamptz from inserted i, person p
  ${INVITATION_COMES_BACK}
  returning v.id, v.member_id, v.issue
), queued as (
  insert into outbox (organization_id, account_id, type, payload)
  select $2::uuid, $3::uuid, 'invitation', jsonb_build_object(
    'invitationId', v.id, 'issue', v.issue, 'memberId', v.member_id, 'why', 'added')
  from invited v
), noted as (
  insert into audit (
    organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  select $2::uuid, $3::uuid, $7::timestamptz, $4::text, $5::text, $6::text, 'user.added', i.id,
    case when i.returned then '{"status": "removed"}'::jsonb end, p.after
  from inserted i, person p
)
select id as "memberId" from inserted
`)

/**
 * The seats change hands as they are: no free one is needed, not even in a pool in which too many are taken, and one that
 * retires goes on retiring. The join with `ended` closes the one assignment before the other opens on the same seat.
 */
const handOver = statement<
  { readonly poolId: string },
  [
    fromMemberId: string,
    toMemberId: string,
    poolIds: readonly string[],
    heldUntil: string | null,
    organizationId: string,
    by: string,
    now: string,
  ]
>(/* sql */ `
with handed as (
  update seat s set holder_id = $2::uuid, held_until = $4::timestamptz
  where s.holder_id = $1::uuid and s.pool_id = any($3::uuid[])
    and (s.held_until is null or s.held_until > $7::timestamptz)
  returning s.id, s.pool_id, s.account_id
), ended as (
  update seat_assignment a set ended_at = greatest(a.started_at, $7::timestamptz), ended_by = $6::text
  from handed h where a.seat_id = h.id and a.ended_at is null
  returning a.seat_id
), started as (
  insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
  select h.account_id, $5::uuid, h.pool_id, h.id, $2::uuid, $7::timestamptz, $6::text
  from handed h join ended e on e.seat_id = h.id
)
select pool_id as "poolId" from handed
`)

/** What giving this member's place to somebody new would do to seats; nothing is written. Refuses what `swapUser` would. */
export async function previewSwap(
  { em, actor, now }: QueryContext,
  memberId: string,
): Promise<Decision<{ readonly summary: SeatSummary }, SwapRefusal>> {
  if (!isUuid(memberId)) return { kind: 'refuse', reason: 'not-found' }
  return inTenant(em, actor, async (db: Db) => {
    const member = await memberToChange(db, actor, memberId, {}, now)
    if (!member) return { kind: 'refuse', reason: 'not-found' }
    const role = actingRole(actor, member.row.actorRole)
    const refusal = whyNot(role, 'users.manage', member.row.account, 'everything-else', now)
    if (refusal) return refusal
    const decision = decideSwap(actor, role!, member, now)
    return refused(decision) ? decision : { kind: 'grant', summary: summaryOf(decision) }
  })
}

/**
 * SEAT-05: one person out for another, in one step. Whoever comes in is invited as if added, with the type and the open and coming
 * seasons of whoever goes, and takes their very seats; whoever goes is deactivated, or, had they never signed up, their invitation
 * is withdrawn. `confirmed` must be the digest of the summary that was seen; missing or different, nothing is written and
 * `confirm` carries it as it stands now.
 *
 * Refused: what adding and ending a place refuse; an e-mail that is in use here (`duplicate-email`); a member without a place to give
 * (`deactivated`, `season-closed`, `season-required`, no seat). Others who write these rows: see `changeMember`.
 */
export async function swapUser(
  context: UseCaseContext,
  input: Successor & { readonly memberId: string; readonly confirmed?: string },
): Promise<SwapDecision> {
  const { confirmed, memberId, ...successor } = input
  const asked = { memberId, successor, permissionSetId: successor.permissionSetId }
  return changeMember<SwapDecision>(context, 'swap-user', asked, 'everything-else', async (changing) => {
    const address = normalizeEmail(successor.email)
    if (refused(address)) return address
    const outcome = decideSwap(context.actor, changing.role, changing, changing.now)
    if (refused(outcome)) return outcome
    if (successor.permissionSetId !== null && !changing.row.permissionSetKnown) {
      return { kind: 'refuse', reason: 'not-found' }
    }
    const [addressee] = await selectAddressee(changing.db, context.actor.organizationId, address.key)
    if (addressee?.inUse) return { kind: 'refuse', reason: 'duplicate-email' }
    const summary = summaryOf(outcome)
    if (confirmed !== summary.digest) return { kind: 'confirm', summary }

    const lapsesAt = addressee?.signedUp ? null : outcome.lapsesAt
    const coming = { ...successor, ...address, lapsesAt }
    const incomingId = await write(context.actor, changing, outcome, coming)
    return changing.record(
      {
        action: 'user.swapped-out',
        before: { status: changing.status, pools: summary.frees.map(({ poolId }) => poolId) },
        after: { status: leftAs(changing), successor: incomingId },
      },
      { kind: 'grant', memberId: incomingId, summary },
    )
  })
}

/** Rules alone: may this place be ended, may somebody of this type be added, and which seats are there to hand on? */
function decideSwap(
  actor: Actor,
  role: Role,
  { row, status, seats, holder }: MemberToChange,
  now: Instant,
): Decision<SeatOutcome, SwapRefusal> {
  const self = actor.kind === 'member' && actor.memberId === row.memberId
  if (!mayEnd({ role, self }, row.role)) return { kind: 'refuse', reason: 'not-permitted' }
  const newcomer = decideNewcomer(role, { type: row.type, role: 'member' })
  if (refused(newcomer)) return newcomer
  if (status === 'removed') return { kind: 'refuse', reason: 'member-removed' }
  if (status === 'deactivated') return { kind: 'refuse', reason: 'deactivated' }
  return decideSeatChange(seats, { kind: 'swap', outgoing: holder, member: null }, now)
}

/** Whoever never signed up has only an invitation to lose. */
const leftAs = ({ row }: MemberToChange): 'deactivated' | 'removed' =>
  row.signedUpAt === null && row.joinedAt === null ? 'removed' : 'deactivated'

async function write(
  actor: Actor,
  changing: Changing,
  outcome: SeatOutcome,
  coming: Successor & { readonly key: string; readonly lapsesAt: Instant | null },
): Promise<string> {
  const { db, row, now } = changing
  const by = signatureOf(actor)
  const { email, key, name, permissionSetId, lapsesAt } = coming
  const person = {
    id: randomUUIDv7(),
    invitation_id: randomUUIDv7(),
    email,
    email_key: key,
    name,
    type: outcome.type,
    permission_set_id: permissionSetId,
    after: {
      email,
      name,
      type: outcome.type,
      role: 'member',
      permissionSetId,
      seasons: seasonsOf(outcome),
      predecessor: row.memberId,
    },
  }
  const [incoming] = await insertSuccessor(
    db,
    JSON.stringify(person),
    actor.organizationId,
    actor.accountId,
    by.kind,
    by.id,
    by.channel,
    iso(now),
  )
  const incomingId = incoming?.memberId
  if (incomingId === undefined) rollBackWith(AGAIN)

  const rows = outcome.take.filter(({ kind }) => kind !== 'staff').map(({ poolId }) => poolId)
  const heldUntil = outcome.type === 'seasonal' || lapsesAt === null ? null : iso(lapsesAt)
  const { organizationId } = actor
  const handed = await handOver(
    db,
    row.memberId,
    incomingId,
    rows,
    heldUntil,
    organizationId,
    by.id,
    iso(now),
  )
  // Between the facts and here the seat's invitation ran out and somebody took it over.
  if (handed.length !== rows.length) rollBackWith(AGAIN)
  if (changing.seats.organization === 'sandbox') {
    await chooseSeasons(db, actor, [{ memberId: incomingId, seasons: outcome.seasons }], now)
  }
  const rest = {
    ...outcome,
    take: [],
    seasons: [],
    free: outcome.free.filter((seat) => !rows.includes(seat.poolId)),
  }
  await changeSeats(db, actor, changing, rest, now)
  await markLeft(db, row.memberId, leftAs(changing), now)
  await leaveLines(db, { actor, now }, row.memberId, null)
  return incomingId
}
