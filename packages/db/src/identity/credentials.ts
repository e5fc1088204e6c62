import { normalizeEmail } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { type Db, statement } from '../statement.ts'

export interface Credentials {
  readonly personId: string
  /** PHC string (argon2id). */
  readonly passwordHash: string
}

const selectCredentials = statement<Credentials, [emailKey: string]>(/* sql */ `
select id as "personId", password_hash as "passwordHash" from person where email_key = $1::text
`)

const updateHash = statement<
  { readonly id: string },
  [personId: string, from: string, to: string]
>(/* sql */ `
update person set password_hash = $3::text where id = $1::uuid and password_hash = $2::text returning id
`)

/** The password hash behind an e-mail (any spelling), or null. The caller does constant work either way. */
export async function findCredentials(
  { em }: Pick<IdentityContext, 'em'>,
  email: string,
): Promise<Credentials | null> {
  const address = normalizeEmail(email)
  // A senseless address costs the same query as an unknown one.
  const [found] = await selectCredentials(em.getKysely() as Db, address.kind === 'grant' ? address.key : '')
  return found ?? null
}

/** Replaces a hash, e.g. after stronger parameters were set; only while the old one still stands. */
export async function replacePasswordHash(
  { em }: Pick<IdentityContext, 'em'>,
  change: { readonly personId: string; readonly from: string; readonly to: string },
): Promise<boolean> {
  const updated = await updateHash(em.getKysely() as Db, change.personId, change.from, change.to)
  return updated.length === 1
}

/**
 * To be run before the statement that replaces a password and ends sessions: a sign-in with the old one that is under way has
 * its session before this, so that the next statement sees and ends it, or gets none (`startSession`).
 */
export const lockPerson = statement<{ readonly id: string }, [personId: string]>(/* sql */ `
select id from person where id = $1::uuid for update
`)

/** To be run first by whoever looks at a factor of theirs: those who change factors hold the whole lock, and none waits in a circle. */
export const sharePerson = statement<{ readonly id: string }, [personId: string]>(/* sql */ `
select id from person where id = $1::uuid for share
`)
