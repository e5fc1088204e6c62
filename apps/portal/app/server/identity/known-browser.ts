import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { AppLoadContext } from '@remix-run/node'
import { normalizeEmail } from '@seatkeeper/rules'
import { knownBrowserCookie, readCookie, writeCookie } from './cookies.ts'

const longestSeconds = 180 * 24 * 60 * 60

/**
 * Remembers that in this browser the person with this e-mail has proven who they are. It opens nothing: strangers who
 * guess at their password from elsewhere just cannot shut them out here.
 */
export function rememberBrowser(context: AppLoadContext, email: string): void {
  const salt = randomBytes(16).toString('base64url')
  const value = `${salt}.${signature(context, salt, email).toString('base64url')}`
  context.setCookie(writeCookie(knownBrowserCookie, value, longestSeconds))
}

/** Has the person with this e-mail signed in from this browser before? */
export function isKnownBrowser(request: Request, context: AppLoadContext, email: string): boolean {
  const [salt = '', given = ''] = (readCookie(request, knownBrowserCookie) ?? '').split('.', 2)
  const bytes = Buffer.from(given, 'base64url')
  const right = signature(context, salt, email)
  return bytes.length === right.length && timingSafeEqual(bytes, right)
}

function signature({ services }: AppLoadContext, salt: string, email: string): Buffer {
  const text = `known-browser:${salt}:${emailKey(email)}`
  return createHmac('sha256', services.appSecret).update(text).digest()
}

/** D-31: what tells people apart, however their e-mail is spelt. */
export function emailKey(email: string): string {
  const normal = normalizeEmail(email)
  return normal.kind === 'grant' ? normal.key : email.trim().toLowerCase()
}
