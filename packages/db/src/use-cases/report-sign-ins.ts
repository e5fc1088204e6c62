import { createHash } from 'node:crypto'
import {
  decideReportedSignIn,
  type Instant,
  type RefusalOf,
  type Season,
  type SignInRefusal,
  type UserType,
} from '@seatkeeper/rules'
import { judgeKey, KEY_COLUMNS, type KeyVerdict, noteUse, type PresentedKey } from '../api-keys/presented.ts'
import type { IdentityContext } from '../context.ts'
import { iso } from '../parameters.ts'
import type { MeantMember } from '../queries/access-desk.ts'
import { HELD_SEASONS } from '../queries/member-row.ts'
import { type Db, statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow, accountFactsOf } from '../tenant-facts.ts'
import { inTransaction } from '../transaction.ts'

export interface ReportedSignIn {
  /** Null: the text can name nobody. */
  readonly member: MeantMember | null
  /** When the product completed it, on the business clock. */
  readonly at: Instant
}

export type SignInVerdict =
  | {
      readonly kind: 'grant'
      readonly memberId: string
      /** It is their first: they are active from now on. */
      readonly joins: boolean
    }
  | SignInRefusal
  | RefusalOf<'not-found'>

export type SignInReport =
  | { readonly key: Exclude<KeyVerdict, 'good'> }
  | { readonly key: 'good'; readonly verdicts: readonly SignInVerdict[] }

/**
 * ACC-06: sign-ins that the vendor's product has completed. Each that access allowed at its own instant counts as the member's last
 * sign-in, the first one makes them active; what access denied is written into the audit log and changes nothing else. Reports may
 * come late, twice, and in any order: the first instant is the least, the last the greatest, so all orders end the same.
 *
 * One statement for each step, however many reports. Others who write these rows: sign-up, portal sign-in and every change of a
 * member, which lock the member, too; and whoever claims the seat of an invitation that has run out: the seat's row arbitrates that.
 */
export async function reportSignIns(
  { em, now, wallNow }: IdentityContext,
  request: { readonly keyHash: Buffer; readonly reports: readonly ReportedSignIn[] },
): Promise<SignInReport> {
  return inTransaction(em, async (db) => {
    const [key] = await selectKey(db, request.keyHash)
    const verdict = judgeKey(key, 'sign-ins.report', wallNow)
    if (verdict !== 'good') return { key: verdict }
    await noteUse(db, key!, wallNow)
    return { key: 'good', verdicts: await judgeAll(db, key!, request.reports, now) }
  })
}

async function judgeAll(
  db: Db,
  key: PresentedKey,
  reports: readonly ReportedSignIn[],
  now: Instant,
): Promise<readonly SignInVerdict[]> {
  const ids = reports.map(({ member }) => member?.memberId ?? null)
  const emails = reports.map(({ member }) => member?.emailKey ?? null)
  const at = reports.map((report) => iso(report.at))
  await lockMembers(db, key.organizationId, ids, emails)
  const rows = await selectFacts(db, key.organizationId, ids, emails, at, iso(now))
  const byReport = new Map(rows.map((row) => [row.n, row]))

  // In the order in which they happened, so that of several first ones the earliest is the first.
  const inTime = reports.map((_, n) => n).toSorted((a, b) => reports[a]!.at - reports[b]!.at)
  const verdicts: SignInVerdict[] = reports.map(() => ({ kind: 'refuse', reason: 'not-found' }))
  const joined = new Map<string, Instant>()
  for (const n of inTime) {
    const row = byReport.get(n + 1)
    if (!row || row.createdAt > reports[n]!.at) continue
    const member = { ...row, joinedAt: joined.get(row.memberId) ?? row.joinedAt }
    const decision = decideReportedSignIn({ member, account: accountFactsOf(row.account) }, reports[n]!.at)
    if (decision.kind === 'refuse') verdicts[n] = decision
    else {
      verdicts[n] = { kind: 'grant', memberId: row.memberId, joins: member.joinedAt === null }
      joined.set(row.memberId, decision.joinedAt)
    }
  }
  await keepSeats(db, rows, verdicts)
  await write(db, key, reports, byReport, verdicts)
  return verdicts
}

