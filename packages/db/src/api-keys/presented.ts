import type { Instant, Scope } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** The key that a request came with. */
export interface PresentedKey {
  readonly keyId: string
  readonly organizationId: string
  readonly accountId: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: Instant | null
  readonly lastUsedAt: Instant | null
}

/** SQL: the columns of `PresentedKey` for key `k`. */
export const KEY_COLUMNS = /* sql */ `
k.id as "keyId", k.organization_id as "organizationId", k.account_id as "accountId", k.scopes,
k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt"`

/** What a key opens at this moment: nothing, when nobody knows it, it was revoked or has run out. */
export type KeyVerdict = 'good' | 'unknown' | 'scope-missing'

export function judgeKey(key: PresentedKey | undefined, scope: Scope, wallNow: Instant): KeyVerdict {
  if (!key || (key.expiresAt !== null && key.expiresAt <= wallNow)) return 'unknown'
  return key.scopes.includes(scope) ? 'good' : 'scope-missing'
}

/** 'Last used' is for people who clean up: a write for each call would make one row the slowest of all. */
const COARSE_MS = 5 * 60_000

const touch = statement<never, [keyId: string, wallNow: string, before: string]>(/* sql */ `
update api_key set last_used_at = $2::timestamptz
where id = $1::uuid and coalesce(last_used_at, '-infinity') < $3::timestamptz
`)

/** Notes that a key was used, unless that was noted minutes ago. */
export async function noteUse(db: Db, key: PresentedKey, wallNow: Instant): Promise<void> {
  const before = (wallNow - COARSE_MS) as Instant
  if (key.lastUsedAt === null || key.lastUsedAt < before) {
    await touch(db, key.keyId, iso(wallNow), iso(before))
  }
}
