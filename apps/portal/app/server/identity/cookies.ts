/**
 * The `__Host-` prefix makes a browser refuse the cookie unless it is Secure, for the whole host and set by this very
 * host: no neighbouring subdomain can plant a session here.
 */
export const sessionCookie = '__Host-seatkeeper-session'
/** Whose password was right, and who has yet to show a second factor. */
export const stepCookie = '__Host-seatkeeper-step'
/** Ties the forms that are shown before sign-in to one browser. */
export const visitorCookie = '__Host-seatkeeper-visitor'
/** Says whose right password this browser has sent before. */
export const knownBrowserCookie = '__Host-seatkeeper-known'

/** A cookie's value as the browser sent it, or null. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('Cookie') ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined) return value
  }
  return null
}

/**
 * A `Set-Cookie` line. Scripts cannot read it; other sites' links carry it (Lax), their forms do not.
 *
 * @param maxAgeSeconds How long the browser keeps it; without, until it closes.
 */
export function writeCookie(name: string, value: string, maxAgeSeconds?: number): string {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${Math.floor(maxAgeSeconds)}`
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${age}`
}

export const dropCookie = (name: string): string => writeCookie(name, '', 0)
