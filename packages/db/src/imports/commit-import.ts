import type { Decision, ImportFacts, Instant } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import {
  type AccountRow,
  ACCOUNT_FACTS,
  actingMember,
  actingRole,
  signatureOf,
  storedRole,
  whyNot,
} from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import type { ImportMode, ImportState } from './import.ts'

interface LockedImport {
  readonly state: ImportState
  readonly mode: ImportMode | null
  readonly hash: string
  readonly memberId: string
  readonly checkedAt: Instant
  readonly refusals: number
  readonly account: AccountRow
  readonly actorRole: ImportFacts['actorRole'] | null
}

const lockImport = statement<
  LockedImport,
  [id: string, organizationId: string, actorMemberId: string | null]
>(/* sql */ `
select i.state, i.mode, encode(i.file_hash, 'hex') as hash, i.member_id as "memberId", i.checked_at as "checkedAt",
  ${ACCOUNT_FACTS} as account, ${storedRole('$3')} as "actorRole",
  (select count(*) from user_import_row r where r.import_id = i.id and r.plan = 'refuse') as refusals
from user_import i join organization o on o.id = i.organization_id join account a on a.id = o.account_id
where i.id = $1::uuid and i.organization_id = $2::uuid
for update of i
`)

const queue = statement<
  never,
  [
    id: string,
    mode: string,
    actorKind: string,
    actorId: string,
    channel: string,
    organizationId: string,
    accountId: string,
    now: string,
  ]
>(/* sql */ `
with queued as (
  update user_import set state = 'queued', mode = $2::text, committed_at = $8::timestamptz
  where id = $1::uuid
  returning id, file_name, file_hash, rows
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
select $6::uuid, $7::uuid, $8::timestamptz, $3::text, $4::text, $5::text, 'import.committed', id, null,
  jsonb_build_object('name', file_name, 'hash', encode(file_hash, 'hex'), 'rows', rows, 'mode', $2::text)
from queued
`)

export type CommitRefusal = 'not-permitted' | 'account-locked' | 'not-found' | 'changed-meanwhile'

/**
 * USER-09: hands a checked file to the worker, which decides each row anew. `fileHash` and `checkedAt` say which file and which dry run the person saw. Only who
 * brought it can: it is done in their name. The same wish twice is one; another wish for what was handed over already, and all or
 * nothing while a row cannot be, are refused (`changed-meanwhile`).
 */
export async function commitImport(
  { em, actor, now }: QueryContext,
  input: {
    readonly importId: string
    readonly mode: ImportMode
    readonly fileHash: string
    readonly checkedAt: Instant
  },
): Promise<Decision<object, CommitRefusal>> {
  const { importId, mode, fileHash, checkedAt } = input
  if (!isUuid(importId)) return { kind: 'refuse', reason: 'not-found' }
  if (actor.kind !== 'member') return { kind: 'refuse', reason: 'not-permitted' }
  return inTenant(em, actor, async (db: Db) => {
    const [found] = await lockImport(db, importId, actor.organizationId, actingMember(actor))
    if (!found) return { kind: 'refuse', reason: 'not-found' }
    const role = actingRole(actor, found.actorRole)
    const refusal = whyNot(role, 'users.manage', found.account, 'everything-else', now)
    if (refusal) return refusal
    if (found.memberId !== actor.memberId) return { kind: 'refuse', reason: 'not-permitted' }
    if (found.hash !== fileHash || found.checkedAt !== checkedAt)
      return { kind: 'refuse', reason: 'changed-meanwhile' }
    if (found.state !== 'checked') {
      return found.mode === mode ? { kind: 'grant' } : { kind: 'refuse', reason: 'changed-meanwhile' }
    }
    if (mode === 'all-or-nothing' && found.refusals > 0) {
      return { kind: 'refuse', reason: 'changed-meanwhile' }
    }
    const by = signatureOf(actor)
    await queue(
      db,
      importId,
      mode,
      by.kind,
      by.id,
      by.channel,
      actor.organizationId,
      actor.accountId,
      iso(now),
    )
    return { kind: 'grant' }
  })
}