/** Whoever joins keeps their seat for good; where it has been taken meanwhile, their invitation had run out before they came. */
async function keepSeats(db: Db, rows: readonly FactsRow[], verdicts: SignInVerdict[]): Promise<void> {
  const joining = new Set(
    verdicts.flatMap((verdict) => (verdict.kind === 'grant' && verdict.joins ? [verdict.memberId] : [])),
  )
  if (joining.size === 0) return
  const kept = new Set((await keep(db, [...joining])).map(({ memberId }) => memberId))
  const unseated = new Set(
    rows
      .filter((row) => joining.has(row.memberId) && row.needsSeat && !kept.has(row.memberId))
      .map(({ memberId }) => memberId),
  )
  for (const [n, verdict] of verdicts.entries()) {
    if (verdict.kind === 'grant' && unseated.has(verdict.memberId)) {
      verdicts[n] = { kind: 'refuse', reason: 'invitation-expired' }
    }
  }
}

async function write(
  db: Db,
  key: PresentedKey,
  reports: readonly ReportedSignIn[],
  rows: ReadonlyMap<number, FactsRow>,
  verdicts: readonly SignInVerdict[],
): Promise<void> {
  const counted = verdicts.flatMap((verdict, n) =>
    verdict.kind === 'grant' ? [{ ...verdict, at: iso(reports[n]!.at) }] : [],
  )
  const noted = verdicts.flatMap((verdict, n) => {
    const row = rows.get(n + 1)
    const { at } = reports[n]!
    if (!row || (verdict.kind === 'grant' && !verdict.joins)) return []
    const refused = verdict.kind === 'refuse'
    const action = refused ? 'sign-in.refused' : 'user.first-signed-in'
    return [
      {
        id: entryId(at, [key.organizationId, row.memberId, action]),
        memberId: row.memberId,
        action,
        at: iso(at),
        after: JSON.stringify(refused ? { reason: verdict.reason } : { joinedAt: iso(at) }),
      },
    ]
  })
  await record(
    db,
    counted.map(({ memberId }) => memberId),
    counted.map(({ at }) => at),
    noted.map(({ id }) => id),
    noted.map(({ memberId }) => memberId),
    noted.map(({ action }) => action),
    noted.map(({ at }) => at),
    noted.map(({ after }) => after),
    key.organizationId,
    key.accountId,
    key.keyId,
  )
}

/** The same report gives the same entry, so that one that comes twice is written once. Begins with its moment, as UUIDs of version 7 do. */
function entryId(at: Instant, parts: readonly string[]): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([at, ...parts]))
    .digest('hex')
  const moment = at.toString(16).padStart(12, '0')
  const variant = ((Number.parseInt(hash[15]!, 16) & 3) | 8).toString(16)
  return [
    moment.slice(0, 8),
    moment.slice(8, 12),
    `7${hash.slice(0, 3)}`,
    `${variant}${hash.slice(3, 6)}`,
    hash.slice(16, 28),
  ].join('-')
}

const selectKey = statement<PresentedKey, [hash: Buffer]>(/* sql */ `
select ${KEY_COLUMNS} from api_key k where k.secret_hash = $1::bytea and k.revoked_at is null
`)

/** The members that a list of identities and e-mails means, in the key's organization. */
const MEANT = /* sql */ `
m.organization_id = $1::uuid and m.id = coalesce(asked.member_id, (
  select e.id from member e where e.organization_id = $1::uuid and e.email_key = asked.email_key))`

/** In the order of their identities, so that two reports never wait for each other in a circle. */
const lockMembers = statement<
  never,
  [organizationId: string, memberIds: readonly (string | null)[], emailKeys: readonly (string | null)[]]
