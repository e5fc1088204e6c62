import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import {
  isOutboxType,
  type OutboxPayload,
  type OutboxState,
  type OutboxType,
  outboxPayloads,
  outboxTypes,
} from './events.ts'

export type ClaimedEvent = {
  readonly [T in OutboxType]: {
    readonly id: string
    readonly type: T
    readonly payload: OutboxPayload<T>
    readonly organizationId: string
    readonly accountId: string
    /** 1 at the first try. */
    readonly attempt: number
    /** Marks that this very claim still holds; pass the event on unchanged. */
    readonly lease: string
  }
}[OutboxType]

/** What tells whose event it is at this moment. */
export type Claim = Pick<ClaimedEvent, 'id' | 'lease'> & { readonly type?: string }

type ClaimedRow = Omit<ClaimedEvent, 'payload' | 'type'> & {
  readonly type: string
  readonly payload: unknown
}

/**
 * Claims skip what other workers are claiming at this moment, so none waits and none gets the same event. Types that this
 * release does not know stay for a worker of the next one.
 */
const claim = statement<
  ClaimedRow,
  [wallNow: string, limit: number, leasedUntil: string, types: readonly string[]]
>(/* sql */ `
with due as (
  select id from outbox
  where state in ('pending', 'retry') and due_at <= $1::timestamptz and type = any($4::text[])
  order by due_at, id limit $2::integer for update skip locked
), leased as (
  update outbox o set state = 'sending', attempts = o.attempts + 1, lease = gen_random_uuid(),
    leased_until = $3::timestamptz, sending_since = null
  from due where o.id = due.id
  returning o.id, o.type, o.payload, o.organization_id as "organizationId", o.account_id as "accountId",
    o.attempts as attempt, o.lease, o.due_at
)
select id, type, payload, "organizationId", "accountId", attempt, lease from leased order by due_at, id
`)

const begin = statement<
  { readonly id: string },
  [ids: readonly string[], leases: readonly string[], wallNow: string]
>(/* sql */ `
update outbox o set sending_since = $3::timestamptz
from unnest($1::uuid[], $2::uuid[]) as e(id, lease)
where o.id = e.id and o.lease = e.lease and o.leased_until > $3::timestamptz
returning o.id
`)

const renew = statement<
  { readonly id: string },
  [ids: readonly string[], leases: readonly string[], leasedUntil: string]
>(/* sql */ `
update outbox o set leased_until = $3::timestamptz
from unnest($1::uuid[], $2::uuid[]) as e(id, lease)
where o.id = e.id and o.lease = e.lease
returning o.id
`)

/** Every end of a claim: the lease must still be ours, then the event gets its next state. */
const settle = statement<{ readonly id: string }, [ends: string, wallNow: string]>(/* sql */ `
with ends as materialized (
  select * from jsonb_to_recordset($1::jsonb) as e(
    id uuid, lease uuid, state text, attempts integer, due_at timestamptz, note text, message_id text, bounced boolean)
), settled as (
  update outbox o set state = e.state, lease = null, leased_until = null,
    attempts = coalesce(e.attempts, o.attempts), due_at = coalesce(e.due_at, o.due_at),
    done_at = case when e.state = 'retry' then null else $2::timestamptz end,
    sending_since = case when e.state = 'retry' then null else o.sending_since end,
    note = e.note, message_id = coalesce(e.message_id, o.message_id)
  from ends e where o.id = e.id and o.lease = e.lease
  returning o.id, o.type, o.state, o.payload, e.bounced
), bounced as (
  update invitation v set bounced_at = $2::timestamptz from settled s
  where s.bounced and v.member_id = (s.payload ->> 'memberId')::uuid
    and (s.type <> 'invitation' or v.issue = (s.payload ->> 'issue')::integer)
), arrived as (
  -- Sent again on somebody's word, it was taken: the address is no longer called wrong.
  update invitation v set bounced_at = null from settled s
  where s.payload ? 'resends' and s.state = 'delivered' and v.member_id = (s.payload ->> 'memberId')::uuid
)
select id from settled
`)

