import {
  type Area,
  type Instant,
  type RefusalOf,
  type Role,
  type UserType,
  mayManage,
} from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { IdempotencyConflict } from '../faults.ts'
import { digestOf, isUuid } from '../parameters.ts'
import type { Db } from '../statement.ts'
import { actingRole, whyNot } from '../tenant-facts.ts'
import { type AGAIN, changeInTenant, untilDecided } from '../transaction.ts'
import { lockLinesOf } from '../waiting-list/line.ts'
import { lockStaffPool } from './add-facts.ts'
import { type MemberToChange, lockMember, memberToChange } from './member-facts.ts'
import { type Change, recordChange } from './record-change.ts'

export type ChangeRefusal = RefusalOf<
  'not-permitted' | 'account-locked' | 'not-found' | 'member-removed' | 'busy'
>

export interface MemberChange {
  readonly memberId: string
  readonly type?: UserType
  readonly seasonIds?: readonly string[]
  readonly permissionSetId?: string | null
}

export interface Changing extends MemberToChange {
  readonly db: Db
  readonly role: Role
  readonly now: Instant
  /** Writes audit and idempotency record and gives the result back. */
  record<const T extends object>(change: Pick<Change, 'action' | 'before' | 'after'>, result: T): Promise<T>
}

/**
 * The frame of every change to one member: a transaction of the tenant, the member locked, the facts read, the earlier
 * result of the same request given again, rights and standing checked; and all of it again when somebody else was quicker.
 * Needs `users.manage` and a member whom the actor may manage.
 *
 * Others who write these rows: all use cases of this folder (they lock the member first), sign-up (does, too), and
 * whoever claims this member's seat once the invitation has lapsed.
 */
export async function changeMember<T extends object>(
  context: UseCaseContext,
  name: string,
  input: MemberChange,
  area: Area,
  change: (changing: Changing) => Promise<T | typeof AGAIN>,
): Promise<T | ChangeRefusal> {
  const { em, actor, now, idempotencyKey } = context
  if (!isUuid(input.memberId)) return { kind: 'refuse', reason: 'not-found' }
  const requestHash = digestOf([name, input])
  const answer = await untilDecided(() =>
    changeInTenant(em, actor, async (db): Promise<T | ChangeRefusal | typeof AGAIN> => {
      // Whatever is wished: reactivating takes a staff seat, too. Only classic accounts have such a pool.
      await lockStaffPool(db, actor.accountId)
      await lockMember(db, actor.organizationId, input.memberId)
      // Whoever takes a season's seat while others wait takes what is left beyond the line.
      const seasonIds = (input.seasonIds ?? []).filter(isUuid)
      if (seasonIds.length > 0) await lockLinesOf(db, seasonIds)
      const member = await memberToChange(db, actor, input.memberId, { ...input, idempotencyKey }, now)
      if (!member) return { kind: 'refuse', reason: 'not-found' }
      const { earlier } = member.row
      if (earlier) {
        if (earlier.requestHash === requestHash.toString('hex')) return earlier.result as T
        throw new IdempotencyConflict('The key belongs to another request')
      }
      const role = actingRole(actor, member.row.actorRole)
      const refusal = whyNot(role, 'users.manage', member.row.account, area, now)
      if (refusal) return refusal
      if (role === null || !mayManage(role, member.row.role))
        return { kind: 'refuse', reason: 'not-permitted' }
      if (member.status === 'removed') return { kind: 'refuse', reason: 'member-removed' }
      return change({
        ...member,
        db,
        role,
        now,
        async record({ action, before, after }, result) {
          const subjectId = member.row.memberId
          await recordChange(
            db,
            actor,
            { action, before, after, subjectId, idempotencyKey, requestHash, result },
            now,
          )
          return result
        },
      })
    }),
  )
  return answer ?? { kind: 'refuse', reason: 'busy' }
}
