import {
  type ClaimablePool,
  type Decision,
  type Instant,
  type SeatInPool,
  type UserType,
  dayAt,
  decideHold,
} from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { iso, isUuid, randomPick } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { actingMember, actingRole, claimablePoolOf, signatureOf, whyNot } from '../tenant-facts.ts'
import { AGAIN, changeInTenant, rollBackWith, untilDecided } from '../transaction.ts'
import { settleLines } from '../waiting-list/line.ts'
import { readAddFacts } from './add-facts.ts'
import type { AddUserRefusal } from './add-user.ts'
import { lockSeats } from './claim.ts'
import { type SeatLine, lineOf } from './seat-summary.ts'

/** What somebody reviews: so many people of one type, each with these seasons. */
export interface SeatsToHold {
  /** Made when the review begins; the same one again is the same hold, with the same end. */
  readonly holdId: string
  readonly type: UserType
  readonly seasonIds: readonly string[]
  readonly people: number
}

export type HoldDecision = Decision<
  /** `seats`: one for each pool, held for each of the people. */
  { readonly heldUntil: Instant; readonly seats: readonly SeatLine[] },
  Exclude<AddUserRefusal, 'invalid-email' | 'duplicate-email'>
>

const MOST_PEOPLE = 100

/** What the member holds already in each pool: under this very hold, and by an offer of a line. */
const selectHeld = statement<
  {
    readonly poolId: string
    readonly seats: number
    readonly heldUntil: Instant | null
    readonly offered: number
  },
  [holdId: string, memberId: string, now: string]
>(/* sql */ `
select s.pool_id as "poolId", count(*) filter (where s.hold_id = $1::uuid) as seats,
  min(s.held_until) filter (where s.hold_id = $1::uuid) as "heldUntil", count(w.id) as offered
from seat s left join waiting_entry w on w.id = s.hold_id
where s.held_by = $2::uuid and s.holder_id is null and s.held_until > $3::timestamptz
group by s.pool_id
`)

/** Lets go of what the member holds for reviews: an earlier one, or this one. What a line has offered them stays. */
const letGo = statement<{ readonly poolId: string }, [memberId: string, holdId: string | null]>(/* sql */ `
update seat s set held_until = null, hold_id = null, held_by = null
where s.held_by = $1::uuid and s.holder_id is null and ($2::uuid is null or s.hold_id = $2::uuid)
  and not exists (select from waiting_entry w where w.id = s.hold_id)
returning s.pool_id as "poolId"
`)

const hold = statement<
  { readonly poolId: string },
  [
    holdId: string,
    memberId: string,
    demand: string,
    until: string,
    now: string,
    today: string,
    organizationId: string,
    accountId: string,
    actorKind: string,
    actorId: string,
    channel: string,
  ]
>(/* sql */ `
with found as materialized (
  select d.pool_id, seats.id, seats.holder_id
  from jsonb_to_recordset($3::jsonb) as d(pool_id uuid, need integer, start integer)
  cross join lateral (${lockSeats({ pool: 'd.pool_id', need: 'd.need', start: 'd.start', now: '$5', today: '$6' }, { takeOver: true })}) seats
), released as (
  update seat_assignment a
  set ended_at = greatest(a.started_at, s.held_until), ended_by = 'expiry'
  from found f join seat s on s.id = f.id
  where f.holder_id is not null and a.seat_id = f.id and a.ended_at is null
), held as (
  update seat s set holder_id = null, held_until = $4::timestamptz, hold_id = $1::uuid, held_by = $2::uuid
  from found f where s.id = f.id
  returning s.pool_id
), noted as (
  insert into audit (
    organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  select $7::uuid, $8::uuid, $5::timestamptz, $9::text, $10::text, $11::text, 'seats.held', $1::uuid, null,
    jsonb_build_object('pools', (select jsonb_agg(pool_id) from held), 'until', $4::timestamptz)
)
select pool_id as "poolId" from held
`)

/**
 * SEAT-11: holds the seats that adding these people would take, for two minutes, while somebody reviews. Held seats count as taken
 * for everybody but the member who holds them: whatever that member adds or edits takes them first. They come free by
 * themselves. A member has one such hold: a new one lets go of the one before.
 *
 * Refused exactly where adding would be. Seats without a number, staff seats and those of a sandbox need no hold.
 */
