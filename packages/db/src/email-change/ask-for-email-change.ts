import { randomUUIDv7 } from 'node:crypto'
import { addMilliseconds, type Instant, MS_PER_HOUR, normalizeEmail, type RefusalOf } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { lockPerson } from '../identity/credentials.ts'
import { iso } from '../parameters.ts'
import { noteSecurity } from '../second-factor/note-security.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { dropEmailChanges } from './drop-email-changes.ts'

/** How long a new address can be confirmed, on the wall clock. */
export const EMAIL_CHANGE_LASTS_MS = 24 * MS_PER_HOUR

const selectPerson = statement<
  { readonly email: string; readonly emailKey: string },
  [personId: string]
>(/* sql */ `
select email, email_key as "emailKey" from person where id = $1::uuid
`)

const ask = statement<
  never,
  [
    changeId: string,
    personId: string,
    email: string,
    emailKey: string,
    sessionId: string,
    wallNow: string,
    expiresAt: string,
    now: string,
  ]
>(/* sql */ `
with made as (
  insert into email_change (
    id, person_id, email, email_key, former_email, former_email_key, kept_session_id, asked_at, expires_at)
  select $1::uuid, id, $3::text, $4::text, email, email_key, $5::uuid, $6::timestamptz, $7::timestamptz
  from person where id = $2::uuid
), mailed as (
  insert into outbox (organization_id, account_id, type, payload)
  select m.organization_id, m.account_id, 'email-change', jsonb_build_object('changeId', $1::text, 'mail', kind)
  from (
    select organization_id, account_id from member where person_id = $2::uuid and removed_at is null
    order by deactivated_at is not null, last_signed_in_at desc nulls last, id limit 1
  ) m, unnest(array['confirm', 'asked']) as kind
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id)
select organization_id, account_id, $8::timestamptz, 'person', $2::text, 'portal', 'email.change-asked', $2::uuid
from member where person_id = $2::uuid and removed_at is null
`)

export type EmailChangeAnswer =
  { readonly kind: 'grant' } | { readonly kind: 'same' } | RefusalOf<'invalid-email'>

/**
 * USER-12: a link to the new address that makes it theirs, and word to the old one with a link that stops it; an earlier wish dies.
 * Whether the address is somebody's already is not said here: only whoever reads its mail learns that, by confirming.
 */
export async function askForEmailChange(
  { em, now, wallNow }: IdentityContext,
  wish: { readonly personId: string; readonly email: string; readonly sessionId: string },
): Promise<EmailChangeAnswer> {
  const { personId, sessionId } = wish
  const address = normalizeEmail(wish.email)
  if (address.kind === 'refuse') return { kind: 'refuse', reason: 'invalid-email' }
  return inTransaction(em, async (db): Promise<EmailChangeAnswer> => {
    await lockPerson(db, personId)
    const [person] = await selectPerson(db, personId)
    if (!person || person.emailKey === address.key) return { kind: 'same' }
    await dropEmailChanges(db, personId, iso(wallNow))
    const expiresAt = iso(addMilliseconds(wallNow, EMAIL_CHANGE_LASTS_MS))
    await ask(
      db,
      randomUUIDv7(),
      personId,
      address.email,
      address.key,
      sessionId,
      iso(wallNow),
      expiresAt,
      iso(now),
    )
    return { kind: 'grant' }
  })
}

const selectLive = statement<
  { readonly email: string; readonly expiresAt: Instant },
  [personId: string, wallNow: string]
>(/* sql */ `
select email, expires_at as "expiresAt" from email_change
where person_id = $1::uuid and confirmed_at is null and stopped_at is null and replaced_at is null
  and expires_at > $2::timestamptz
`)

/** The address that waits to be confirmed; null: none. */
export async function waitingEmailChange(
  { em, wallNow }: Pick<IdentityContext, 'em' | 'wallNow'>,
  personId: string,
): Promise<{ readonly email: string; readonly expiresAt: Instant } | null> {
  return (await selectLive(em.getKysely() as Db, personId, iso(wallNow)))[0] ?? null
}

/** The person has thought better of it: the link that was sent leads nowhere. */
export async function dropEmailChange(
  { em, now, wallNow }: IdentityContext,
  personId: string,
): Promise<void> {
  await inTransaction(em, async (db) => {
    await lockPerson(db, personId)
    const dropped = await dropEmailChanges(db, personId, iso(wallNow))
    if (dropped.length > 0) await noteSecurity(db, { personId, now, action: 'email.change-dropped' })
  })
}
