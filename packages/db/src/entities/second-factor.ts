import { defineEntity } from '@mikro-orm/postgresql'
import { instant, p } from './columns.ts'

/** An authenticator app of a person: one each. Wall clock, as all in this file. */
export const AuthenticatorApp = defineEntity({
  name: 'AuthenticatorApp',
  tableName: 'authenticator_app',
  properties: {
    personId: p.uuid().primary(),
    /** What the app was given, sealed under a key that is not in the database (`second-factor/seal.ts`). */
    sealedSecret: p.blob(),
    madeAt: instant(),
    /** Null: shown, and no code of it given yet. It counts for nothing until then. */
    confirmedAt: instant().nullable(),
    /** The step of time whose code was used last: neither it nor an earlier one is taken again. */
    lastStep: p.bigint('number').nullable(),
  },
})

/** Ten codes for whoever has lost their factor. Only hashes of 80 random bits each. */
export const RecoveryCode = defineEntity({
  name: 'RecoveryCode',
  tableName: 'recovery_code',
  properties: {
    codeHash: p.blob().primary(),
    personId: p.uuid(),
    madeAt: instant(),
    usedAt: instant().nullable(),
  },
})

/** A public key that a device or a password manager keeps the other half of. */
export const Passkey = defineEntity({
  name: 'Passkey',
  tableName: 'passkey',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    /** The authenticator's own name for it, base64url. */
    credentialId: p.text(),
    publicKey: p.blob(),
    /** 0 from authenticators that do not count. */
    signCount: p.bigint('number'),
    transports: p.array().columnType('text[]'),
    name: p.text(),
    madeAt: instant(),
    lastUsedAt: instant().nullable(),
  },
})

/** A challenge that was answered: nothing is answered with it again. */
export const SpentChallenge = defineEntity({
  name: 'SpentChallenge',
  tableName: 'spent_challenge',
  properties: {
    challengeHash: p.blob().primary(),
    expiresAt: instant(),
  },
})

/** Somebody who has given the right password and not yet their second factor. It opens nothing. */
export const SignInStep = defineEntity({
  name: 'SignInStep',
  tableName: 'sign_in_step',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    tokenHash: p.blob(),
    /** Of the stored hash whose password was given: once another is set, the step leads nowhere. */
    passwordDigest: p.blob(),
    /** To work in from the start, if it is one of theirs. */
    organizationId: p.uuid().nullable(),
    madeAt: instant(),
    expiresAt: instant(),
  },
})

/** A person wants to sign in with another address. */
export const EmailChange = defineEntity({
  name: 'EmailChange',
  tableName: 'email_change',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    email: p.text(),
    emailKey: p.text(),
    formerEmail: p.text(),
    formerEmailKey: p.text(),
    /** The session in which it was asked for, which stays when the others end. */
    keptSessionId: p.uuid().nullable(),
    askedAt: instant(),
    expiresAt: instant(),
    confirmedAt: instant().nullable(),
    /** From the old address: before it was confirmed, or taken back afterwards. */
    stoppedAt: instant().nullable(),
    /** A later one was asked for. */
    replacedAt: instant().nullable(),
  },
})
