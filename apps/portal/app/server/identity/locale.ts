const fallback = 'en-GB'

/**
 * The locale in which somebody reads dates and numbers, from what their browser asks for first: words are English, but
 * a date looks the way they are used to (USER-12).
 */
export function preferredLocale(request: Request): string {
  const first = (request.headers.get('Accept-Language') ?? '').split(/[,;]/, 1)[0]?.trim() ?? ''
  try {
    const [locale] = Intl.DateTimeFormat.supportedLocalesOf(first.slice(0, 35))
    return locale ?? fallback
  } catch {
    return fallback
  }
}
