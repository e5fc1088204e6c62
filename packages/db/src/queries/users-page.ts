import {
  type AccessDecision,
  INVITATION_DAYS,
  type Instant,
  type MemberStatus,
  type Role,
  type UserType,
} from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { iso, isUuid } from '../parameters.ts'
import { statement } from '../statement.ts'
import { ACCOUNT_FACTS, type AccountRow } from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import {
  MEMBER_COLUMNS,
  type MemberRow,
  POOLS_OF_MEMBER,
  type SeasonWithPhase,
  standingOf,
} from './member-row.ts'
import { type Cursor, cutPage, readCursor, writeCursor } from './page-cursor.ts'

export type UsersSort = 'name' | 'email' | 'last-sign-in'

export interface UsersPageParams {
  /** Parts of name or e-mail; several words must all be found; case and accents do not matter. */
  readonly search?: string
  readonly type?: UserType
  readonly status?: MemberStatus
  readonly seasonId?: string
  /** Default `name`; prefix `-` turns it round. */
  readonly sort?: UsersSort | `-${UsersSort}`
  /** From `next` or `previous` of another page; a senseless one is treated as absent. */
  readonly cursor?: string
  /** Default 50, at most 200. */
  readonly size?: number
}

export interface UserRow {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly type: UserType
  readonly role: Role
  /** By first day. */
  readonly seasons: readonly SeasonWithPhase[]
  readonly permissionSet: { readonly id: string; readonly name: string } | null
  readonly status: MemberStatus
  /** D-14: seasonal, and no open or coming season left. */
  readonly noSeason: boolean
  readonly access: AccessDecision
  readonly lastSignInAt: Instant | null
  readonly bounced: boolean
}

export interface UsersPage {
  readonly rows: readonly UserRow[]
  /** Matching members, counted up to 1,000; `more` says that there are more. */
  readonly matches: { readonly count: number; readonly more: boolean }
  readonly next: string | null
  readonly previous: string | null
}

const COUNTED = 1000
const MOST_WORDS = 6
const LONGEST_SEARCH = 200

