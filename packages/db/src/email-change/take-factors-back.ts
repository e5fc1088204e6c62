import type { Instant } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { mailSecurity, noteSecurity } from '../second-factor/note-security.ts'
import { dropIdleCodes } from '../second-factor/recovery-codes.ts'
import { type Db, statement } from '../statement.ts'

const takeSince = statement<
  { readonly factor: 'app' | 'passkey'; readonly name: string | null },
  [personId: string, since: string]
>(/* sql */ `
with apps as (
  delete from authenticator_app where person_id = $1::uuid and (confirmed_at is null or confirmed_at >= $2::timestamptz)
  returning confirmed_at
), keys as (
  delete from passkey where person_id = $1::uuid and made_at >= $2::timestamptz returning name
), codes as (
  delete from recovery_code where person_id = $1::uuid and made_at >= $2::timestamptz
)
select 'app' as factor, null as name from apps where confirmed_at is not null
union all select 'passkey', name from keys
`)

/**
 * Takes away whatever second factor was added since a moment from which on somebody else may have been in: it would let them in again, and
 * keep its person out (0127). Those from before stay. Under the person's lock. Were there any?
 */
export async function takeFactorsBack(
  db: Db,
  of: {
    readonly personId: string
    readonly since: Instant
    readonly now: Instant
    readonly wallNow: Instant
  },
): Promise<boolean> {
  const { personId, since, now, wallNow } = of
  const taken = await takeSince(db, personId, iso(since))
  if (taken.length === 0) return false
  await dropIdleCodes(db, personId)
  for (const { factor, name } of taken) {
    const after = { factor, ...(name !== null && { name }) }
    await noteSecurity(db, { personId, now, action: 'second-factor.removed', after })
  }
  await mailSecurity(db, { personId, what: 'factors-taken-back', wallNow })
  return true
}
