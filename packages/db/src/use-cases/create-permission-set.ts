import { randomUUIDv7 } from 'node:crypto'
import { type Decision, type PermissionSetDraft, decidePermissionSet, refused } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { selectSets, workOnPermissionSets } from './permission-set-facts.ts'
import { recordChange } from './record-change.ts'

export type CreatePermissionSetDecision = Decision<
  { readonly permissionSetId: string },
  'not-permitted' | 'account-locked' | 'busy' | 'permission-set-exists' | 'right-repeated'
>

const insertSet = statement<
  never,
  [id: string, organizationId: string, accountId: string, name: string, rights: string, now: string]
>(/* sql */ `
insert into permission_set (id, organization_id, account_id, name, rights, created_at)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::jsonb, $6::timestamptz)
`)

/** USER-08: defines a permission set for the actor's organization. Needs `settings.manage`. */
export async function createPermissionSet(
  context: UseCaseContext,
  draft: PermissionSetDraft,
): Promise<CreatePermissionSetDecision> {
  const { actor, idempotencyKey } = context
  return workOnPermissionSets<CreatePermissionSetDecision>(
    context,
    ['create-permission-set', draft],
    async ({ db, now, requestHash }) => {
      const others = await selectSets(db, actor.organizationId)
      const decision = decidePermissionSet(
        draft,
        others.map(({ name }) => name),
      )
      if (refused(decision)) return decision
      const { name, rights } = decision.set
      const permissionSetId = randomUUIDv7()
      await insertSet(
        db,
        permissionSetId,
        actor.organizationId,
        actor.accountId,
        name,
        JSON.stringify(rights),
        iso(now),
      )
      const result = { kind: 'grant', permissionSetId } as const
      await recordChange(
        db,
        actor,
        {
          action: 'permission-set.created',
          subjectId: permissionSetId,
          before: null,
          after: decision.set,
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
