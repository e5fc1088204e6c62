import { randomUUIDv7 } from 'node:crypto'
import { addMilliseconds, MS_PER_MINUTE } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { lockPerson, sharePerson } from '../identity/credentials.ts'
import { beginSession, type NewSession, type SignedIn } from '../identity/sessions.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import type { SecretContext } from './authenticator.ts'
import { type FactorProof, proveFactor } from './prove-factor.ts'

/** How long somebody has for the second step after the first, on the wall clock. */
export const STEP_LASTS_MS = 10 * MS_PER_MINUTE

/** Whose password was right, and what comes next is asked of them. */
export interface SignInStep {
  readonly stepId: string
  readonly personId: string
  readonly email: string
  /** The organization to work in from the start, if they asked for one. */
  readonly organizationId: string | null
}

interface StepRow extends SignInStep {
  readonly passwordHash: string
}

const insertStep = statement<
  never,
  [
    id: string,
    personId: string,
    tokenHash: Buffer,
    passwordHash: string,
    organizationId: string | null,
    wallNow: string,
    expiresAt: string,
  ]
>(/* sql */ `
with gone as (delete from sign_in_step where person_id = $2::uuid and expires_at <= $6::timestamptz)
insert into sign_in_step (id, person_id, token_hash, password_digest, organization_id, made_at, expires_at)
values ($1::uuid, $2::uuid, $3::bytea, sha256(convert_to($4::text, 'UTF8')), $5::uuid, $6::timestamptz, $7::timestamptz)
`)

// Once another password is set, whoever gave the one before has proven nothing.
const selectStep = statement<StepRow, [tokenHash: Buffer, wallNow: string]>(/* sql */ `
select s.id as "stepId", s.person_id as "personId", p.email, p.password_hash as "passwordHash", s.organization_id as "organizationId"
from sign_in_step s join person p on p.id = s.person_id
where s.token_hash = $1::bytea and s.expires_at > $2::timestamptz
  and s.password_digest = sha256(convert_to(p.password_hash, 'UTF8'))
`)

const deleteStep = statement<never, [stepId: string]>(/* sql */ `
delete from sign_in_step where id = $1::uuid
`)

/** The first step is done: whoever holds the token may take the second, and nothing else. */
export async function beginSignInStep(
  { em, wallNow }: IdentityContext,
  step: {
    readonly personId: string
    readonly passwordHash: string
    /** SHA-256 of the token, 32 bytes. */
    readonly tokenHash: Uint8Array
    readonly organizationId?: string
  },
): Promise<void> {
  const { personId, passwordHash, tokenHash, organizationId } = step
  await insertStep(
    em.getKysely() as Db,
    randomUUIDv7(),
    personId,
    Buffer.from(tokenHash),
    passwordHash,
    organizationId !== undefined && isUuid(organizationId) ? organizationId : null,
    iso(wallNow),
    iso(addMilliseconds(wallNow, STEP_LASTS_MS)),
  )
}

/** The step behind a token; null: none, it has run out, or the password was replaced meanwhile. */
export async function findSignInStep(
  { em, wallNow }: Pick<IdentityContext, 'em' | 'wallNow'>,
  tokenHash: Uint8Array,
): Promise<SignInStep | null> {
  const [row] = await selectStep(em.getKysely() as Db, Buffer.from(tokenHash), iso(wallNow))
  if (!row) return null
  const { passwordHash: _, ...step } = row
  return step
}

export type StepAnswer =
  | { readonly kind: 'grant'; readonly session: SignedIn; readonly organizationId: string | null }
  | { readonly kind: 'wrong' | 'replayed' }
  /** They have to begin anew. */
  | { readonly kind: 'gone' }

/** USER-12: the second factor is right, and the session begins (ACC-06). */
export async function finishSignInStep(
  context: SecretContext,
  given: {
    readonly tokenHash: Uint8Array
    readonly proof: FactorProof
    readonly session: Omit<NewSession, 'personId' | 'provenBy'>
  },
): Promise<StepAnswer> {
  return inTransaction(context.em, async (db): Promise<StepAnswer> => {
    const tokenHash = Buffer.from(given.tokenHash)
    const [found] = await selectStep(db, tokenHash, iso(context.wallNow))
    if (!found) return { kind: 'gone' }
    // Two answers at once: one waits here, and finds the step taken.
    await lockPerson(db, found.personId)
    const [step] = await selectStep(db, tokenHash, iso(context.wallNow))
    if (!step) return { kind: 'gone' }
    const { personId, passwordHash, organizationId } = step
    const verdict = await proveFactor(db, context, personId, given.proof)
    // A code is used up, and a challenge spent, also where the rest comes to nothing: this transaction is committed.
    if (verdict !== 'grant') return { kind: verdict }
    await deleteStep(db, step.stepId)
    const provenBy = { kind: 'password-and-factor', passwordHash } as const
    const session = await beginSession(db, context, { ...given.session, personId, provenBy })
    return session.kind === 'grant'
      ? { kind: 'grant', session: session.session, organizationId }
      : { kind: 'gone' }
  })
}

/** A passkey that has made sure of its person is both factors at once: the session begins without a password. */
export async function signInByPasskey(
  context: SecretContext,
  given: {
    readonly personId: string
    readonly proof: FactorProof & { readonly kind: 'passkey' }
    readonly session: Omit<NewSession, 'personId' | 'provenBy'>
  },
): Promise<{ readonly kind: 'grant'; readonly session: SignedIn } | { readonly kind: 'wrong' | 'replayed' }> {
  const { personId, proof } = given
  return inTransaction(context.em, async (db) => {
    await sharePerson(db, personId)
    const verdict = await proveFactor(db, context, personId, proof)
    if (verdict !== 'grant') return { kind: verdict } as const
    const session = await beginSession(db, context, {
      ...given.session,
      personId,
      provenBy: { kind: 'passkey' },
    })
    return session.kind === 'grant' ? session : ({ kind: 'wrong' } as const)
  })
}
