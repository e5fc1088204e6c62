import type { Day, Instant } from '@seatkeeper/rules'
import { addDays, startOfDay } from '@seatkeeper/rules'
import type { Channel, QueryContext } from '../context.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTenant } from '../transaction.ts'
import { type Cursor, cutPage, readCursor, writeCursor } from './page-cursor.ts'

export type AuditActorKind = 'member' | 'person' | 'staff' | 'job' | 'api-key'

export interface AuditFilter {
  /** Parts of the name or e-mail of a user who did it or to whom it was done. */
  readonly person?: string
  /** What an action begins with, such as `user`. */
  readonly area?: string
  readonly channel?: Channel
  /** Days in UTC, both inclusive. */
  readonly from?: Day
  readonly to?: Day
}

export interface AuditPageParams extends AuditFilter {
  /** D-25: whoever may not read billing does not read in the log what happened to it either. Default: left out. */
  readonly withBilling?: boolean
  /** From `next` or `previous` of another page; a senseless one is treated as absent. */
  readonly cursor?: string
  /** Default 50, at most 1,000. */
  readonly size?: number
}

export interface AuditRow {
  readonly id: string
  readonly at: Instant
  readonly actorKind: AuditActorKind
  readonly actorId: string
  /** Null where nobody of that name is known here: jobs, the vendor's people. */
  readonly actor: string | null
  readonly channel: Channel
  readonly action: string
  readonly subjectId: string
  /** What it was done to, by the name that it has now. */
  readonly subject: string | null
  /** The subject is a user, who has a page. */
  readonly ofUser: boolean
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

export interface AuditPage {
  /** The newest first. */
  readonly rows: readonly AuditRow[]
  /** What identities in `before` and `after` are called: seasons, users, permission sets, invoices. */
  readonly names: Readonly<Record<string, string>>
  readonly next: string | null
  readonly previous: string | null
}

/** So many users are looked for by name; whoever means more of them says more of the name. */
const MOST_PEOPLE = 200

/**
 * USER-10: a page of the organization's audit log, the newest first, by keyset along an index. Two statements, however many entries
 * there are and whatever is asked for.
 */
export async function auditPage({ em, actor }: QueryContext, params: AuditPageParams): Promise<AuditPage> {
  const size = Math.min(Math.max(1, Math.trunc(params.size ?? 50)), 1000)
  const cursor = readCursor(params.cursor, 'at', true)
  const { sql, values } = pageStatement(actor.organizationId, params, cursor, size)
  return inTenant(em, actor, async (db) => {
    const read = await statement<AuditRow, readonly unknown[]>(sql)(db, ...values)
    const { rows, hasNext, hasPrevious } = cutPage(read, size, cursor)
    const at = (row: AuditRow | undefined, backwards: boolean): string | null =>
      row ? writeCursor({ sort: 'at', descending: true, backwards, key: row.at, id: row.id }) : null
    return {
      rows,
      names: await namesIn(db, actor.organizationId, rows),
      next: hasNext ? at(rows.at(-1), false) : null,
      previous: hasPrevious ? at(rows[0], true) : null,
    }
  })
}

function pageStatement(organizationId: string, filter: AuditPageParams, cursor: Cursor | null, size: number) {
  const values: unknown[] = [organizationId]
  const parameter = (value: unknown): string => `$${values.push(value)}`
  const parts = ['a.organization_id = $1::uuid']
  // An expression that is indexed nowhere: entries of billing are few among the rest.
  if (!filter.withBilling) parts.push(`a.action not like 'billing.%'`)
  const { person, area, channel, from, to } = filter
  if (area !== undefined) parts.push(`split_part(a.action, '.', 1) = ${parameter(area)}::text`)
  if (channel !== undefined) parts.push(`a.channel = ${parameter(channel)}::text`)
  if (from !== undefined) parts.push(`a.at >= ${parameter(iso(startOfDay(from)))}::timestamptz`)
  if (to !== undefined) parts.push(`a.at < ${parameter(iso(startOfDay(addDays(to, 1))))}::timestamptz`)
  const words = (person ?? '').slice(0, 200).split(/[\s\0]+/u)
  const meant = words.filter((word) => word !== '').slice(0, 6)
  const people = meant.map(
    (word) =>
      `m.search_text like (select '%' || fold_text(${parameter(word.replaceAll(/[\\%_]/g, '\\$&'))}::text) || '%')`,
  )
  if (people.length > 0) {
    parts.push(
      `(a.subject_id = any((select ids from people)::uuid[]) or a.actor_id = any((select ids from people)::text[]))`,
    )
  }
  const backwards = cursor?.backwards === true
  if (cursor) {
    const [key, id] = [parameter(cursor.key), parameter(cursor.id)]
    parts.push(`(a.at, a.id) ${backwards ? '>' : '<'} (${key}::timestamptz, ${id}::uuid)`)
  }
  const order = backwards ? 'asc' : 'desc'
  const limit = parameter(size + 1)
  const sql = /* sql */ `
with people as materialized (
  select ${
    people.length > 0
      ? `coalesce(array_agg(found.id::text), '{}') as ids from (
    select m.id from member m where m.organization_id = $1::uuid and ${people.join(' and ')} limit ${MOST_PEOPLE}) found`
      : `'{}'::text[] as ids`
  }
), page as materialized (
  select a.* from audit a where ${parts.join(' and ')} order by a.at ${order}, a.id ${order} limit ${limit}::integer
)
select a.id, a.at, a.actor_kind as "actorKind", a.actor_id as "actorId", a.channel, a.action,
  a.subject_id as "subjectId", a.before, a.after, subject.id is not null as "ofUser",
  coalesce(actor.name, person.name, maker.name) as actor,
  coalesce(subject.name, ps.name, key.name, a.after ->> 'name', a.before ->> 'name') as subject
from page a
left join member actor on actor.id = case when a.actor_kind = 'member' then a.actor_id::uuid end
left join member person on person.organization_id = $1::uuid
  and person.person_id = case when a.actor_kind = 'person' then a.actor_id::uuid end
left join api_key maker on maker.id = case when a.actor_kind = 'api-key' then a.actor_id::uuid end
left join member subject on subject.id = a.subject_id
left join permission_set ps on ps.id = a.subject_id
left join api_key key on key.id = a.subject_id
order by a.at ${order}, a.id ${order}`
  return { sql, values }
}

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g

const selectNames = statement<
  { readonly id: string; readonly name: string },
  [organizationId: string, ids: readonly string[]]
>(/* sql */ `
select id, name from season where id = any($2::uuid[])
union all
select p.id, coalesce(s.name, p.kind) from pool p left join season s on s.id = p.season_id where p.id = any($2::uuid[])
union all
select id, name from member where organization_id = $1::uuid and id = any($2::uuid[])
union all
select id, name from permission_set where organization_id = $1::uuid and id = any($2::uuid[])
union all
select id, name from season_offer where id = any($2::uuid[])
union all
select id, case kind when 'credit-note' then 'Credit note ' else 'Invoice ' end || number from invoice where id = any($2::uuid[])
`)

async function namesIn(
  db: Db,
  organizationId: string,
  rows: readonly AuditRow[],
): Promise<Readonly<Record<string, string>>> {
  const text = JSON.stringify(rows.map(({ before, after }) => [before, after]))
  const ids = [...new Set(text.match(UUID) ?? [])]
  const named = await selectNames(db, organizationId, ids)
  return Object.fromEntries(named.map(({ id, name }) => [id, name]))
}
