import type { ApiKeyRow } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { formatInstant, scopeText, type TwoClocks, type Viewer } from '@seatkeeper/wording'

/** A key as its card shows it. */
export interface KeyView {
  readonly keyId: string
  readonly name: string
  readonly prefix: string
  readonly state: 'in use' | 'expired' | 'revoked'
  readonly scopes: readonly string[]
  readonly created: TwoClocks
  readonly createdBy: string
  /** Null: until it is revoked. */
  readonly expires: TwoClocks | null
  /** Null: never. */
  readonly lastUsed: TwoClocks | null
  readonly revoked: { readonly when: TwoClocks; readonly by: string } | null
}

export function keyView(key: ApiKeyRow, viewer: Viewer, wallNow: Instant): KeyView {
  const { keyId, name, prefix, scopes, createdAt, createdBy, expiresAt, lastUsedAt, revoked } = key
  const when = (at: Instant | null) => (at === null ? null : formatInstant(at, viewer))
  const isOver = expiresAt !== null && expiresAt <= wallNow
  return {
    keyId,
    name,
    prefix,
    state: revoked ? 'revoked' : isOver ? 'expired' : 'in use',
    scopes: scopes.map((scope) => scopeText[scope]),
    created: formatInstant(createdAt, viewer),
    createdBy,
    expires: when(expiresAt),
    lastUsed: when(lastUsedAt),
    revoked: revoked && { when: formatInstant(revoked.at, viewer), by: revoked.by },
  }
}
