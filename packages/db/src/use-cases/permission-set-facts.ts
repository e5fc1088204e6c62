import {
  type GrantedRight,
  type Instant,
  type PermissionSetDraft,
  type PermissionSetUse,
  type RefusalOf,
} from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { IdempotencyConflict } from '../faults.ts'
import { digestOf } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { type AGAIN, inTenant, untilDecided } from '../transaction.ts'
import { selectEarlier } from './add-facts.ts'
import { settingsRole } from './settings-role.ts'

export interface StoredPermissionSet extends PermissionSetDraft {
  readonly permissionSetId: string
}

/** What a set says, as a short word: whoever changes it names the word of what they saw. */
export function permissionSetDigest({ name, rights }: PermissionSetDraft): string {
  const plain = rights.map(({ key, description }) => [key, description])
  return digestOf([name, plain]).toString('base64url').slice(0, 22)
}

/** The organization's sets, at most some hundred. */
export const selectSets = statement<StoredPermissionSet, [organizationId: string]>(/* sql */ `
select id as "permissionSetId", name, rights from permission_set where organization_id = $1::uuid
order by fold_text(name), id
`)

/** One set, locked: whoever gives it to somebody at this moment is waited for, and waits for us. */
export const lockSet = statement<
  { readonly name: string; readonly rights: readonly GrantedRight[] },
  [organizationId: string, permissionSetId: string]
>(/* sql */ `
select name, rights from permission_set where organization_id = $1::uuid and id = $2::uuid for update
`)

/** Who has it, apart from those who were removed; five by name. */
export const selectUse = statement<PermissionSetUse, [permissionSetId: string]>(/* sql */ `
with users as (
  select name, sort_name, id from member where permission_set_id = $1::uuid and removed_at is null
)
select count(*)::integer as users,
  coalesce((select jsonb_agg(first.name order by first.sort_name, first.id) from (
    select * from users order by sort_name, id limit 5) first), '[]') as names
from users
`)

export interface PermissionSetWork {
  readonly db: Db
  readonly now: Instant
  readonly requestHash: Buffer
}

/**
 * The frame of every change to permission sets: `settings.manage` in a transaction of the tenant, the earlier result of the same
 * request given again, and all of it anew when somebody else was quicker.
 */
export async function workOnPermissionSets<T extends { readonly kind: 'grant' | 'refuse' }>(
  context: UseCaseContext,
  request: readonly unknown[],
  work: (facts: PermissionSetWork) => Promise<T>,
): Promise<T | RefusalOf<'not-permitted' | 'account-locked' | 'busy'>> {
  const { em, actor, now, idempotencyKey } = context
  const requestHash = digestOf(request)
  const answer = await untilDecided(() =>
    inTenant(
      em,
      actor,
      async (db): Promise<T | RefusalOf<'not-permitted' | 'account-locked'> | typeof AGAIN> => {
        const acting = await settingsRole(db, actor, now)
        if (acting.kind === 'refuse') return acting
        if (idempotencyKey !== undefined) {
          const [place] = await selectEarlier(db, actor.organizationId, idempotencyKey)
          if (place?.earlier) {
            if (place.earlier.requestHash === requestHash.toString('hex')) return place.earlier.result as T
            throw new IdempotencyConflict('The key belongs to another request')
          }
        }
        return work({ db, now, requestHash })
      },
    ),
  )
  return answer ?? { kind: 'refuse', reason: 'busy' }
}
