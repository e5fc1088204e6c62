import type { Decision } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { signatureOf } from '../tenant-facts.ts'
import { changeInTenant } from '../transaction.ts'
import { dropPlaces, settleLines } from '../waiting-list/line.ts'

const noteLeft = statement<
  never,
  [
    entryIds: readonly string[],
    organizationId: string,
    accountId: string,
    actorKind: string,
    actorId: string,
    channel: string,
    now: string,
  ]
>(/* sql */ `
insert into audit (
  organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
select $2::uuid, $3::uuid, $7::timestamptz, $4::text, $5::text, $6::text, 'waiting.left', id, null, null
from unnest($1::uuid[]) as id
`)

/** SEAT-12: the acting member waits no more; a seat that was offered to them goes to the next at once. */
export async function leaveWaitingList(
  { em, actor, now }: UseCaseContext,
  { entryId }: { readonly entryId: string },
): Promise<Decision<object, 'not-found'>> {
  if (!isUuid(entryId) || actor.kind !== 'member') return { kind: 'refuse', reason: 'not-found' }
  return changeInTenant(em, actor, async (db) => {
    const left = await leaveLines(db, { actor, now }, actor.memberId, entryId)
    return left > 0 ? { kind: 'grant' } : { kind: 'refuse', reason: 'not-found' }
  })
}

/** All places of a member, or one. Gives how many there were. */
export async function leaveLines(
  db: Db,
  { actor, now }: Pick<UseCaseContext, 'actor' | 'now'>,
  memberId: string,
  entryId: string | null,
): Promise<number> {
  const left = await dropPlaces(db, memberId, entryId, iso(now))
  if (left.length === 0) return 0
  const by = signatureOf(actor)
  await noteLeft(
    db,
    left.map(({ id }) => id),
    actor.organizationId,
    actor.accountId,
    by.kind,
    by.id,
    by.channel,
    iso(now),
  )
  await settleLines(
    db,
    actor,
    left.map(({ poolId }) => poolId),
    now,
  )
  return left.length
}
