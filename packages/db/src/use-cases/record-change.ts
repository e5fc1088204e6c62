import type { Instant } from '@seatkeeper/rules'
import type { Actor } from '../context.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { signatureOf } from '../tenant-facts.ts'

/** What is written with every change: the audit entry and, when there is a key, the first result. */
export interface Change {
  readonly action: `user.${string}` | `permission-set.${string}` | `billing.${string}`
  /** What was changed. */
  readonly subjectId: string
  readonly before: object | null
  readonly after: object | null
  readonly idempotencyKey: string | undefined
  readonly requestHash: Buffer
  readonly result: object
}

/** A key that came twice at once violates the primary key: the caller looks again and finds the first result. */
const insertRecords = statement<
  never,
  [
    organizationId: string,
    accountId: string,
    actorKind: string,
    actorId: string,
    channel: string,
    action: string,
    subjectId: string,
    before: string | null,
    after: string | null,
    idempotencyKey: string | null,
    requestHash: Buffer,
    result: string,
    now: string,
  ]
>(/* sql */ `
with noted as (
  insert into audit (
    organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  values ($1::uuid, $2::uuid, $13::timestamptz, $3::text, $4::text, $5::text, $6::text, $7::uuid, $8::jsonb, $9::jsonb)
)
insert into idempotency (organization_id, key, request_hash, result)
select $1::uuid, $10::text, $11::bytea, $12::jsonb where $10::text is not null
`)

export async function recordChange(db: Db, actor: Actor, change: Change, now: Instant): Promise<void> {
  const by = signatureOf(actor)
  await insertRecords(
    db,
    actor.organizationId,
    actor.accountId,
    by.kind,
    by.id,
    by.channel,
    change.action,
    change.subjectId,
    change.before && JSON.stringify(change.before),
    change.after && JSON.stringify(change.after),
    change.idempotencyKey ?? null,
    change.requestHash,
    JSON.stringify(change.result),
    iso(now),
  )
}

/** A new issue of the invitation: earlier links die, the mail goes into the outbox, expiry counts from now. */
const reissue = statement<
  { readonly invitationId: string },
  [memberId: string, organizationId: string, accountId: string, why: string, now: string]
>(/* sql */ `
with dated as (
  update member set invited_at = $5::timestamptz where id = $1::uuid
), issued as (
  update invitation set issue = issue + 1, sent_at = $5::timestamptz, bounced_at = null, withdrawn_at = null
  where member_id = $1::uuid
  returning id, issue
), queued as (
  insert into outbox (organization_id, account_id, type, payload)
  select $2::uuid, $3::uuid, 'invitation',
    jsonb_build_object('invitationId', id, 'issue', issue, 'memberId', $1::uuid, 'why', $4::text)
  from issued
)
select id as "invitationId" from issued
`)

export async function reissueInvitation(
  db: Db,
  actor: Actor,
  memberId: string,
  why: 're-sent' | 'reactivated',
  now: Instant,
): Promise<void> {
  await reissue(db, memberId, actor.organizationId, actor.accountId, why, iso(now))
}
