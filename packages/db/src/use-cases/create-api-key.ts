import { randomUUIDv7 } from 'node:crypto'
import { type Decision, type Instant, mayGrantScope, type Scope } from '@seatkeeper/rules'
import { newToken } from '../api-keys/token.ts'
import type { UseCaseContext } from '../context.ts'
import { IdempotencyConflict } from '../faults.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { actingMember, signatureOf } from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import { settingsRole } from './settings-role.ts'

export interface NewApiKey {
  readonly name: string
  /** At least one. */
  readonly scopes: readonly Scope[]
  /** Wall clock; null: until it is revoked. */
  readonly expiresAt: Instant | null
}

/**
 * Makes an API key for the actor's organization (ECO-01) and gives it out, this once: only its hash is stored. Needs
 * `settings.manage`, and of each scope that is named like a right, that right. The same idempotency key gives the same key again.
 */
export async function createApiKey(
  context: UseCaseContext & { readonly wallNow: Instant; readonly secret: string },
  { name, scopes, expiresAt }: NewApiKey,
): Promise<Decision<{ readonly keyId: string; readonly token: string }, 'not-permitted' | 'account-locked'>> {
  const { em, actor, now, wallNow, secret, idempotencyKey } = context
  const maker = actingMember(actor)
  if (maker === null) return { kind: 'refuse', reason: 'not-permitted' }
  const wanted = [...new Set(scopes)].toSorted()
  const { token, prefix, hash } = newToken(
    secret,
    idempotencyKey === undefined ? [] : [actor.organizationId, maker, idempotencyKey],
  )
  return inTenant(em, actor, async (db) => {
    const acting = await settingsRole(db, actor, now)
    if (acting.kind === 'refuse') return acting
    if (!wanted.every((scope) => mayGrantScope(acting.role, scope))) {
      return { kind: 'refuse', reason: 'not-permitted' }
    }
    const { kind, id, channel } = signatureOf(actor)
    const [made] = await insertKey(
      db,
      randomUUIDv7(),
      actor.organizationId,
      actor.accountId,
      name,
      prefix,
      hash,
      wanted,
      iso(wallNow),
      maker,
      expiresAt === null ? null : iso(expiresAt),
      kind,
      id,
      channel,
      iso(now),
    )
    if (made) return { kind: 'grant', keyId: made.id, token }
    const [earlier] = await selectByHash(db, hash)
    // A key that was revoked meanwhile is not shown again as if it were new.
    if (earlier?.name !== name || earlier.scopes.join() !== wanted.join() || earlier.revoked) {
      throw new IdempotencyConflict()
    }
    return { kind: 'grant', keyId: earlier.id, token }
  })
}

const insertKey = statement<
  { readonly id: string },
  [
    id: string,
    organizationId: string,
    accountId: string,
    name: string,
    prefix: string,
    hash: Buffer,
    scopes: readonly Scope[],
    wallNow: string,
    createdBy: string,
    expiresAt: string | null,
    actorKind: string,
    actorId: string,
    channel: string,
    now: string,
  ]
>(/* sql */ `
with made as (
  insert into api_key (
    id, organization_id, account_id, name, prefix, secret_hash, scopes, created_at, created_by, expires_at)
  values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::bytea, $7::text[], $8::timestamptz, $9::uuid,
    $10::timestamptz)
  on conflict (secret_hash) do nothing
  returning *
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
  select organization_id, account_id, $14::timestamptz, $11::text, $12::text, $13::text, 'api-key.created', id,
    jsonb_build_object('name', name, 'prefix', prefix, 'scopes', scopes, 'expiresAt', expires_at)
  from made
)
select id from made
`)

const selectByHash = statement<
  {
    readonly id: string
    readonly name: string
    readonly scopes: readonly Scope[]
    readonly revoked: boolean
  },
  [hash: Buffer]
>(/* sql */ `
select id, name, scopes, revoked_at is not null as revoked from api_key where secret_hash = $1::bytea
`)
