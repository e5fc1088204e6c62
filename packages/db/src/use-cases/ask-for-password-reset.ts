import { randomUUIDv7 } from 'node:crypto'
import { addMilliseconds, MS_PER_HOUR, normalizeEmail } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { iso } from '../parameters.ts'
import { statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'

/** How long a link sets a new password, on the wall clock. */
export const RESET_LASTS_MS = MS_PER_HOUR

/** Two who ask at once: one waits here for the other. */
const lockPerson = statement<{ readonly id: string }, [emailKey: string]>(/* sql */ `
select id from person where email_key = $1::text for update
`)

/** The mail goes out in the name of an organization that the person belongs to; who belongs to none gets none. */
const ask = statement<
  never,
  [emailKey: string, resetId: string, wallNow: string, expiresAt: string, now: string]
>(/* sql */ `
with asking as (
  select p.id, m.organization_id, m.account_id
  from person p join member m on m.person_id = p.id and m.removed_at is null
  where p.email_key = $1::text
  order by m.deactivated_at is not null, m.last_signed_in_at desc nulls last, m.id limit 1
), replaced as (
  update password_reset r set replaced_at = $3::timestamptz from asking
  where r.person_id = asking.id and r.used_at is null and r.replaced_at is null
  returning r.id
), made as (
  insert into password_reset (id, person_id, asked_at, expires_at)
  -- Counting them makes sure that the earlier ones are out of the way first.
  select $2::uuid, id, $3::timestamptz, $4::timestamptz from asking where (select count(*) from replaced) >= 0
), mailed as (
  insert into outbox (organization_id, account_id, type, payload)
  select organization_id, account_id, 'password-reset', jsonb_build_object('resetId', $2::text) from asking
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id)
select organization_id, account_id, $5::timestamptz, 'person', id::text, 'portal', 'password.reset-asked', id
from asking
`)

/**
 * ACC-02: a link to set a new password, by mail, for whoever has signed up under this e-mail; earlier ones die. Nothing
 * comes of an e-mail that nobody has, and nothing is answered in either case: both send the same statements.
 */
export async function askForPasswordReset(
  { em, now, wallNow }: IdentityContext,
  email: string,
): Promise<void> {
  const address = normalizeEmail(email)
  const key = address.kind === 'grant' ? address.key : ''
  await inTransaction(em, async (db) => {
    await lockPerson(db, key)
    const expiresAt = addMilliseconds(wallNow, RESET_LASTS_MS)
    await ask(db, key, randomUUIDv7(), iso(wallNow), iso(expiresAt), iso(now))
  })
}
