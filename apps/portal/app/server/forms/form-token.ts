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
 * and salted anew for each page, so that compressing the page gives nothing away. It also says in which organization the page
 * was shown: another tab may have switched since.
 */
export function formToken(request: Request, context: AppLoadContext, visitor: Visitor): string {
  const { appSecret } = context.services
  const salt = randomBytes(16).toString('base64url')
  const holder = visitor.kind === 'signed-in' ? tokenIn(request, sessionCookie) : null
  const organization = visitor.kind === 'signed-in' ? (visitor.visit.current?.organization.id ?? '') : ''
  const signed = signature(appSecret, salt, holder ?? visitorId(request, context), organization)
  return [salt, signed.toString('base64url'), organization].filter(Boolean).join('.')
}

/** The organization in which the page with this form was shown; null: in none. Only of a token that `isFormToken`. */
export function organizationOfForm(data: FormData): string | null {
  return String(data.get(formTokenField)).split('.', 3)[2] || null
}

export function isFormToken(token: unknown, request: Request, context: AppLoadContext): boolean {
  if (typeof token !== 'string') return false
  const [salt = '', given = '', organization = ''] = token.split('.', 3)
  const bytes = Buffer.from(given, 'base64url')
  return [sessionCookie, visitorCookie].some((name) => {
    const holder = tokenIn(request, name)
    if (holder === null) return false
    const right = signature(context.services.appSecret, salt, holder, organization)
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

function signature(secret: string, salt: string, holder: string, organization: string): Buffer {
  return createHmac('sha256', secret).update(`form-token:${salt}:${holder}:${organization}`).digest()
}
