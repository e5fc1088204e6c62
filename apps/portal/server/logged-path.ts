const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
/** What our addresses are made of: short words, and names of files. */
const WORD = /^[a-z][a-z-]{0,23}(?:\.[a-z]{1,11})?$/i

/**
 * A request's path as a log may show it. Links with tokens open accounts and bind workspaces, however their address is
 * spelt (`/SIGN-UP/…`, `/%73ign-up/…`): so what is neither a word nor the identity of a row is left out, on every route.
 * Queries, which hold what people search, are not part of it at all.
 */
export function loggedPath(path: string): string {
  if (/^\/assets\/[\w.-]+$/.test(path)) return path
  return path
    .split('/')
    .map((part, at) => {
      const isName = part === '' || UUID.test(part) || (WORD.test(part) && !followsToken(path, at))
      return isName ? part : '…'
    })
    .join('/')
}

/** A token that was cut off in a mail may look like a word. */
const followsToken = (path: string, at: number): boolean =>
  /(?:^|\/)(?:sign-up|reset-password|confirm-email|stop-email-change|link-slack|bind)$/i.test(
    path.split('/').slice(0, at).join('/'),
  )
