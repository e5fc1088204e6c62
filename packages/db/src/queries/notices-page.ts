import type { Instant, NoticeKind } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import type { OutboxState } from '../outbox/events.ts'
import { statement } from '../statement.ts'
import { inTenant } from '../transaction.ts'
import { cutPage, readCursor, writeCursor } from './page-cursor.ts'

/** What an admin asks for; several states of delivery are one to them. */
export type NoticeFilter = 'queued' | 'sent' | 'unknown' | 'failed' | 'skipped'

export interface NoticesPageParams {
  readonly state?: NoticeFilter
  readonly kind?: NoticeKind
  /** From `next` or `previous` of another page; a senseless one is treated as absent. */
  readonly cursor?: string
  /** Default 50, at most 200. */
  readonly size?: number
}

export interface NoticeRow {
  /** Of its mail: a notice that was sent again has two. */
  readonly id: string
  readonly kind: NoticeKind
  readonly member: { readonly id: string; readonly name: string; readonly email: string } | null
  readonly state: OutboxState
  /** The last fault, or why it was skipped. */
  readonly note: string | null
  readonly attempts: number
  /** When it fell due, on the business clock; of an invitation: when it was asked for. */
  readonly dueAt: Instant
  /** When it came to an end, on the wall clock. */
  readonly doneAt: Instant | null
  /** Of one that is tried again: when. */
  readonly nextTryAt: Instant | null
  /** It is itself a mail that somebody had sent again. */
  readonly again: boolean
  /** Somebody has sent it again, or a later invitation has taken its place. */
  readonly settled: boolean
  /** It can be sent again by whoever may. */
  readonly resendable: boolean
}

export interface NoticesPage {
  readonly rows: readonly NoticeRow[]
  /** What waits for somebody's decision, counted up to 1,000. */
  readonly attention: { readonly unknown: number; readonly failed: number }
  readonly next: string | null
  readonly previous: string | null
}

const STATES: Readonly<Record<NoticeFilter, readonly OutboxState[]>> = {
  queued: ['pending', 'sending', 'retry'],
  sent: ['delivered'],
  unknown: ['unknown'],
  failed: ['failed'],
  skipped: ['skipped'],
}

const SORT = 'notice'
const COUNTED = 1000

/** SQL: has somebody seen to the mail `o` already? A later issue of an invitation stands for an earlier one. */
const SETTLED = /* sql */ `(
  exists (select from outbox a where a.payload ? 'resends' and a.payload ->> 'resends' = o.id::text)
  or exists (select from invitation v
    where o.type = 'invitation' and v.id = (o.payload ->> 'invitationId')::uuid
      and (v.issue > (o.payload ->> 'issue')::integer or v.accepted_at is not null))
)`

interface PageRow extends Omit<NoticeRow, 'nextTryAt' | 'resendable'> {
  readonly retryAt: Instant
  readonly gone: boolean
}

/**
 * MAIL-08: the organization's notices, newest first, by keyset along an index. Two statements, however many there are: one
 * for the page, one for what waits for a decision.
 */
export async function noticesPage(
  { em, actor }: QueryContext,
  params: NoticesPageParams,
): Promise<NoticesPage> {
  const size = Math.min(Math.max(1, Math.trunc(params.size ?? 50)), 200)
  const cursor = readCursor(params.cursor, SORT, true)
  const backwards = cursor?.backwards ?? false
  const values: unknown[] = [actor.organizationId, size + 1]
  const parameter = (value: unknown): string => `$${values.push(value)}`
  const where = [`o.organization_id = $1::uuid`, `o.type in ('invitation', 'notice')`]
  if (params.state) where.push(`o.state = any(${parameter(STATES[params.state])}::text[])`)
  if (params.kind)
    where.push(`coalesce(o.payload ->> 'kind', 'invitation') = ${parameter(params.kind)}::text`)
  if (cursor) where.push(`o.id ${backwards ? '>' : '<'} ${parameter(cursor.id)}::uuid`)
  const order = backwards ? 'asc' : 'desc'
  const page = statement<PageRow, readonly unknown[]>(/* sql */ `
with page as materialized (
  select o.* from outbox o where ${where.join(' and ')} order by o.id ${order} limit $2::integer
)
select o.id, coalesce(n.kind, 'invitation') as kind, o.state, o.note, o.attempts,
  coalesce(n.due_at, v.sent_at, o.created_at) as "dueAt", o.done_at as "doneAt", o.due_at as "retryAt",
  o.payload ? 'resends' as again, ${SETTLED} as settled,
  case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name, 'email', m.email) end as member,
  m.id is null or m.removed_at is not null or m.deactivated_at is not null as gone
from page o
left join notice n on n.id = (o.payload ->> 'noticeId')::uuid
left join member m on m.id = (o.payload ->> 'memberId')::uuid
left join invitation v on o.type = 'invitation' and v.id = (o.payload ->> 'invitationId')::uuid
  and v.issue = (o.payload ->> 'issue')::integer
order by o.id ${order}`)

  const { found, waiting } = await inTenant(em, actor, async (db) => ({
    found: await page(db, ...values),
    waiting: await attention(db, actor.organizationId),
  }))
  const { rows, hasNext, hasPrevious } = cutPage(found, size, cursor)
  const at = (row: PageRow | undefined, backwards: boolean): string | null =>
    row ? writeCursor({ sort: SORT, descending: true, backwards, key: '', id: row.id }) : null
  return {
    rows: rows.map(noticeRow),
    attention: waiting[0]!,
    next: hasNext ? at(rows.at(-1), false) : null,
    previous: hasPrevious ? at(rows[0], true) : null,
  }
}

const attention = statement<NoticesPage['attention'], [organizationId: string]>(/* sql */ `
select count(*) filter (where state = 'unknown') as unknown, count(*) filter (where state = 'failed') as failed
from (
  select o.state from outbox o
  where o.organization_id = $1::uuid and o.state in ('unknown', 'failed') and o.type in ('invitation', 'notice')
    and not ${SETTLED}
  limit ${COUNTED}
) waiting
`)

function noticeRow({ retryAt, gone, ...row }: PageRow): NoticeRow {
  return {
    ...row,
    nextTryAt: row.state === 'retry' ? retryAt : null,
    resendable: !gone && !row.settled && ['delivered', 'unknown', 'failed'].includes(row.state),
  }
}
