import { hash, verify } from '@node-rs/argon2'

/** The package's own name for it is a const enum, which type stripping can't read. */
const argon2id = 2

/** OWASP's current advice for argon2id: 19 MiB, two passes, one lane. */
const cost = {
  algorithm: argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const

/** A PHC string. The password is composed first (NFKC): the same letters typed on another keyboard are the same. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

/** The hash of a password that nobody has, made once, of the same cost as all. */
let decoy: Promise<string> | null = null

/**
 * Is this the password? With no hash to compare (an unknown e-mail) it does the same work and says no, so that the time
 * of the answer tells nobody which e-mails exist.
 */
export async function isPassword(password: string, storedHash: string | null): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID())
  const right = await verify(storedHash ?? (await decoy), password.normalize('NFKC'))
  return right && storedHash !== null
}

/** Was the hash made with less than today's cost? Then it is replaced at the next sign-in. */
export function isOutdated(storedHash: string): boolean {
  return !storedHash.startsWith(
    `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`,
  )
}
