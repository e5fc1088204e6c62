import { type Decision, refused } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { dropEmailChanges } from '../email-change/drop-email-changes.ts'
import { lockPerson } from '../identity/credentials.ts'
import { iso } from '../parameters.ts'
import { judgeReset, lockPasswordReset, type ResetRefusal } from '../password-reset/find-password-reset.ts'
import { mailSecurity } from '../second-factor/note-security.ts'
import { statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'

const setPassword = statement<
  never,
  [personId: string, resetId: string, passwordHash: string, wallNow: string, now: string]
>(/* sql */ `
with used as (
  update password_reset set used_at = $4::timestamptz where id = $2::uuid
), set as (
  update person set password_hash = $3::text where id = $1::uuid
), signed_out as (
  delete from session where person_id = $1::uuid
), belongs as (
  select organization_id, account_id from member where person_id = $1::uuid and removed_at is null
  order by deactivated_at is not null, last_signed_in_at desc nulls last, id limit 1
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id)
select organization_id, account_id, $5::timestamptz, 'person', $1::text, 'portal', 'password.reset', $1::uuid
from belongs
`)

/**
 * Uses up the link and sets the password. Every session of the person ends, and a change of address that waits for its mail: whoever knew
 * the old password is out. Two at once: one is granted, the other refused with `link-used`.
 */
export async function resetPassword(
  { em, now, wallNow, secret }: IdentityContext & { readonly secret: string },
  given: { readonly token: string; readonly passwordHash: string },
): Promise<Decision<{ readonly personId: string; readonly email: string }, ResetRefusal>> {
  return inTransaction(em, async (db) => {
    const judged = judgeReset(await lockPasswordReset(db, secret, given.token), wallNow)
    if (refused(judged)) return judged
    const { resetId, personId, email } = judged.reset
    await lockPerson(db, personId)
    await dropEmailChanges(db, personId, iso(wallNow))
    await setPassword(db, personId, resetId, given.passwordHash, iso(wallNow), iso(now))
    await mailSecurity(db, { personId, what: 'password-reset', wallNow })
    return { kind: 'grant', personId, email }
  })
}
