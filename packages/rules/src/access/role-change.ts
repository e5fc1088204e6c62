import type { Decision } from '../decision.ts'
import type { UserType } from '../seat/facts.ts'
import { may, type Role, rightsOf } from './roles.ts'

const NOT_PERMITTED = { kind: 'refuse', reason: 'not-permitted' } as const

function holdsEveryRightOf(actor: Role, target: Role): boolean {
  const rights = rightsOf(actor)
  for (const right of rightsOf(target)) if (!rights.has(right)) return false
  return true
}

/**
 * USER-07: may somebody of one role edit, deactivate or remove somebody of another? They need `users.manage`, and no
 * fewer rights than the other has, so that nobody takes away what they could not have given. Only an owner touches an owner.
 */
export function mayManage(actor: Role, target: Role): boolean {
  return may(actor, 'users.manage') && holdsEveryRightOf(actor, target)
}

/**
 * USER-04, USER-07: may the actor end somebody's place here (deactivate, remove, give it to somebody else)? Whom they may manage, but
 * no owner, who hands the organization over first, and not themselves: somebody else has to, so that nobody shuts themselves
 * out by a slip.
 */
export function mayEnd(actor: { readonly role: Role; readonly self: boolean }, target: Role): boolean {
  return !actor.self && target !== 'owner' && mayManage(actor.role, target)
}

/**
 * USER-07, D-25: may the actor give a member a role? Only the owner makes and unmakes billing admins; nobody gives or
 * takes rights beyond their own; an owner is made and unmade by `decideHandOver` alone, so that there is always one.
 */
export function decideRoleChange(
  actor: Role,
  current: Role,
  next: Role,
): Decision<{ readonly role: Role }, 'not-permitted'> {
  const granted = { kind: 'grant', role: next } as const
  if (!mayManage(actor, current)) return NOT_PERMITTED
  if (current === next) return granted
  if (current === 'owner' || next === 'owner') return NOT_PERMITTED
  const touchesBillingAdmin = current === 'billing-admin' || next === 'billing-admin'
  if (touchesBillingAdmin && !may(actor, 'billing-admins.choose')) return NOT_PERMITTED
  return mayManage(actor, next) ? granted : NOT_PERMITTED
}

/**
 * USER-02, SLK-02: may the actor add somebody of this type with this role? A seasonal user without rights of their own costs
 * nothing but a seat that is paid for, so `seasons.assign` is enough (D-25); anybody else needs what giving the role needs.
 */
export function decideNewcomer(
  actor: Role,
  newcomer: { readonly type: UserType; readonly role: Role },
): Decision<{ readonly role: Role }, 'not-permitted'> {
  const { type, role } = newcomer
  const seasonalHelp = type === 'seasonal' && role === 'member'
  if (seasonalHelp && may(actor, 'seasons.assign')) return { kind: 'grant', role }
  return decideRoleChange(actor, 'member', role)
}

/**
 * USER-07: the owner hands the organization over to a member who has signed in before; the former owner becomes a
 * billing admin. Refused to anyone else, and to a member who is not active, who could not answer for it.
 */
export function decideHandOver(
  actor: Role,
  successor: { readonly active: boolean },
): Decision<{ readonly successor: 'owner'; readonly predecessor: 'billing-admin' }, 'not-permitted'> {
  if (!may(actor, 'ownership.hand-over') || !successor.active) return NOT_PERMITTED
  return { kind: 'grant', successor: 'owner', predecessor: 'billing-admin' }
}