/** Who was claimed again and again and never sent is put off ever longer, up to an hour, and in the end given up. */
const sweep = statement<
  { readonly retry: number; readonly unknown: number; readonly failed: number },
  [wallNow: string, mostAttempts: number]
>(/* sql */ `
with stale as (
  select id, case when sending_since is not null then 'unknown'
      when attempts >= $2::integer then 'failed' else 'retry' end as becomes
  from outbox where state = 'sending' and leased_until <= $1::timestamptz and type <> 'purchase'
  order by id for update skip locked
), swept as (
  update outbox o set lease = null, leased_until = null, state = stale.becomes,
    due_at = case when stale.becomes = 'retry'
      then $1::timestamptz + least(interval '1 hour', interval '30 seconds' * (2 ^ least(o.attempts - 1, 10) - 1))
      else o.due_at end,
    done_at = case when stale.becomes = 'retry' then null else $1::timestamptz end,
    note = case stale.becomes when 'unknown' then 'The worker ended while it sent'
      when 'failed' then 'The worker ended before it sent, too often' else 'The worker ended before it sent' end
  from stale where o.id = stale.id
  returning o.state
)
select count(*) filter (where state = 'retry') as retry, count(*) filter (where state = 'unknown') as unknown,
  count(*) filter (where state = 'failed') as failed
from swept
`)

/**
 * Takes up to `limit` events that are due, oldest first, for `leaseMs`; others skip them. One whose payload cannot be read
 * has failed, with the reason in its note, and holds up nothing. Wall clock.
 */
export async function claimOutbox(
  em: Em,
  {
    wallNow,
    limit,
    leaseMs,
  }: { readonly wallNow: Instant; readonly limit: number; readonly leaseMs: number },
): Promise<readonly ClaimedEvent[]> {
  const rows = await claim(dbOf(em), iso(wallNow), limit, iso((wallNow + leaseMs) as Instant), outboxTypes)
  const events: ClaimedEvent[] = []
  for (const row of rows) {
    const read = isOutboxType(row.type) ? outboxPayloads[row.type].safeParse(row.payload) : null
    if (read?.success) events.push({ ...row, payload: read.data } as ClaimedEvent)
    else await end(em, row, 'failed', wallNow, { note: `Its payload cannot be read: ${read?.error.message}` })
  }
  return events
}

/**
 * Writes down that from here on the mail server may have it: call it right before speaking to the server. False: the
 * lease was lost, do not send.
 */
export async function beginSending(
  em: Em,
  event: ClaimedEvent,
  { wallNow }: { readonly wallNow: Instant },
): Promise<boolean> {
  return (await beginSendingAll(em, [event], { wallNow })).has(event.id)
}

/** The same for several at once; gives the ids of those that may be sent. */
export async function beginSendingAll(
  em: Em,
  events: readonly Claim[],
  { wallNow }: { readonly wallNow: Instant },
): Promise<ReadonlySet<string>> {
  const begun = await begin(dbOf(em), idsOf(events), leasesOf(events), iso(wallNow))
  return new Set(begun.map(({ id }) => id))
}

/** The work takes longer: the leases run for `leaseMs` from `wallNow`. Those that were lost meanwhile stay lost. */
export async function renewLeases(
  em: Em,
  events: readonly Claim[],
  { wallNow, leaseMs }: { readonly wallNow: Instant; readonly leaseMs: number },
): Promise<void> {
  await renew(dbOf(em), idsOf(events), leasesOf(events), iso((wallNow + leaseMs) as Instant))
}

/** How a claim ends. */
export interface ClaimEnd {
  readonly event: Claim
  readonly state: Exclude<OutboxState, 'pending' | 'sending'>
  /** For `retry`: when it is due again. */
  readonly dueAt?: Instant | undefined
  /** How many attempts it counts as having had; left out: this one and those before. */
  readonly attempts?: number | undefined
  /** The fault, or why it was skipped. */
  readonly note?: string | undefined
  readonly messageId?: string | undefined
  readonly bounced?: boolean | undefined
}

