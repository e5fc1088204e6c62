import { type AccessDecision, dayAt, type Instant, type MemberStatus, type UserType } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow } from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import { MEMBER_COLUMNS, type MemberRow, standingOf } from './member-row.ts'
import { cutPage, readCursor, writeCursor } from './page-cursor.ts'

export interface RosterRow {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly type: UserType
  readonly status: MemberStatus
  readonly access: AccessDecision
  /** Invited, and never signed up. */
  readonly idle: boolean
  readonly lastSignInAt: Instant | null
}

export interface Roster {
  readonly rows: readonly RosterRow[]
  readonly next: string | null
  readonly previous: string | null
}

/**
 * SQL: who has the season of parameter 2 in the organization of parameter 1, as of day parameter 3: by a seat, in a sandbox by
 * choice; where the season is over, who had it to its end, removed since or not.
 */
export const PEOPLE_OF_SEASON = /* sql */ `(
  select a.member_id
  from seat_assignment a join pool p on p.id = a.pool_id join season s on s.id = p.season_id
  where s.id = $2::uuid and a.organization_id = $1::uuid
    and case when s.last_day < $3::date
      then a.ended_at is null or a.ended_at >= (s.last_day + 1)::timestamp at time zone 'UTC'
      else a.ended_at is null end
  union
  select c.member_id from season_choice c join pool p on p.id = c.pool_id
  where p.season_id = $2::uuid and c.organization_id = $1::uuid
)`

type Params = [
  organizationId: string,
  seasonId: string,
  today: string,
  idleOnly: boolean,
  key: string | null,
  id: string | null,
  limit: number,
]

const page = (backwards: boolean) =>
  statement<MemberRow & { readonly sortKey: string }, Params>(/* sql */ `
with page as materialized (
  select m.* from member m
  where m.id in (select member_id from ${PEOPLE_OF_SEASON} people)
    and (not $4::boolean or m.signed_up_at is null and m.joined_at is null and m.removed_at is null)
    and ($5::text is null or (m.sort_name, m.id) ${backwards ? '<' : '>'} ($5::text, $6::uuid))
  order by m.sort_name ${backwards ? 'desc' : 'asc'}, m.id ${backwards ? 'desc' : 'asc'} limit $7::integer
)
select ${MEMBER_COLUMNS}, m.sort_name as "sortKey" from page m
order by m.sort_name ${backwards ? 'desc' : 'asc'}, m.id ${backwards ? 'desc' : 'asc'}
`)
const pageForwards = page(false)
const pageBackwards = page(true)

const selectAccount = statement<{ readonly account: AccountRow }, [accountId: string]>(/* sql */ `
select ${ACCOUNT_FACTS} as account from account a where a.id = $1::uuid
`)

/** USER-13: the people of a season in this organization, by name. Two statements. */
export async function seasonRoster(
  { em, actor, now }: QueryContext,
  params: {
    readonly seasonId: string
    readonly idle?: boolean
    readonly cursor?: string
    readonly size?: number
  },
): Promise<Roster> {
  const size = Math.min(Math.max(1, Math.trunc(params.size ?? 50)), 200)
  const cursor = readCursor(params.cursor, 'name', false)
  const { seasonId, idle = false } = params
  if (!isUuid(seasonId)) return { rows: [], next: null, previous: null }
  return inTenant(em, actor, async (db: Db) => {
    const read = cursor?.backwards ? pageBackwards : pageForwards
    const found = await read(
      db,
      actor.organizationId,
      seasonId,
      dayAt(now),
      idle,
      cursor?.key ?? null,
      cursor?.id ?? null,
      size + 1,
    )
    const [place] = await selectAccount(db, actor.accountId)
    const { rows, hasNext, hasPrevious } = cutPage(found, size, cursor)
    const at = (row: (typeof rows)[number] | undefined, backwards: boolean): string | null =>
      row
        ? writeCursor({ sort: 'name', descending: false, backwards, key: row.sortKey, id: row.memberId })
        : null
    return {
      rows: rows.map((row) => rosterRow(row, place!.account, now)),
      next: hasNext ? at(rows.at(-1), false) : null,
      previous: hasPrevious ? at(rows[0], true) : null,
    }
  })
}

function rosterRow(row: MemberRow, account: AccountRow, now: Instant): RosterRow {
  const { memberId, name, email, type, lastSignInAt, signedUpAt, joinedAt } = row
  const { status, access } = standingOf(row, account, now)
  const idle = signedUpAt === null && joinedAt === null && status !== 'removed'
  return { memberId, name, email, type, status, access, idle, lastSignInAt }
}
