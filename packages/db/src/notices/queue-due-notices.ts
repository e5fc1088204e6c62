import { randomUUIDv7 } from 'node:crypto'
import { accountStanding, type Instant, standingLocks } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { type AccountRow, ACCOUNT_FACTS, accountFactsOf } from '../tenant-facts.ts'
import { inTransaction } from '../transaction.ts'
import { noticesFor, readFacts, type ReviewedRow } from './review.ts'

/** Members looked at in one transaction: memory stays the same however large a season is. */
const CHUNK = 1_000

/** Any number; the same in every process that queues notices. */
const LOCK = 7_341_905_228

const BOUNDARIES = /* sql */ `
season s cross join lateral (values
  (s.first_day::timestamp at time zone 'UTC'), ((s.last_day + 1)::timestamp at time zone 'UTC')) b(at)`

/** Puts up for review all who have, or had when it came, a season whose opening or closing was reached. */
export const reachBoundaries = statement<{ readonly reviews: number }, [upTo: string]>(/* sql */ `
with due as materialized (
  select s.id, b.at from ${BOUNDARIES}
  where b.at <= $1::timestamptz
    and not exists (select from notice_boundary n where n.season_id = s.id and n.at = b.at)
), reached as (
  insert into notice_boundary (season_id, at) select id, at from due on conflict do nothing
  returning season_id, at
), people as (
  select distinct h.organization_id, h.account_id, h.member_id
  from reached r join pool p on p.season_id = r.season_id
  join lateral (
    select sa.organization_id, sa.account_id, sa.member_id from seat_assignment sa
    where sa.pool_id = p.id and (sa.ended_at is null or sa.ended_at >= r.at)
    union all
    select sc.organization_id, sc.account_id, sc.member_id from season_choice sc where sc.pool_id = p.id
  ) h on true
), put_up as (
  insert into notice_review (organization_id, account_id, member_id)
  select organization_id, account_id, member_id from people
  returning 1
)
select count(*) as reviews from put_up
`)

const nextBoundary = statement<{ readonly at: Instant | null }, [after: string]>(/* sql */ `
select min(b.at) as at from ${BOUNDARIES} where b.at > $1::timestamptz
`)

const heldAccounts = statement<{ readonly accountId: string; readonly account: AccountRow }, []>(/* sql */ `
select a.id as "accountId", ${ACCOUNT_FACTS} as account from account a
where a.id in (select account_id from notice_review where held)
`)

const letGo = statement<never, [accountIds: readonly string[]]>(/* sql */ `
update notice_review set held = false where held and account_id = any($1::uuid[])
`)

const hasReviews = statement<{ readonly some: boolean }, []>(/* sql */ `
select exists (select from notice_review where not held) as some
`)

const alone = statement<never, [lock: number]>(/* sql */ `select pg_advisory_xact_lock($1::bigint)`)

/** The oldest reviews, taken out. */
const takeReviews = statement<{ readonly memberId: string }, [limit: number]>(/* sql */ `
delete from notice_review where id in (select id from notice_review where not held order by id limit $1::integer)
returning member_id as "memberId"
`)

const insertNotices = statement<
  { readonly queued: number; readonly skipped: number },
  [due: string, wallNow: string]
>(/* sql */ `
with due as materialized (
  select * from jsonb_to_recordset($1::jsonb) as d(
    id uuid, organization_id uuid, account_id uuid, member_id uuid, kind text,
    due_at timestamptz, opens_at timestamptz, closes_at timestamptz, skip text)
), noted as (
  insert into notice (id, organization_id, account_id, member_id, kind, due_at, opens_at, closes_at)
  select id, organization_id, account_id, member_id, kind, due_at, opens_at, closes_at from due
  on conflict on constraint one_notice_per_member_kind_and_instant do nothing
  returning id
), queued as (
  insert into outbox (id, organization_id, account_id, type, payload, state, done_at, note, due_at, created_at)
  select d.id, d.organization_id, d.account_id, 'notice',
    jsonb_build_object('noticeId', d.id, 'memberId', d.member_id, 'kind', d.kind),
    case when d.skip is null then 'pending' else 'skipped' end,
    case when d.skip is null then null else $2::timestamptz end, d.skip, $2::timestamptz, $2::timestamptz
  from due d join noted using (id)
  order by d.due_at, d.id
  returning state
)
select count(*) filter (where state = 'pending') as queued, count(*) filter (where state = 'skipped') as skipped
from queued
`)