/** Writes down how these claims ended; gives the ids of those whose lease was still ours. */
export async function settleAll(
  em: Em,
  ends: readonly ClaimEnd[],
  { wallNow }: { readonly wallNow: Instant },
): Promise<ReadonlySet<string>> {
  const rows = ends.map(({ event, state, attempts, dueAt, note, messageId, bounced }) => ({
    id: event.id,
    lease: event.lease,
    state,
    attempts: attempts ?? null,
    due_at: dueAt === undefined ? null : iso(dueAt),
    note: note ?? null,
    message_id: messageId ?? null,
    bounced: bounced ?? false,
  }))
  const settled = await settle(dbOf(em), JSON.stringify(rows), iso(wallNow))
  return new Set(settled.map(({ id }) => id))
}

/** Each mark gives false when the lease was lost meanwhile (then nothing was written). */
export async function markDelivered(
  em: Em,
  event: ClaimedEvent,
  { wallNow, messageId }: { readonly wallNow: Instant; readonly messageId?: string },
): Promise<boolean> {
  return end(em, event, 'delivered', wallNow, { messageId })
}

/** The server surely did not accept it: due again at `retryAt`. */
export async function markRetry(
  em: Em,
  event: ClaimedEvent,
  {
    wallNow,
    retryAt,
    error,
  }: { readonly wallNow: Instant; readonly retryAt: Instant; readonly error: string },
): Promise<boolean> {
  return end(em, event, 'retry', wallNow, { dueAt: retryAt, note: error })
}

/** It may have been accepted: never re-sent by itself (D-41). */
export async function markUnknown(
  em: Em,
  event: ClaimedEvent,
  { wallNow, error }: { readonly wallNow: Instant; readonly error: string },
): Promise<boolean> {
  return end(em, event, 'unknown', wallNow, { note: error })
}

/** Refused for good, or tried often enough. `bounced` shows on the user's row (MAIL-06). */
export async function markFailed(
  em: Em,
  event: ClaimedEvent,
  {
    wallNow,
    error,
    bounced,
  }: { readonly wallNow: Instant; readonly error: string; readonly bounced?: boolean },
): Promise<boolean> {
  return end(em, event, 'failed', wallNow, { note: error, bounced })
}

/** It has become pointless; the reason is kept. */
export async function markSkipped(
  em: Em,
  event: ClaimedEvent,
  { wallNow, reason }: { readonly wallNow: Instant; readonly reason: string },
): Promise<boolean> {
  return end(em, event, 'skipped', wallNow, { note: reason })
}

/**
 * Events whose worker died or could not handle them: those that had begun to send become `unknown`; the others go back to
 * `retry`, the first time at once, then ever later, until `mostAttempts` have `failed`. Gives how many became what.
 */
export async function sweepLeases(
  em: Em,
  { wallNow, mostAttempts }: { readonly wallNow: Instant; readonly mostAttempts: number },
): Promise<{ readonly retry: number; readonly unknown: number; readonly failed: number }> {
  const [swept] = await sweep(dbOf(em), iso(wallNow), mostAttempts)
  return swept!
}

async function end(
  em: Em,
  event: Claim,
  state: ClaimEnd['state'],
  wallNow: Instant,
  rest: Omit<ClaimEnd, 'event' | 'state'>,
): Promise<boolean> {
  return (await settleAll(em, [{ event, state, ...rest }], { wallNow })).has(event.id)
}

const idsOf = (events: readonly Claim[]): readonly string[] => events.map(({ id }) => id)
const leasesOf = (events: readonly Claim[]): readonly string[] => events.map(({ lease }) => lease)

const dbOf = (em: Em): Db => em.getKysely() as Db