>(/* sql */ `
select from member m where m.id in (
  select m.id from unnest($2::uuid[], $3::text[]) asked(member_id, email_key) join member m on ${MEANT}
) order by m.id for update
`)

interface FactsRow {
  readonly n: number
  readonly memberId: string
  readonly type: UserType
  readonly seasons: readonly Season[]
  readonly invitedAt: Instant
  readonly signedUpAt: Instant | null
  readonly joinedAt: Instant | null
  readonly deactivatedAt: Instant | null
  readonly removedAt: Instant | null
  readonly createdAt: Instant
  /** Whether they are somebody now who holds a seat for as long as they stay. */
  readonly needsSeat: boolean
  readonly account: AccountRow
}

/** Type and seasons are those of the seats held at the report's own moment; in a sandbox, where nobody takes one, those of now. */
const selectFacts = statement<
  FactsRow,
  [
    organizationId: string,
    memberIds: readonly (string | null)[],
    emailKeys: readonly (string | null)[],
    at: readonly string[],
    now: string,
  ]
>(/* sql */ `
with account_facts as materialized (
  select o.kind as organization_kind, ${ACCOUNT_FACTS} as account
  from organization o join account a on a.id = o.account_id where o.id = $1::uuid
)
select asked.n, m.id as "memberId", coalesce(held.kind, m.type) as type,
  case when f.organization_kind = 'sandbox' then ${HELD_SEASONS} else coalesce(held.seasons, '[]') end as seasons,
  m.invited_at as "invitedAt", m.signed_up_at as "signedUpAt", m.joined_at as "joinedAt", m.deactivated_at as "deactivatedAt",
  m.removed_at as "removedAt", m.created_at as "createdAt",
  f.organization_kind = 'production' and m.type in ('full-time', 'collaborator')
    and coalesce(least(m.deactivated_at, m.removed_at) > $5::timestamptz, true) as "needsSeat",
  f.account
from unnest($2::uuid[], $3::text[], $4::timestamptz[]) with ordinality asked(member_id, email_key, at, n)
cross join account_facts f
join member m on ${MEANT}
cross join lateral (
  select max(p.kind) as kind, jsonb_agg(
    jsonb_build_object('id', s.id, 'name', s.name, 'firstDay', s.first_day, 'lastDay', s.last_day)
    order by s.first_day, s.id) filter (where s.id is not null) as seasons
  from seat_assignment sa join pool p on p.id = sa.pool_id left join season s on s.id = p.season_id
  where sa.member_id = m.id and sa.started_at <= asked.at and (sa.ended_at is null or sa.ended_at > asked.at)
) held
`)

const keep = statement<{ readonly memberId: string }, [memberIds: readonly string[]]>(/* sql */ `
update seat set held_until = null where holder_id = any($1::uuid[]) returning holder_id as "memberId"
`)

const record = statement<
  never,
  [
    memberIds: readonly string[],
    at: readonly string[],
    entryIds: readonly string[],
    entryMembers: readonly string[],
    entryActions: readonly string[],
    entryTimes: readonly string[],
    entryAfter: readonly string[],
    organizationId: string,
    accountId: string,
    keyId: string,
  ]
>(/* sql */ `
with signed_in as (
  update member m set
    joined_at = least(m.joined_at, counted.first_at),
    last_signed_in_at = greatest(m.last_signed_in_at, counted.last_at)
  from (
    select member_id, min(at) as first_at, max(at) as last_at
    from unnest($1::uuid[], $2::timestamptz[]) given(member_id, at) group by member_id
  ) counted
  where m.id = counted.member_id and m.organization_id = $8::uuid
)
insert into audit (id, organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
select id, $8::uuid, $9::uuid, at, 'api-key', $10::uuid::text, 'api', action, member_id, after::jsonb
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::text[]) noted(id, member_id, action, at, after)
on conflict do nothing
`)
