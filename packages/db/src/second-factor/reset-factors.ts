import { type Instant, normalizeEmail } from '@seatkeeper/rules'
import { dropEmailChanges } from '../email-change/drop-email-changes.ts'
import { lockPerson } from '../identity/credentials.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { asVendor } from '../vendor.ts'
import { needsSecondFactor } from './factors.ts'
import { mailSecurity } from './note-security.ts'

export type FactorReset =
  | { readonly kind: 'reset'; readonly name: string }
  | { readonly kind: 'not-found' }
  /** A password is all they need. */
  | { readonly kind: 'none' }

const selectPerson = statement<{ readonly id: string; readonly name: string }, [emailKey: string]>(/* sql */ `
select id, name from person where email_key = $1::text
`)

const takeAll = statement<never, [personId: string, now: string]>(/* sql */ `
with apps as (delete from authenticator_app where person_id = $1::uuid),
keys as (delete from passkey where person_id = $1::uuid),
codes as (delete from recovery_code where person_id = $1::uuid),
steps as (delete from sign_in_step where person_id = $1::uuid),
signed_out as (delete from session where person_id = $1::uuid)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id)
select organization_id, account_id, $2::timestamptz, 'job', 'vendor', 'command', 'second-factor.reset', $1::uuid
from member where person_id = $1::uuid and removed_at is null
`)

/**
 * USER-12: for somebody who has lost their factor and their recovery codes, after the vendor has made sure of who they are in another
 * way. Takes every factor away, ends every session and a change of address that waits for its mail; the password stays, and the person is told by mail.
 */
export async function resetFactors(
  { url, now, wallNow }: { readonly url: string; readonly now: Instant; readonly wallNow: Instant },
  email: string,
): Promise<FactorReset> {
  const address = normalizeEmail(email)
  if (address.kind === 'refuse') return { kind: 'not-found' }
  return asVendor(url, async (db): Promise<FactorReset> => {
    const [person] = await selectPerson(db, address.key)
    if (!person) return { kind: 'not-found' }
    await lockPerson(db, person.id)
    if (!(await needsSecondFactor(db, person.id))) return { kind: 'none' }
    await dropEmailChanges(db, person.id, iso(wallNow))
    await takeAll(db, person.id, iso(now))
    await mailSecurity(db, { personId: person.id, what: 'factors-reset', wallNow })
    return { kind: 'reset', name: person.name }
  })
}
