import type { AppLoadContext } from '@remix-run/node'
import {
  addPasskey,
  findPasskey,
  MOST_PASSKEYS,
  ownFactors,
  type PasskeyAddition,
  type PasskeyProof,
} from '@seatkeeper/db'
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import {
  type ChallengePurpose,
  newChallenge,
  type ProvingPurpose,
  readChallenge,
} from './passkey-challenge.ts'
import { identityContext } from './visitor.ts'

/** Anything larger was not made by an authenticator. */
export const longestAnswer = 16_000

/** How long a browser waits for its person. */
const patienceMs = 5 * 60 * 1000

/**
 * Whose passkeys they are: the portal's own host, and answers come from its own origin alone. A number is no name that a passkey can be
 * bound to: on somebody's own machine it is `localhost`.
 */
export function relyingParty(portalUrl: string): { readonly id: string; readonly origin: string } {
  const url = new URL(portalUrl)
  if (url.hostname === '127.0.0.1' || url.hostname === '[::1]') url.hostname = 'localhost'
  return { id: url.hostname, origin: url.origin }
}

const party = ({ services }: AppLoadContext) => relyingParty(services.portalUrl)

/** What a browser is asked, so that it makes a passkey. */
export async function registrationOptions(
  context: AppLoadContext,
  { id, email, name }: { readonly id: string; readonly email: string; readonly name: string },
) {
  const { passkeys } = await ownFactors(identityContext(context), id)
  return generateRegistrationOptions({
    rpName: context.services.productName,
    rpID: party(context).id,
    // Says nothing of its person to whoever finds the device.
    userID: new Uint8Array(Buffer.from(id.replaceAll('-', ''), 'hex')),
    userName: email,
    userDisplayName: name,
    challenge: newChallenge(context, 'register', id),
    attestationType: 'none',
    timeout: patienceMs,
    excludeCredentials: passkeys.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as AuthenticatorTransport[],
    })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
}

/**
 * What a browser is asked, so that a passkey signs. Without a person it offers those that it has (their owner is told by the
 * answer), and makes sure who holds it: it stands for both factors then.
 */
export async function authenticationOptions(
  context: AppLoadContext,
  of:
    | { readonly purpose: 'sign-in' }
    | { readonly purpose: 'second-step' | ProvingPurpose; readonly personId: string },
) {
  const personId = of.purpose === 'sign-in' ? '' : of.personId
  const known = personId === '' ? [] : (await ownFactors(identityContext(context), personId)).passkeys
  return generateAuthenticationOptions({
    rpID: party(context).id,
    challenge: newChallenge(context, of.purpose, personId),
    timeout: patienceMs,
    userVerification: verificationFor(of.purpose),
    allowCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as AuthenticatorTransport[],
    })),
  })
}

/** After a password, having the device is enough; by itself a passkey has to know its person. */
const verificationFor = (purpose: ChallengePurpose) =>
  purpose === 'second-step' || purpose === 'prove-with-password' ? 'preferred' : 'required'

/** Looks at what a browser made, and keeps it. */
export async function keepPasskey(
  context: AppLoadContext,
  {
    personId,
    answer,
    name,
    keptSessionId,
  }: {
    readonly personId: string
    readonly answer: string
    readonly name: string
    readonly keptSessionId: string
  },
): Promise<PasskeyAddition> {
  const response = parsed<RegistrationResponseJSON>(answer)
  const challenge = response && readChallenge(context, challengeIn(response), 'register', personId)
  if (!challenge) return { kind: 'not-new' }
  const { id, origin } = party(context)
  const made = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge.challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: false,
  }).catch(() => null)
  if (!made?.verified) return { kind: 'not-new' }
  const { credential } = made.registrationInfo
  return addPasskey(identityContext(context), {
    personId,
    credentialId: credential.id,
    publicKey: credential.publicKey,
    signCount: credential.counter,
    transports: (credential.transports ?? []).filter((way) => /^[a-z-]{1,20}$/.test(way)).slice(0, 8),
    name,
    keptSessionId,
    challengeHash: challenge.challengeHash,
    expiresAt: challenge.expiresAt,
  })
}

/** Looks at a signed answer; null: it is not right. It is used up when the data layer takes it. */
export async function passkeyProof(
  context: AppLoadContext,
  answer: string,
  of: { readonly purpose: 'second-step' | ProvingPurpose; readonly personId: string },
): Promise<PasskeyProof | null> {
  const found = await signedAnswer(context, answer, of.purpose, of.personId)
  return found?.personId === of.personId ? found.proof : null
}

/** The same where only the answer says whose passkey it is. */
export async function signedAnswer(
  context: AppLoadContext,
  answer: string,
  purpose: Exclude<ChallengePurpose, 'register'>,
  challengedId = '',
): Promise<{ readonly personId: string; readonly proof: PasskeyProof } | null> {
  const response = parsed<AuthenticationResponseJSON>(answer)
  const challenge = response && readChallenge(context, challengeIn(response), purpose, challengedId)
  if (!challenge) return null
  const passkey = await findPasskey(identityContext(context), response.id)
  if (passkey === null) return null
  const { id, origin } = party(context)
  const right = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge.challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: verificationFor(purpose) === 'required',
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.signCount,
      transports: passkey.transports as AuthenticatorTransport[],
    },
  }).catch(() => null)
  if (!right?.verified) return null
  const { challengeHash, expiresAt } = challenge
  const { newCounter: signCount } = right.authenticationInfo
  return {
    personId: passkey.personId,
    proof: { kind: 'passkey', passkeyId: passkey.passkeyId, signCount, challengeHash, expiresAt },
  }
}

export const fullOfPasskeys = (count: number): boolean => count >= MOST_PASSKEYS

/** How a credential is named, in base64url: nothing else is asked of the database. */
const credentialName = /^[\w-]{1,1400}$/

/** What looks like an answer; whether it is one, the library says, which throws at what is malformed. */
function parsed<T>(answer: string): T | null {
  try {
    const read: unknown = JSON.parse(answer)
    const isAnswer =
      typeof read === 'object' &&
      read !== null &&
      'id' in read &&
      typeof read.id === 'string' &&
      credentialName.test(read.id) &&
      'response' in read
    return isAnswer ? (read as T) : null
  } catch {
    return null
  }
}

function challengeIn({ response }: { readonly response: { readonly clientDataJSON: string } }): string {
  try {
    const data: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString())
    return typeof data === 'object' && data !== null && 'challenge' in data ? String(data.challenge) : ''
  } catch {
    return ''
  }
}
