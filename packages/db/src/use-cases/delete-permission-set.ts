import { type Decision, decidePermissionSetDeletion, refused } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { isUuid } from '../parameters.ts'
import { statement } from '../statement.ts'
import { lockSet, selectUse, workOnPermissionSets } from './permission-set-facts.ts'
import { recordChange } from './record-change.ts'

export type DeletePermissionSetDecision = Decision<
  { readonly name: string },
  'not-permitted' | 'account-locked' | 'busy' | 'not-found' | 'permission-set-in-use'
>

/** Whoever was removed let go of it: they get one anew if they come back. */
const releaseSet = statement<never, [permissionSetId: string]>(/* sql */ `
update member set permission_set_id = null where permission_set_id = $1::uuid and removed_at is not null
`)

const deleteSet = statement<never, [permissionSetId: string]>(/* sql */ `
delete from permission_set where id = $1::uuid
`)

/**
 * USER-08: deletes a set that nobody has. Needs `settings.manage`.
 *
 * Races: giving the set to somebody takes a share of its row by the foreign key. What was begun before is waited for under our
 * lock and then counted; what comes later waits for us and finds the set gone, which the use cases of users word as such.
 */
export async function deletePermissionSet(
  context: UseCaseContext,
  { permissionSetId }: { readonly permissionSetId: string },
): Promise<DeletePermissionSetDecision> {
  const { actor, idempotencyKey } = context
  if (!isUuid(permissionSetId)) return { kind: 'refuse', reason: 'not-found' }
  return workOnPermissionSets<DeletePermissionSetDecision>(
    context,
    ['delete-permission-set', permissionSetId],
    async ({ db, now, requestHash }) => {
      const [stored] = await lockSet(db, actor.organizationId, permissionSetId)
      if (!stored) return { kind: 'refuse', reason: 'not-found' }
      const { name, rights } = stored
      const [use] = await selectUse(db, permissionSetId)
      const decision = decidePermissionSetDeletion(name, use!)
      if (refused(decision)) return decision
      await releaseSet(db, permissionSetId)
      await deleteSet(db, permissionSetId)
      const result = { kind: 'grant', name } as const
      await recordChange(
        db,
        actor,
        {
          action: 'permission-set.deleted',
          subjectId: permissionSetId,
          before: { name, rights },
          after: null,
          idempotencyKey,
          requestHash,
          result,
        },
        now,
      )
      return result
    },
  )
}
