import type { Db } from '../statement.ts'
import { type SecretContext, useAuthenticatorCode } from './authenticator.ts'
import { mailSecurity, noteSecurity } from './note-security.ts'
import { type PasskeyProof, usePasskey } from './passkeys.ts'
import { readRecoveryCode } from './recovery-code.ts'
import { spendCode } from './recovery-codes.ts'

/** What somebody shows besides their password. */
export type FactorProof =
  | { readonly kind: 'app'; readonly code: string }
  | { readonly kind: 'recovery'; readonly code: string }
  | PasskeyProof

/** `replayed`: it was right, and has been used. */
export type FactorVerdict = 'grant' | 'wrong' | 'replayed'

/** Looks at a second factor, and uses it up: nothing that was shown once is taken again. */
export async function proveFactor(
  db: Db,
  context: Pick<SecretContext, 'now' | 'wallNow' | 'secret'>,
  personId: string,
  proof: FactorProof,
): Promise<FactorVerdict> {
  switch (proof.kind) {
    case 'app':
      return useAuthenticatorCode(db, context, { personId, code: proof.code.replaceAll(/\s/g, '') })
    case 'passkey':
      return usePasskey(db, context, personId, proof)
    case 'recovery': {
      const { now, wallNow } = context
      const plain = readRecoveryCode(proof.code)
      if (plain === null || !(await spendCode(db, personId, plain, wallNow))) return 'wrong'
      await noteSecurity(db, { personId, now, action: 'second-factor.recovery-code-used' })
      await mailSecurity(db, { personId, what: 'recovery-code-used', wallNow })
      return 'grant'
    }
  }
}
