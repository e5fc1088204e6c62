import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { AppLoadContext } from '@remix-run/node'
import { readCookie, sessionCookie, visitorCookie, writeCookie } from '../identity/cookies.ts'
import { isToken, newToken } from '../identity/session-token.ts'
import type { Visitor } from '../identity/visitor.ts'

/** The hidden field that carries the token. */
export const formTokenField = 'csrf'

/**
 * The second lock against forms that another site sends (the first is `server/guard/origin.ts`): a token that only
 * a page shown to this very browser can hold. It is tied to the session, or before sign-in to a random visitor cookie,
 * and salted anew for each page, so that compressing the page gives nothing away.
 */
export function formToken(request: Request, context: AppLoadContext, visitor: Visitor): string {
  const { appSecret } = context.services
  const salt = randomBytes(16).toString('base64url')
  const holder = visitor.kind === 'signed-in' ? tokenIn(request, sessionCookie) : null
  return `${salt}.${signature(appSecret, salt, holder ?? visitorId(request, context)).toString('base64url')}`
}

export function isFormToken(token: unknown, request: Request, context: AppLoadContext): boolean {
  if (typeof token !== 'string') return false
  const [salt = '', given = ''] = token.split('.', 2)
  const bytes = Buffer.from(given, 'base64url')
  return [sessionCookie, visitorCookie].some((name) => {
    const holder = tokenIn(request, name)
    if (holder === null) return false
    const right = signature(context.services.appSecret, salt, holder)
    return bytes.length === right.length && timingSafeEqual(bytes, right)
  })
}

function visitorId(request: Request, context: AppLoadContext): string {
  const known = tokenIn(request, visitorCookie)
  if (known !== null) return known
  const made = newToken()
  context.setCookie(writeCookie(visitorCookie, made))
  return made
}

function tokenIn(request: Request, cookie: string): string | null {
  const value = readCookie(request, cookie)
  return value !== null && isToken(value) ? value : null
}

function signature(secret: string, salt: string, holder: string): Buffer {
  return createHmac('sha256', secret).update(`form-token:${salt}:${holder}`).digest()
}