export async function holdSeats(context: UseCaseContext, input: SeatsToHold): Promise<HoldDecision> {
  const { em, actor } = context
  const people = Math.floor(input.people)
  if (!isUuid(input.holdId) || actor.kind !== 'member' || !(people >= 1 && people <= MOST_PEOPLE))
    return { kind: 'refuse', reason: 'not-found' }
  const answer = await untilDecided(() =>
    changeInTenant(em, actor, (db) => attempt(context, actor.memberId, { ...input, people }, db)),
  )
  return answer ?? { kind: 'refuse', reason: 'busy' }
}

async function attempt(
  { actor, now }: UseCaseContext,
  memberId: string,
  { holdId, type, seasonIds, people }: SeatsToHold,
  db: Db,
): Promise<HoldDecision | typeof AGAIN> {
  const facts = await readAddFacts(
    db,
    actor.accountId,
    actor.organizationId,
    actingMember(actor),
    [],
    [],
    [type],
    seasonIds.filter(isUuid),
    people,
    iso(now),
    dayAt(now),
  )
  if (!facts) return { kind: 'refuse', reason: 'not-found' }
  const role = actingRole(actor, facts.actorRole)
  const refusal = whyNot(role, 'seasons.assign', facts.account, 'everything-else', now)
  if (refusal) return refusal

  const pools = facts.pools.map(claimablePoolOf)
  const bySeason = seasonIds.map((id) => pools.find(({ season }) => season?.id === id.toLowerCase())?.id)
  const known = bySeason.filter((id) => id !== undefined)
  if (type === 'seasonal' && known.length < seasonIds.length) return { kind: 'refuse', reason: 'not-found' }
  const decision = decideHold(
    { organization: facts.organizationKind, pools: enoughFor(people, pools) },
    { kind: 'add', type, seasons: type === 'seasonal' ? known : seasonIds },
    now,
  )
  if (decision.kind === 'refuse') return decision
  const seats = decision.hold.map(lineOf)
  // What a line has offered the member is theirs for longer than any review.
  const before = facts.holdsSeats ? await selectHeld(db, holdId, memberId, iso(now)) : []
  const demand = decision.hold
    .filter((seat) => hasRows(seat, pools))
    .map(({ poolId }) => {
      const offered = before.find((held) => held.poolId === poolId)?.offered ?? 0
      return { pool_id: poolId, need: Math.max(0, people - offered), start: randomPick() }
    })
    .filter(({ need }) => need > 0)
    .sort((a, b) => (a.pool_id < b.pool_id ? -1 : 1))
  const heldNow = before.filter((pool) => pool.seats > 0)
  const isSame =
    heldNow.length === demand.length &&
    demand.every(({ pool_id, need }) =>
      heldNow.some((held) => held.poolId === pool_id && held.seats === need),
    )
  if (isSame && heldNow[0]?.heldUntil != null)
    return { kind: 'grant', heldUntil: heldNow[0].heldUntil, seats }

  const freed = await letGo(db, memberId, null)
  if (demand.length > 0) {
    const by = signatureOf(actor)
    const held = await hold(
      db,
      holdId,
      memberId,
      JSON.stringify(demand),
      iso(decision.heldUntil),
      iso(now),
      dayAt(now),
      actor.organizationId,
      actor.accountId,
      by.kind,
      by.id,
      by.channel,
    )
    if (held.length < demand.reduce((sum, { need }) => sum + need, 0)) rollBackWith(AGAIN)
  }
  await settleLines(db, actor, poolIdsOf(freed), now)
  return { kind: 'grant', heldUntil: decision.heldUntil, seats }
}

/** For the rules a pool that has too few for all of them has none. */
const enoughFor = (people: number, pools: readonly ClaimablePool[]): readonly ClaimablePool[] =>
  pools.map((pool) => ({ ...pool, claimable: pool.claimable && Math.floor(pool.claimable / people) }))

const hasRows = ({ poolId, kind }: SeatInPool, pools: readonly ClaimablePool[]): boolean =>
  kind !== 'staff' && pools.find(({ id }) => id === poolId)?.mode !== 'unlimited'

const poolIdsOf = (rows: readonly { readonly poolId: string }[]): readonly string[] => [
  ...new Set(rows.map(({ poolId }) => poolId)),
]

/** Lets go of a hold before its time: somebody has thought better of it. Nothing happens when there is none. */
export async function releaseHold(
  { em, actor, now }: UseCaseContext,
  { holdId }: { readonly holdId: string },
): Promise<void> {
  if (!isUuid(holdId) || actor.kind !== 'member') return
  await changeInTenant(em, actor, async (db) => {
    await settleLines(db, actor, poolIdsOf(await letGo(db, actor.memberId, holdId)), now)
  })
}
