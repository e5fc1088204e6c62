import { may, type Right, type Role } from './roles.ts'

/** What a key may do that no member does by hand: the vendor's product speaks. */
const PRODUCT_SCOPES = ['access.evaluate', 'sign-ins.report', 'usage.write'] as const

/** Rights that a key can carry, too. Choosing billing admins, handing over and settings stay with people. */
const RIGHT_SCOPES = [
  'billing.read',
  'users.manage',
  'seats.read',
  'seasons.assign',
  'requests.file',
  'audit.read',
  'usage.read',
] as const satisfies readonly Right[]

/** ECO-01: what an API key of an organization may do. */
export type Scope = (typeof PRODUCT_SCOPES)[number] | (typeof RIGHT_SCOPES)[number]

export const SCOPES: readonly Scope[] = [...PRODUCT_SCOPES, ...RIGHT_SCOPES]

const isRight = (scope: Scope): scope is (typeof RIGHT_SCOPES)[number] =>
  (RIGHT_SCOPES as readonly Scope[]).includes(scope)

/**
 * May somebody in this role make a key with this scope? Keys need `settings.manage`, and nobody hands a key what they may not
 * do themselves.
 */
export function mayGrantScope(role: Role, scope: Scope): boolean {
  return may(role, 'settings.manage') && (!isRight(scope) || may(role, scope))
}
