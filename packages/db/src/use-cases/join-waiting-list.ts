import { randomUUIDv7 } from 'node:crypto'
import { type Decision, type Instant, type Role, type Season, seasonPhase } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import {
  ACCOUNT_FACTS,
  type AccountRow,
  SEASON,
  actingMember,
  actingRole,
  signatureOf,
  storedRole,
  whyNot,
  runsOn,
} from '../tenant-facts.ts'
import { type AGAIN, changeInTenant, untilDecided } from '../transaction.ts'
import { settleLines } from '../waiting-list/line.ts'

export interface WaitingWish {
  readonly seasonId: string
  /** A seat, in order, with a deadline to take it; or just to be told that one is free. */
  readonly wants: 'seat' | 'news'
}

export type JoinDecision = Decision<
  {
    readonly entryId: string
    /** Where in the line they stand, from 1; null: offered at once, or only to be told. */
    readonly position: number | null
    readonly offeredUntil: Instant | null
  },
  'not-permitted' | 'account-locked' | 'not-found' | 'season-closed' | 'busy'
>

const selectFacts = statement<
  {
    readonly account: AccountRow
    readonly actorRole: Role | null
    readonly kind: 'production' | 'sandbox'
    readonly pool: { readonly id: string; readonly season: Season } | null
  },
  [organizationId: string, actorMemberId: string | null, seasonId: string, today: string]
>(/* sql */ `
select ${ACCOUNT_FACTS} as account, ${storedRole('$2')} as "actorRole", o.kind,
  (
    select jsonb_build_object('id', p.id, 'season', ${SEASON})
    from pool p join season s on s.id = p.season_id join contract c on c.id = p.contract_id
    where s.id = $3::uuid and p.account_id = a.id and ${runsOn('c', '$4')}
  ) as pool
from organization o join account a on a.id = o.account_id
where o.id = $1::uuid
`)

/** Whoever waits already keeps their place. */
const insertEntry = statement<
  never,
  [
    id: string,
    organizationId: string,
    accountId: string,
    poolId: string,
    memberId: string,
    wants: string,
    actorKind: string,
    actorId: string,
    channel: string,
    now: string,
  ]
>(/* sql */ `
with joined as (
  insert into waiting_entry (id, organization_id, account_id, pool_id, member_id, wants, asked_at)
  values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::text, $10::timestamptz)
  on conflict (pool_id, member_id, wants) where ended_at is null do nothing
  returning id, pool_id, wants
)
insert into audit (
  organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
select $2::uuid, $3::uuid, $10::timestamptz, $7::text, $8::text, $9::text, 'waiting.joined', id, null,
  jsonb_build_object('pool', pool_id, 'wants', wants)
from joined
`)

const selectPlace = statement<
  { readonly id: string; readonly offeredUntil: Instant | null; readonly position: number },
  [poolId: string, memberId: string, wants: string]
>(/* sql */ `
select w.id, w.offered_until as "offeredUntil", (
  select count(*) from waiting_entry other
  where other.pool_id = w.pool_id and other.wants = 'seat' and other.ended_at is null and other.offered_at is null
    and (other.asked_at, other.id) <= (w.asked_at, w.id)
) as position
from waiting_entry w
where w.pool_id = $1::uuid and w.member_id = $2::uuid and w.wants = $3::text
order by w.asked_at desc, w.id desc limit 1
`)

/**
 * SEAT-12: the acting member waits for a seat of a season, in order, or to be told that there is one. The next one that
 * comes free is held for whoever is first, until a deadline; adding or editing a user takes it. When one is free already it is
 * offered at once. Needs `seasons.assign`; asking twice keeps the first place.
 */
export async function joinWaitingList(context: UseCaseContext, wish: WaitingWish): Promise<JoinDecision> {
  const { em, actor } = context
  if (!isUuid(wish.seasonId) || actor.kind !== 'member') return { kind: 'refuse', reason: 'not-found' }
  const { memberId } = actor
  const answer = await untilDecided(() =>
    changeInTenant(em, actor, (db) => attempt(context, memberId, wish, db)),
  )
  return answer ?? { kind: 'refuse', reason: 'busy' }
}

async function attempt(
  { actor, now }: UseCaseContext,
  memberId: string,
  { seasonId, wants }: WaitingWish,
  db: Db,
): Promise<JoinDecision | typeof AGAIN> {
  const today = iso(now).slice(0, 10)
  const [facts] = await selectFacts(db, actor.organizationId, actingMember(actor), seasonId, today)
  if (!facts) return { kind: 'refuse', reason: 'not-found' }
  const role = actingRole(actor, facts.actorRole)
  const refusal = whyNot(role, 'seasons.assign', facts.account, 'everything-else', now)
  if (refusal) return refusal
  // In a sandbox no season is ever full (SEAT-01).
  if (!facts.pool || facts.kind === 'sandbox') return { kind: 'refuse', reason: 'not-found' }
  const { id: poolId, season } = facts.pool
  if (seasonPhase(season, now) === 'closed')
    return { kind: 'refuse', reason: 'season-closed', seasonId: season.id, season: season.name }

  const by = signatureOf(actor)
  // First whoever let an offer pass is out, the asking one perhaps.
  await settleLines(db, actor, [poolId], now)
  await insertEntry(
    db,
    randomUUIDv7(),
    actor.organizationId,
    actor.accountId,
    poolId,
    memberId,
    wants,
    by.kind,
    by.id,
    by.channel,
    iso(now),
  )
  await settleLines(db, actor, [poolId], now)
  const [place] = await selectPlace(db, poolId, memberId, wants)
  const { id: entryId, offeredUntil, position } = place!
  const waits = wants === 'seat' && offeredUntil === null
  return { kind: 'grant', entryId, position: waits ? position : null, offeredUntil }
}
