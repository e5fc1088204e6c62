import type { GrantedRight } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { statement } from '../statement.ts'
import { inTenant } from '../transaction.ts'
import { permissionSetDigest } from '../use-cases/permission-set-facts.ts'

export interface PermissionSetRow {
  readonly permissionSetId: string
  readonly name: string
  readonly rights: readonly GrantedRight[]
  /** Who has it, apart from those who were removed. */
  readonly users: number
  /** Names this very state: goes with a change, so that nobody's is overwritten unseen. */
  readonly digest: string
}

/** USER-08: the organization's permission sets by name. One statement. */
export async function permissionSets({ em, actor }: QueryContext): Promise<readonly PermissionSetRow[]> {
  return inTenant(em, actor, async (db) => {
    const rows = await selectSetsWithUse(db, actor.organizationId)
    return rows.map((row) => ({ ...row, digest: permissionSetDigest(row) }))
  })
}

const selectSetsWithUse = statement<Omit<PermissionSetRow, 'digest'>, [organizationId: string]>(/* sql */ `
select ps.id as "permissionSetId", ps.name, ps.rights, coalesce(used.users, 0)::integer as users
from permission_set ps
left join (
  select permission_set_id, count(*) as users from member
  where organization_id = $1::uuid and removed_at is null and permission_set_id is not null
  group by permission_set_id
) used on used.permission_set_id = ps.id
where ps.organization_id = $1::uuid
order by fold_text(ps.name), ps.id
`)
