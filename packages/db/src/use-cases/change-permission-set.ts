import { type Decision, type PermissionSetDraft, decidePermissionSetChange, refused } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { isUuid } from '../parameters.ts'
import { statement } from '../statement.ts'
import { lockSet, permissionSetDigest, selectSets, workOnPermissionSets } from './permission-set-facts.ts'
import { recordChange } from './record-change.ts'

export interface PermissionSetChange extends PermissionSetDraft {
  readonly permissionSetId: string
  /** `permissionSetDigest` of the set as it was shown. */
  readonly seen: string
}

export type ChangePermissionSetDecision = Decision<
  object,
  | 'not-permitted'
  | 'account-locked'
  | 'busy'
  | 'not-found'
  | 'permission-set-exists'
  | 'right-repeated'
  | 'changed-meanwhile'
>

const updateSet = statement<never, [permissionSetId: string, name: string, rights: string]>(/* sql */ `
update permission_set set name = $2::text, rights = $3::jsonb where id = $1::uuid
`)

/** USER-08: renames a set or changes what it grants, for all who have it. Needs `settings.manage`. */
export async function changePermissionSet(
  context: UseCaseContext,
  change: PermissionSetChange,
): Promise<ChangePermissionSetDecision> {
  const { actor, idempotencyKey } = context
  const { permissionSetId, seen, ...draft } = change
  if (!isUuid(permissionSetId)) return { kind: 'refuse', reason: 'not-found' }
  return workOnPermissionSets<ChangePermissionSetDecision>(
    context,
    ['change-permission-set', change],
    async ({ db, now, requestHash }) => {
      const [stored] = await lockSet(db, actor.organizationId, permissionSetId)
      if (!stored) return { kind: 'refuse', reason: 'not-found' }
      const sets = await selectSets(db, actor.organizationId)
      const others = sets.filter((set) => set.permissionSetId !== permissionSetId).map(({ name }) => name)
      const decision = decidePermissionSetChange(draft, { others, stored: permissionSetDigest(stored), seen })
      if (refused(decision)) return decision
      const { set } = decision
      const result = { kind: 'grant' } as const
      // Saving what is there already changes nothing, so nothing is noted.
      if (permissionSetDigest(set) === permissionSetDigest(stored)) return result
      await updateSet(db, permissionSetId, set.name, JSON.stringify(set.rights))
      const { name, rights } = stored
      await recordChange(
        db,
        actor,
        {
          action: 'permission-set.changed',
          subjectId: permissionSetId,
          before: { name, rights },
          after: set,
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
