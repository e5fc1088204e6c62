import type { IdentityContext } from '../context.ts'
import { sharePerson } from '../identity/credentials.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import type { SecretContext } from './authenticator.ts'
import { type FactorProof, type FactorVerdict, proveFactor } from './prove-factor.ts'

const noteProof = statement<never, [sessionId: string, personId: string, wallNow: string]>(/* sql */ `
update session set proven_at = $3::timestamptz where id = $1::uuid and person_id = $2::uuid
`)

interface Session {
  readonly personId: string
  readonly sessionId: string
}

/** Somebody who is signed in has shown again that it is them: what takes that is open for a while. */
export async function noteProvenAgain({ em, wallNow }: IdentityContext, of: Session): Promise<void> {
  await noteProof(em.getKysely() as Db, of.sessionId, of.personId, iso(wallNow))
}

/** The same by a second factor, which is used up. */
export async function proveAgainByFactor(
  context: SecretContext,
  { personId, sessionId, proof }: Session & { readonly proof: FactorProof },
): Promise<FactorVerdict> {
  return inTransaction(context.em, async (db) => {
    await sharePerson(db, personId)
    const verdict = await proveFactor(db, context, personId, proof)
    if (verdict === 'grant') await noteProof(db, sessionId, personId, iso(context.wallNow))
    return verdict
  })
}