const hold = statement<never, [people: string]>(/* sql */ `
insert into notice_review (organization_id, account_id, member_id, held)
select organization_id, account_id, member_id, true
from jsonb_to_recordset($1::jsonb) as p(organization_id uuid, account_id uuid, member_id uuid)
`)

export interface QueuedNotices {
  readonly queued: number
  readonly skipped: number
}

/**
 * MAIL-02 – MAIL-04: puts into the outbox, once, every notice that is due by `upTo`. Whom to look at is known from the seasons
 * whose opening or closing was reached since, and from triggers where an open season was given or dates were moved; what is due to
 * them the rules say. Each chunk of members is one transaction: whoever is killed leaves the rest to be looked at.
 * One worker at a time decides, so that no two decide from different facts; the unique key stands behind it.
 *
 * A member whose facts make no sense keeps nobody else waiting: they are set aside until the next time, and what went wrong
 * is thrown when all others have had their turn.
 */
export async function queueDueNotices(
  em: Em,
  { upTo, wallNow }: { readonly upTo: Instant; readonly wallNow: Instant },
): Promise<QueuedNotices> {
  const db = em.getKysely() as Db
  await reachBoundaries(db, iso(upTo))
  await letGoWhereOpen(db, upTo)
  let [queued, skipped] = [0, 0]
  const faults: unknown[] = []
  while ((await hasReviews(db))[0]!.some) {
    const done = await inTransaction(em, (tx) => reviewChunk(tx, upTo, wallNow))
    queued += done.queued
    skipped += done.skipped
    faults.push(...done.faults)
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} member(s) could not be looked at`)
  return { queued, skipped }
}

/** The first instant after `after` at which a season opens or closes; null: none is in sight. */
export async function nextNoticesAt(em: Em, after: Instant): Promise<Instant | null> {
  const [next] = await nextBoundary(em.getKysely() as Db, iso(after))
  return next!.at
}

/** ACC-05: what waited for an account's lock to lift is looked at again once it has. */
async function letGoWhereOpen(db: Db, now: Instant): Promise<void> {
  const accounts = await heldAccounts(db)
  const open = accounts.filter(({ account }) => !standingLocks(accountStanding(accountFactsOf(account), now)))
  if (open.length > 0)
    await letGo(
      db,
      open.map(({ accountId }) => accountId),
    )
}

async function reviewChunk(
  db: Db,
  upTo: Instant,
  wallNow: Instant,
): Promise<QueuedNotices & { readonly faults: readonly unknown[] }> {
  await alone(db, LOCK)
  const taken = await takeReviews(db, CHUNK)
  if (taken.length === 0) return { queued: 0, skipped: 0, faults: [] }
  const rows = await readFacts(db, [...new Set(taken.map(({ memberId }) => memberId))])

  const due: object[] = []
  const held: object[] = []
  const faults: unknown[] = []
  for (const row of rows) {
    const place = { organization_id: row.organizationId, account_id: row.accountId, member_id: row.memberId }
    const { notices, withheld, fault } = lookAt(row, upTo)
    if (fault !== undefined) faults.push(fault)
    if (withheld) held.push(place)
    for (const { kind, at, window, skip } of notices) {
      due.push({
        id: randomUUIDv7(),
        ...place,
        kind,
        due_at: iso(at),
        opens_at: iso(window!.opensAt),
        closes_at: iso(window!.closesAt),
        skip,
      })
    }
  }
  if (held.length > 0) await hold(db, JSON.stringify(held))
  if (due.length === 0) return { queued: 0, skipped: 0, faults }
  const [done] = await insertNotices(db, JSON.stringify(due), iso(wallNow))
  return { ...done!, faults }
}

/** What the rules say of one member; where they can't say anything, they are put off like somebody whose account is locked. */
function lookAt(row: ReviewedRow, upTo: Instant): ReturnType<typeof noticesFor> & { readonly fault?: Error } {
  try {
    return noticesFor(row, upTo)
  } catch (cause) {
    return { notices: [], withheld: true, fault: new Error(`Member ${row.memberId}`, { cause }) }
  }
}
