import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { AppLoadContext } from '@remix-run/node'
import { emailKey, isKnownBrowser, rememberBrowser } from './known-browser.ts'

export interface Attempt {
  readonly allowed: boolean
  readonly retryAfterMs: number
}

/**
 * Counts one guess at somebody's password, three ways. An unknown e-mail is counted like a known one: the limits tell
 * nobody who has an account. Whom the place has already shut out does not use up the person's own limit, and neither does
 * a browser that they have signed in from before: strangers cannot shut them out of it.
 */
export async function countAttempt(
  request: Request,
  context: AppLoadContext,
  email: string,
): Promise<Attempt> {
  const { byAddress, byEmail, byAddressAndEmail } = context.services.signInLimits
  const { address, person, pair } = keys(context, email)
  const here = merged(await Promise.all([byAddress.take(address), byAddressAndEmail.take(pair)]))
  if (!here.allowed || isKnownBrowser(request, context, email)) return here
  return byEmail.take(person)
}

/**
 * Only failures count: the right password takes its own attempt back, and forgets the person's mistypings here.
 *
 * @param remember Not while a second factor is still to come: whoever has only the password is no friend of this browser's.
 * @param counted Whether `countAttempt` has counted one.
 */
export async function forgiveAttempt(
  request: Request,
  context: AppLoadContext,
  email: string,
  { remember, counted }: { readonly remember: boolean; readonly counted: boolean } = {
    remember: true,
    counted: true,
  },
): Promise<void> {
  const { byAddress, byEmail, byAddressAndEmail } = context.services.signInLimits
  const { address, person, pair } = keys(context, email)
  await Promise.all([
    counted ? byAddress.giveBack(address) : undefined,
    byAddressAndEmail.forget(pair),
    !counted || isKnownBrowser(request, context, email) ? undefined : byEmail.giveBack(person),
  ])
  if (remember) rememberBrowser(context, email)
}

interface Stepping {
  readonly email: string
  readonly personId: string
}

/**
 * Counts one guess at somebody's second factor. From a browser that they have signed in from before, only its own guesses count: whoever
 * has the password and not the factor cannot shut them out of it. May it be looked at?
 */
export async function countFactor(request: Request, context: AppLoadContext, of: Stepping): Promise<boolean> {
  const { byPerson, byAddressAndPerson } = context.services.factorLimits
  const { person, pair } = factorKeys(context, of)
  if (!(await byAddressAndPerson.take(pair)).allowed) return false
  return isKnownBrowser(request, context, of.email) || (await byPerson.take(person)).allowed
}

/** The right one forgets the guesses from here, and takes its own back. */
export async function forgiveFactor(request: Request, context: AppLoadContext, of: Stepping): Promise<void> {
  const { byPerson, byAddressAndPerson } = context.services.factorLimits
  const { person, pair } = factorKeys(context, of)
  await Promise.all([
    byAddressAndPerson.forget(pair),
    isKnownBrowser(request, context, of.email) ? undefined : byPerson.giveBack(person),
  ])
}

function factorKeys(context: AppLoadContext, { personId }: Stepping) {
  return { person: digest(personId), pair: digest(`${network(context.clientAddress)} ${personId}`) }
}

/** Counts one sign-in by a passkey, by where it comes from: each costs the check of a signature. */
export async function countPasskey(context: AppLoadContext): Promise<boolean> {
  return (await context.services.signInLimits.byAddress.take(digest(network(context.clientAddress)))).allowed
}

export async function forgivePasskey(context: AppLoadContext): Promise<void> {
  await context.services.signInLimits.byAddress.giveBack(digest(network(context.clientAddress)))
}

/** Counts one wish for another e-mail address, each of which sends two mails. */
export async function countEmailWish(context: AppLoadContext, personId: string): Promise<boolean> {
  return (await context.services.emailChangeLimits.byPerson.take(digest(personId))).allowed
}

function merged(attempts: readonly Attempt[]): Attempt {
  return {
    allowed: attempts.every(({ allowed }) => allowed),
    retryAfterMs: Math.max(...attempts.map(({ allowed, retryAfterMs }) => (allowed ? 0 : retryAfterMs))),
  }
}

/**
 * Counts one wish for a fresh sign-up link, by where it comes from and by the invitation, in whatever issue: nobody fills a
 * stranger's inbox. May it be fulfilled?
 */
export async function countFreshLink(context: AppLoadContext, token: string): Promise<boolean> {
  const { byAddress, byInvitation } = context.services.freshLinkLimits
  const [invitation = ''] = token.split('.', 1)
  const attempts = await Promise.all([
    byAddress.take(digest(network(context.clientAddress))),
    byInvitation.take(digest(invitation)),
  ])
  return attempts.every(({ allowed }) => allowed)
}

/**
 * Counts one wish for a link that sets a new password, for known and unknown e-mails alike: nobody fills a stranger's inbox, and
 * the limit tells nobody who has an account. May it be fulfilled?
 */
export async function countResetWish(context: AppLoadContext, email: string): Promise<boolean> {
  const { byAddress, byEmail } = context.services.resetLimits
  const { address, person } = keys(context, email)
  // Whom the place has shut out does not use up the person's own limit.
  return (await byAddress.take(address)).allowed && (await byEmail.take(person)).allowed
}

/** Counts one try to set a new password by a link, whether or not the link is one. */
export async function countReset(context: AppLoadContext): Promise<boolean> {
  const { triesByAddress } = context.services.resetLimits
  return (await triesByAddress.take(digest(network(context.clientAddress)))).allowed
}

/** Whoever has just set a new password by their mail need not wait because of what was tried before. */
export async function forgetMistypings(context: AppLoadContext, email: string): Promise<void> {
  const { byEmail, byAddressAndEmail } = context.services.signInLimits
  const { person, pair } = keys(context, email)
  await Promise.all([byEmail.forget(person), byAddressAndEmail.forget(pair)])
}

/** Hashed: a table of limits must not become a list of who tried to sign in from where. */
function keys(context: AppLoadContext, email: string) {
  const address = network(context.clientAddress)
  const person = emailKey(email)
  return { address: digest(address), person: digest(person), pair: digest(`${address} ${person}`) }
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64url')

/** Whoever has one IPv6 address has 2^64 of them: they are counted as one. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.split('::', 2)
  const first = head.split(':').filter(Boolean)
  const last = tail.split(':').filter(Boolean)
  const gap = address.includes('::')
    ? Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
    : []
  const groups = [...first, ...gap, ...last].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
