import type { Instant, Scope } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { statement } from '../statement.ts'
import { inTenant } from '../transaction.ts'

export interface ApiKeyRow {
  readonly keyId: string
  readonly name: string
  /** How the key begins. */
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly createdAt: Instant
  readonly createdBy: string
  readonly expiresAt: Instant | null
  /** Some minutes coarse. */
  readonly lastUsedAt: Instant | null
  readonly revoked: { readonly at: Instant; readonly by: string } | null
}

/** Settings → API keys: those in use first, the newest first; at most 200. One statement. */
export async function apiKeys({ em, actor }: QueryContext): Promise<readonly ApiKeyRow[]> {
  return inTenant(em, actor, async (db) => {
    const rows = await selectKeys(db, actor.organizationId)
    return rows.map(({ revokedAt, revokedBy, ...key }) => ({
      ...key,
      revoked: revokedAt === null ? null : { at: revokedAt, by: revokedBy ?? '' },
    }))
  })
}

const selectKeys = statement<
  Omit<ApiKeyRow, 'revoked'> & { readonly revokedAt: Instant | null; readonly revokedBy: string | null },
  [organizationId: string]
>(/* sql */ `
select k.id as "keyId", k.name, k.prefix, k.scopes, k.created_at as "createdAt", maker.name as "createdBy",
  k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt", k.revoked_at as "revokedAt", revoker.name as "revokedBy"
from api_key k
join member maker on maker.id = k.created_by
left join member revoker on revoker.id = k.revoked_by
where k.organization_id = $1::uuid
order by k.revoked_at is not null, k.created_at desc, k.id
limit 200
`)
