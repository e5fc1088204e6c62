/**
 * A path on this portal to go on to, or null. Whatever could lead elsewhere (`//evil.example`, `/\evil.example`,
 * a scheme, a control character) is no such path: no open redirects.
 */
export function ownPath(text: string | null | undefined): string | null {
  if (!text || !text.startsWith('/') || /^\/[/\\]|[\p{Cc}\\]/u.test(text)) return null
  const base = 'http://portal.invalid'
  try {
    const url = new URL(text, base)
    if (url.origin !== base || url.pathname.startsWith('//')) return null
    return `${url.pathname}${url.search}`
  } catch {
    return null
  }
}
