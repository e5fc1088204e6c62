import { randomUUIDv7 } from 'node:crypto'
import type { Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { lockPerson } from '../identity/credentials.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction, rollBackWith } from '../transaction.ts'
import { mailSecurity, noteSecurity } from './note-security.ts'
import { needsSecondFactor } from './factors.ts'
import { endOtherSessions } from './first-factor.ts'
import { codesForFirst, dropIdleCodes } from './recovery-codes.ts'

/** More than anybody has; a bound, so that nobody fills the table. */
export const MOST_PASSKEYS = 20

/** The challenge that an answer was given to; the door has looked at its signature, the database lets it through once. */
export interface AnsweredChallenge {
  /** SHA-256 of the challenge. */
  readonly challengeHash: Uint8Array
  readonly expiresAt: Instant
}

export interface NewPasskey extends AnsweredChallenge {
  readonly personId: string
  readonly credentialId: string
  readonly publicKey: Uint8Array
  readonly signCount: number
  readonly transports: readonly string[]
  readonly name: string
  /** The session in which it is added. */
  readonly keptSessionId: string
}

const spendChallenge = statement<
  { readonly spent: 1 },
  [challengeHash: Buffer, expiresAt: string]
>(/* sql */ `
insert into spent_challenge (challenge_hash, expires_at) values ($1::bytea, $2::timestamptz)
on conflict do nothing returning 1 as spent
`)

/** False: it was answered before. */
export async function spendOnce(db: Db, { challengeHash, expiresAt }: AnsweredChallenge): Promise<boolean> {
  return (await spendChallenge(db, Buffer.from(challengeHash), iso(expiresAt))).length === 1
}

const insertPasskey = statement<
  { readonly id: string },
  [
    id: string,
    personId: string,
    credentialId: string,
    publicKey: Buffer,
    signCount: number,
    transports: readonly string[],
    name: string,
    wallNow: string,
    most: number,
  ]
>(/* sql */ `
insert into passkey (id, person_id, credential_id, public_key, sign_count, transports, name, made_at)
select $1::uuid, $2::uuid, $3::text, $4::bytea, $5::bigint, $6::text[], $7::text, $8::timestamptz
where (select count(*) from passkey where person_id = $2::uuid) < $9::integer
on conflict (credential_id) do nothing returning id
`)

const deletePasskey = statement<{ readonly name: string }, [passkeyId: string, personId: string]>(/* sql */ `
delete from passkey where id = $1::uuid and person_id = $2::uuid returning name
`)

export type PasskeyAddition =
  /** Null: they have codes already. */
  | { readonly kind: 'grant'; readonly recoveryCodes: readonly string[] | null }
  /** The answer was sent before, or the passkey is known already, or there are too many. */
  | { readonly kind: 'not-new' }

/** USER-12: from now on it signs its person in, and the password alone does not; what the password alone has opened is closed with the first. */
export async function addPasskey(
  { em, now, wallNow }: IdentityContext,
  passkey: NewPasskey,
): Promise<PasskeyAddition> {
  const { personId, credentialId, publicKey, signCount, transports, name } = passkey
  return inTransaction(em, async (db): Promise<PasskeyAddition> => {
    await lockPerson(db, personId)
    if (!(await spendOnce(db, passkey))) return { kind: 'not-new' }
    const first = !(await needsSecondFactor(db, personId))
    const added = await insertPasskey(
      db,
      randomUUIDv7(),
      personId,
      credentialId,
      Buffer.from(publicKey),
      signCount,
      transports,
      name,
      iso(wallNow),
      MOST_PASSKEYS,
    )
    if (added.length === 0) return rollBackWith({ kind: 'not-new' })
    if (first) await endOtherSessions(db, personId, passkey.keptSessionId)
    const recoveryCodes = await codesForFirst(db, personId, wallNow)
    await noteSecurity(db, {
      personId,
      now,
      action: 'second-factor.added',
      after: { factor: 'passkey', name },
    })
    await mailSecurity(db, { personId, what: 'passkey-added', wallNow })
    return { kind: 'grant', recoveryCodes }
  })
}

/** USER-12: false when they have no such passkey. */
export async function removePasskey(
  { em, now, wallNow }: IdentityContext,
  { personId, passkeyId }: { readonly personId: string; readonly passkeyId: string },
): Promise<boolean> {
  if (!isUuid(passkeyId)) return false
  return inTransaction(em, async (db) => {
    await lockPerson(db, personId)
    const [gone] = await deletePasskey(db, passkeyId, personId)
    if (!gone) return false
    await dropIdleCodes(db, personId)
    const after = { factor: 'passkey', name: gone.name }
    await noteSecurity(db, { personId, now, action: 'second-factor.removed', after })
    await mailSecurity(db, { personId, what: 'passkey-removed', wallNow })
    return true
  })
}

/** A passkey as the door needs it to look at an answer. */
export interface KnownPasskey {
  readonly passkeyId: string
  readonly personId: string
  readonly credentialId: string
  readonly publicKey: Uint8Array
  readonly signCount: number
  readonly transports: readonly string[]
}

const selectPasskey = statement<KnownPasskey, [credentialId: string]>(/* sql */ `
select id as "passkeyId", person_id as "personId", credential_id as "credentialId", public_key as "publicKey",
  sign_count as "signCount", transports
from passkey where credential_id = $1::text
`)

export async function findPasskey(
  { em }: Pick<IdentityContext, 'em'>,
  credentialId: string,
): Promise<KnownPasskey | null> {
  return (await selectPasskey(em.getKysely() as Db, credentialId))[0] ?? null
}

const touchPasskey = statement<
  { readonly id: string },
  [passkeyId: string, personId: string, signCount: number, wallNow: string]
>(/* sql */ `
update passkey set sign_count = greatest(sign_count, $3::bigint), last_used_at = $4::timestamptz
where id = $1::uuid and person_id = $2::uuid returning id
`)

/** What a right answer of a passkey is: the door has checked the signature, the counter and to which challenge it is. */
export interface PasskeyProof extends AnsweredChallenge {
  readonly kind: 'passkey'
  readonly passkeyId: string
  readonly signCount: number
}

export async function usePasskey(
  db: Db,
  { wallNow }: Pick<IdentityContext, 'wallNow'>,
  personId: string,
  proof: PasskeyProof,
): Promise<'grant' | 'wrong' | 'replayed'> {
  if (!(await spendOnce(db, proof))) return 'replayed'
  // It may have been removed while they held the device.
  const touched = await touchPasskey(db, proof.passkeyId, personId, proof.signCount, iso(wallNow))
  return touched.length === 1 ? 'grant' : 'wrong'
}
