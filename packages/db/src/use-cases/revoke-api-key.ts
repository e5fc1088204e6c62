import type { Decision, Instant } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { iso, isUuid } from '../parameters.ts'
import { statement } from '../statement.ts'
import { actingMember, signatureOf } from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import { settingsRole } from './settings-role.ts'

/**
 * Ends a key: the very next request with it is refused. Needs `settings.manage`. A second time is no fault and changes nothing,
 * so the list keeps who revoked it first.
 */
export async function revokeApiKey(
  { em, actor, now, wallNow }: UseCaseContext & { readonly wallNow: Instant },
  { keyId }: { readonly keyId: string },
): Promise<Decision<{ readonly name: string }, 'not-permitted' | 'account-locked' | 'not-found'>> {
  const revoker = actingMember(actor)
  if (revoker === null) return { kind: 'refuse', reason: 'not-permitted' }
  return inTenant(em, actor, async (db) => {
    const acting = await settingsRole(db, actor, now)
    if (acting.kind === 'refuse') return acting
    if (!isUuid(keyId)) return { kind: 'refuse', reason: 'not-found' }
    const { kind, id, channel } = signatureOf(actor)
    const [key] = await revoke(db, keyId, iso(wallNow), revoker, kind, id, channel, iso(now))
    return key ? { kind: 'grant', name: key.name } : { kind: 'refuse', reason: 'not-found' }
  })
}

const revoke = statement<
  { readonly name: string },
  [
    keyId: string,
    wallNow: string,
    revokedBy: string,
    actorKind: string,
    actorId: string,
    channel: string,
    now: string,
  ]
>(/* sql */ `
with gone as (
  update api_key set revoked_at = $2::timestamptz, revoked_by = $3::uuid
  where id = $1::uuid and revoked_at is null
  returning *
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before)
  select organization_id, account_id, $7::timestamptz, $4::text, $5::text, $6::text, 'api-key.revoked', id,
    jsonb_build_object('name', name, 'prefix', prefix, 'scopes', scopes)
  from gone
)
select name from api_key where id = $1::uuid
`)
