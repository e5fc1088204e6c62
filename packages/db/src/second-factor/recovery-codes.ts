import type { Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { lockPerson } from '../identity/credentials.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { needsSecondFactor } from './factors.ts'
import { mailSecurity, noteSecurity } from './note-security.ts'
import { newRecoveryCode, RECOVERY_CODES, recoveryCodeHash } from './recovery-code.ts'

const replaceCodes = statement<
  never,
  [personId: string, hashes: readonly Buffer[], wallNow: string]
>(/* sql */ `
with gone as (delete from recovery_code where person_id = $1::uuid)
insert into recovery_code (code_hash, person_id, made_at)
select hash, $1::uuid, $3::timestamptz from unnest($2::bytea[]) as given(hash)
`)

const deleteCodes = statement<never, [personId: string]>(/* sql */ `
delete from recovery_code where person_id = $1::uuid
`)

const countCodes = statement<{ readonly left: number }, [personId: string]>(/* sql */ `
select count(*)::integer as left from recovery_code where person_id = $1::uuid and used_at is null
`)

const spend = statement<
  { readonly personId: string },
  [codeHash: Buffer, personId: string, wallNow: string]
>(/* sql */ `
update recovery_code set used_at = $3::timestamptz
where code_hash = $1::bytea and person_id = $2::uuid and used_at is null returning person_id as "personId"
`)

/** Ten new codes in the place of all before. Under the person's lock. */
export async function makeCodes(db: Db, personId: string, wallNow: Instant): Promise<readonly string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await replaceCodes(
    db,
    personId,
    codes.map((code) => recoveryCodeHash(personId, code)),
    iso(wallNow),
  )
  return codes
}

/** With the first factor come codes; with a further one those that are there stay, and null is given. */
export async function codesForFirst(
  db: Db,
  personId: string,
  wallNow: Instant,
): Promise<readonly string[] | null> {
  const [row] = await countCodes(db, personId)
  return row!.left > 0 ? null : makeCodes(db, personId, wallNow)
}

/** Without any factor there is nothing to recover: the codes go with the last. */
export async function dropIdleCodes(db: Db, personId: string): Promise<void> {
  if (!(await needsSecondFactor(db, personId))) await deleteCodes(db, personId)
}

/** Uses a code up. False: it is none of theirs, or was used. */
export async function spendCode(db: Db, personId: string, plain: string, wallNow: Instant): Promise<boolean> {
  return (await spend(db, recoveryCodeHash(personId, plain), personId, iso(wallNow))).length === 1
}

/** USER-12: ten new codes; those before open nothing any more. Null: they have no factor. */
export async function renewRecoveryCodes(
  { em, now, wallNow }: IdentityContext,
  personId: string,
): Promise<readonly string[] | null> {
  return inTransaction(em, async (db) => {
    await lockPerson(db, personId)
    if (!(await needsSecondFactor(db, personId))) return null
    const codes = await makeCodes(db, personId, wallNow)
    await noteSecurity(db, { personId, now, action: 'second-factor.codes-made' })
    await mailSecurity(db, { personId, what: 'recovery-codes-made', wallNow })
    return codes
  })
}
