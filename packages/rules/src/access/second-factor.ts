import type { Decision } from '../decision.ts'
import { may, ROLES, type Role } from './roles.ts'

/** Who a member is to their organization's rule about a second factor. */
export interface FactorRuleFacts {
  /** The organization asks its admins for one. */
  readonly required: boolean
  readonly role: Role
  /** As what they act where it is about money; null: as nobody (CLS-07). */
  readonly billingRole: Role | null
}

/**
 * USER-07: whom the rule means: whoever manages users, and whoever buys. A team lead gives seats that are paid for and can be taken back,
 * and a member looks after themselves alone: neither opens other people's doors.
 */
export const isAdmin = ({ role, billingRole }: Pick<FactorRuleFacts, 'role' | 'billingRole'>): boolean =>
  may(role, 'users.manage') || (billingRole !== null && may(billingRole, 'billing.buy'))

/** The roles that the rule means whatever is agreed about billing. */
export const ADMIN_ROLES: readonly Role[] = ROLES.filter((role) => isAdmin({ role, billingRole: null }))

/** USER-07, USER-12: must this member have a second factor before anything opens to them? */
export const mustHaveFactor = (facts: FactorRuleFacts): boolean => facts.required && isAdmin(facts)

/**
 * USER-07: the owner makes or ends the rule. Made only by an owner who has a second factor themselves: whoever has tried it knows what
 * they ask of others, and nobody shuts themselves out by a press of a button.
 */
export function decideFactorRule(
  actor: Role,
  { require, ownFactor }: { readonly require: boolean; readonly ownFactor: boolean },
): Decision<{ readonly required: boolean }, 'not-permitted' | 'own-factor-first'> {
  if (!may(actor, 'second-factor.require')) return { kind: 'refuse', reason: 'not-permitted' }
  if (require && !ownFactor) return { kind: 'refuse', reason: 'own-factor-first' }
  return { kind: 'grant', required: require }
}
