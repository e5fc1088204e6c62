import type { IdentityContext } from '../context.ts'

export interface Credentials {
  readonly personId: string
  /** PHC string (argon2id). */
  readonly passwordHash: string
}

/** The password hash behind an e-mail (any spelling), or null. The caller does constant work either way. */
export async function findCredentials(
  _context: Pick<IdentityContext, 'em'>,
  _email: string,
): Promise<Credentials | null> {
  throw new Error('not built yet')
}

/** Replaces a hash, e.g. after stronger parameters were set; only while the old one still stands. */
export async function replacePasswordHash(
  _context: Pick<IdentityContext, 'em'>,
  _change: { readonly personId: string; readonly from: string; readonly to: string },
): Promise<boolean> {
  throw new Error('not built yet')
}
