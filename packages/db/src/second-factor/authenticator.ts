import { type Instant, MS_PER_MINUTE } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { lockPerson } from '../identity/credentials.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { authenticatorKey, newAuthenticatorSecret, stepOf } from './authenticator-code.ts'
import { mailSecurity, noteSecurity } from './note-security.ts'
import { needsSecondFactor } from './factors.ts'
import { endOtherSessions } from './first-factor.ts'
import { codesForFirst, dropIdleCodes } from './recovery-codes.ts'
import { openSecret, sealSecret } from './seal.ts'

/** How long a key that was shown can be confirmed, on the wall clock. */
const SHOWN_MS = 30 * MS_PER_MINUTE

export type SecretContext = IdentityContext & { readonly secret: string }

interface AppRow {
  readonly sealedSecret: Buffer
  readonly madeAt: Instant
  readonly confirmedAt: Instant | null
  readonly lastStep: number | null
}

const SELECT_APP = /* sql */ `
select sealed_secret as "sealedSecret", made_at as "madeAt", confirmed_at as "confirmedAt", last_step as "lastStep"
from authenticator_app where person_id = $1::uuid`

const selectApp = statement<AppRow, [personId: string]>(SELECT_APP)
/** Two who use one code at once: one waits here, and finds it used. */
const lockApp = statement<AppRow, [personId: string]>(`${SELECT_APP} for update`)

const insertApp = statement<
  { readonly personId: string },
  [personId: string, sealedSecret: Buffer, wallNow: string]
>(/* sql */ `
insert into authenticator_app (person_id, sealed_secret, made_at) values ($1::uuid, $2::bytea, $3::timestamptz)
on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, made_at = excluded.made_at
  where authenticator_app.confirmed_at is null
returning person_id as "personId"
`)

const confirmApp = statement<never, [personId: string, step: number, wallNow: string]>(/* sql */ `
update authenticator_app set confirmed_at = $3::timestamptz, last_step = $2::bigint where person_id = $1::uuid
`)

const keepStep = statement<never, [personId: string, step: number]>(/* sql */ `
update authenticator_app set last_step = $2::bigint where person_id = $1::uuid
`)

const deleteApp = statement<{ readonly personId: string }, [personId: string]>(/* sql */ `
delete from authenticator_app where person_id = $1::uuid and confirmed_at is not null returning person_id as "personId"
`)

/** A fresh key for an app, which counts for nothing until a code of it was given. False: they have an app already. */
export async function beginAuthenticator(
  { em, wallNow, secret }: SecretContext,
  personId: string,
): Promise<boolean> {
  const sealed = sealSecret(secret, personId, newAuthenticatorSecret())
  return (await insertApp(em.getKysely() as Db, personId, sealed, iso(wallNow))).length === 1
}

/** The key that waits to be confirmed, as an app takes it; null: none does. */
export async function shownAuthenticator(
  { em, wallNow, secret }: SecretContext,
  { personId, issuer, label }: { readonly personId: string; readonly issuer: string; readonly label: string },
): Promise<{ readonly key: string; readonly uri: string } | null> {
  const [row] = await selectApp(em.getKysely() as Db, personId)
  const opened = row && waits(row, wallNow) ? openSecret(secret, personId, row.sealedSecret) : null
  return opened && authenticatorKey(opened, { issuer, label })
}

export type AuthenticatorConfirmation =
  /** Null: they have codes already. */
  | { readonly kind: 'grant'; readonly recoveryCodes: readonly string[] | null }
  | { readonly kind: 'wrong' }
  /** There is no key that waits, or it has waited for too long. */
  | { readonly kind: 'gone' }

/**
 * USER-12: a code of the app shows that it was set up right; from now on it is needed at sign-in. With somebody's first factor every session but
 * this one ends: a password alone has opened them.
 */
export async function confirmAuthenticator(
  { em, now, wallNow, secret }: SecretContext,
  {
    personId,
    code,
    keptSessionId,
  }: {
    readonly personId: string
    readonly code: string
    readonly keptSessionId: string
  },
): Promise<AuthenticatorConfirmation> {
  return inTransaction(em, async (db): Promise<AuthenticatorConfirmation> => {
    await lockPerson(db, personId)
    const [row] = await lockApp(db, personId)
    const opened = row && waits(row, wallNow) ? openSecret(secret, personId, row.sealedSecret) : null
    if (opened === null || opened === undefined) return { kind: 'gone' }
    const step = stepOf(opened, code, wallNow)
    if (step === null) return { kind: 'wrong' }
    if (!(await needsSecondFactor(db, personId))) await endOtherSessions(db, personId, keptSessionId)
    await confirmApp(db, personId, step, iso(wallNow))
    const recoveryCodes = await codesForFirst(db, personId, wallNow)
    await noteSecurity(db, { personId, now, action: 'second-factor.added', after: { factor: 'app' } })
    await mailSecurity(db, { personId, what: 'app-added', wallNow })
    return { kind: 'grant', recoveryCodes }
  })
}

/** USER-12: false when they have none. */
export async function removeAuthenticator(
  { em, now, wallNow }: IdentityContext,
  personId: string,
): Promise<boolean> {
  return inTransaction(em, async (db) => {
    await lockPerson(db, personId)
    if ((await deleteApp(db, personId)).length === 0) return false
    await dropIdleCodes(db, personId)
    await noteSecurity(db, { personId, now, action: 'second-factor.removed', after: { factor: 'app' } })
    await mailSecurity(db, { personId, what: 'app-removed', wallNow })
    return true
  })
}

/** Uses a code of a confirmed app. Neither its step nor an earlier one is taken again: who looked over a shoulder is too late. */
export async function useAuthenticatorCode(
  db: Db,
  { wallNow, secret }: Pick<SecretContext, 'wallNow' | 'secret'>,
  { personId, code }: { readonly personId: string; readonly code: string },
): Promise<'grant' | 'wrong' | 'replayed'> {
  const [row] = await lockApp(db, personId)
  if (!row || row.confirmedAt === null) return 'wrong'
  const opened = openSecret(secret, personId, row.sealedSecret)
  const step = opened && stepOf(opened, code, wallNow)
  if (step === null) return 'wrong'
  if (row.lastStep !== null && step <= row.lastStep) return 'replayed'
  await keepStep(db, personId, step)
  return 'grant'
}

const waits = ({ confirmedAt, madeAt }: AppRow, wallNow: Instant): boolean =>
  confirmedAt === null && madeAt + SHOWN_MS > wallNow