/** What each order sorts by: indexed together with organization and id. */
const SORT_KEYS: Readonly<Record<UsersSort, { readonly sql: string; readonly type: string }>> = {
  name: { sql: 'm.sort_name', type: 'text' },
  email: { sql: 'm.email_key', type: 'text' },
  'last-sign-in': { sql: `coalesce(m.last_signed_in_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
}

/** SQL: when the invitation of member `m` runs out; says what the rule `expiryOf` says, and a test holds them together. */
const EXPIRY = /* sql */ `
coalesce(
  case when m.type = 'seasonal' then (
    select (max(s.last_day) + 1)::timestamp at time zone 'UTC'
    from ${POOLS_OF_MEMBER} h join pool p on p.id = h.pool_id join season s on s.id = p.season_id
  ) end,
  m.invited_at + interval '${INVITATION_DAYS} days')`

const PENDING = 'm.removed_at is null and m.deactivated_at is null and m.joined_at is null'

/** SQL: is member `m` of this status at the moment that the parameter names? */
const HAS_STATUS: Readonly<Record<MemberStatus, (now: string) => string>> = {
  removed: () => 'm.removed_at is not null',
  deactivated: () => 'm.removed_at is null and m.deactivated_at is not null',
  active: () => 'm.removed_at is null and m.deactivated_at is null and m.joined_at is not null',
  // Whoever has signed up waits for the first sign-in, however long.
  invited: (now) => `${PENDING} and (m.signed_up_at is not null or ${EXPIRY} > ${now}::timestamptz)`,
  'invitation-expired': (now) => `${PENDING} and m.signed_up_at is null and ${EXPIRY} <= ${now}::timestamptz`,
}

interface Filter {
  readonly sql: string
  readonly values: readonly unknown[]
}

type PageRow = MemberRow & {
  readonly sortKey: string | number
  readonly bounced: boolean
  readonly permissionSet: UserRow['permissionSet']
}

interface Summary {
  readonly matches: number
  readonly account: AccountRow
}

/**
 * USER-01: a page of users. Two statements, however many members there are: one for the page, by keyset along an index;
 * one for the count and the account's standing. Removed members are listed only when asked for by status.
 */
export async function usersPage(context: QueryContext, params: UsersPageParams): Promise<UsersPage> {
  const { em, actor, now } = context
  const size = Math.min(Math.max(1, Math.trunc(params.size ?? 50)), 200)
  const { sort, descending } = sortOf(params.sort)
  const cursor = readCursor(params.cursor, sort, descending)
  const filter = filterOf(params, actor.organizationId, now)

  const { read, summary } = await inTenant(em, actor, async (db) => {
    const page = pageStatement(filter, sort, descending, cursor, size)
    const read = await statement<PageRow, readonly unknown[]>(page.sql)(db, ...page.values)
    const counted = summaryStatement(filter, actor.accountId)
    const [summary] = await statement<Summary, readonly unknown[]>(counted.sql)(db, ...counted.values)
    return { read, summary: summary! }
  })

  const { rows, hasNext, hasPrevious } = cutPage(read, size, cursor)
  const at = (row: PageRow | undefined, backwards: boolean): string | null =>
    row ? writeCursor({ sort, descending, backwards, key: row.sortKey, id: row.memberId }) : null
  return {
    rows: rows.map((row) => userRow(row, summary.account, now)),
    matches: { count: Math.min(summary.matches, COUNTED), more: summary.matches > COUNTED },
    next: hasNext ? at(rows.at(-1), false) : null,
    previous: hasPrevious ? at(rows[0], true) : null,
  }
}

function sortOf(sort: UsersPageParams['sort'] = 'name'): { sort: UsersSort; descending: boolean } {
  const descending = sort.startsWith('-')
  return { sort: (descending ? sort.slice(1) : sort) as UsersSort, descending }
}

/** What is asked for, as SQL over member `m` with its parameters. */
function filterOf(params: UsersPageParams, organizationId: string, now: Instant): Filter {
  const values: unknown[] = [organizationId]
  const parameter = (value: unknown): string => `$${values.push(value)}`
  const parts = ['m.organization_id = $1::uuid']

  const { type, status, seasonId } = params
  if (status === undefined) parts.push('m.removed_at is null')
  else parts.push(HAS_STATUS[status](status.startsWith('invit') ? parameter(iso(now)) : ''))
  if (type !== undefined) parts.push(`m.type = ${parameter(type)}::text`)
  if (seasonId !== undefined) {
    // What is no identity matches nothing.
    const season = isUuid(seasonId) ? `${parameter(seasonId)}::uuid` : 'null::uuid'
    parts.push(`exists (
      select from ${POOLS_OF_MEMBER} h join pool p on p.id = h.pool_id where p.season_id = ${season})`)
  }
  for (const word of wordsOf(params.search)) {
    // As a subquery the word is folded once; otherwise it would be for each row.
    parts.push(`m.search_text like (select '%' || fold_text(${parameter(word)}::text) || '%')`)
  }
  return { sql: parts.join(' and '), values }
}

/** The words searched for, with what LIKE would take for wildcards made plain. */
function wordsOf(search = ''): string[] {
  const words = search.slice(0, LONGEST_SEARCH).split(/[\s\0]+/u)
  const found = words.filter((word) => word !== '').slice(0, MOST_WORDS)
  return found.map((word) => word.replace(/[\\%_]/g, '\\$&'))
}

/** The page's members along the index, then what belongs to each row. One row too many tells whether there are more. */
function pageStatement(
  filter: Filter,
  sort: UsersSort,
  descending: boolean,
  cursor: Cursor | null,
  size: number,
): Filter {
  const { sql: key, type } = SORT_KEYS[sort]
  const forwards = descending === (cursor?.backwards ?? false)
  const order = forwards ? 'asc' : 'desc'
  const values = [...filter.values]
  let where = filter.sql
  if (cursor) {
    const [from, id] = [values.push(cursor.key), values.push(cursor.id)]
    where += ` and (${key}, m.id) ${forwards ? '>' : '<'} ($${from}::${type}, $${id}::uuid)`
  }
  values.push(size + 1)
  const sql = /* sql */ `
with page as materialized (
  select m.*, ${key} as sort_key from member m where ${where}
  order by ${key} ${order}, m.id ${order} limit $${values.length}::integer
)
select ${MEMBER_COLUMNS}, m.sort_key as "sortKey",
  v.bounced_at is not null and (v.accepted_at is null or v.bounced_at > v.accepted_at) as bounced,
  case when ps.id is not null then jsonb_build_object('id', ps.id, 'name', ps.name) end as "permissionSet"
from page m
left join permission_set ps on ps.id = m.permission_set_id
left join invitation v on v.member_id = m.id
order by m.sort_key ${order}, m.id ${order}`
  return { sql, values }
}

function summaryStatement(filter: Filter, accountId: string): Filter {
  const values = [...filter.values, accountId]
  const sql = /* sql */ `
select (select count(*) from (select from member m where ${filter.sql} limit ${COUNTED + 1}) found) as matches,
  ${ACCOUNT_FACTS} as account
from account a where a.id = $${values.length}::uuid`
  return { sql, values }
}

function userRow(row: PageRow, account: AccountRow, now: Instant): UserRow {
  const { memberId, name, email, type, role, permissionSet, lastSignInAt, bounced } = row
  const standing = standingOf(row, account, now)
  return { memberId, name, email, type, role, permissionSet, lastSignInAt, bounced, ...standing }
}
