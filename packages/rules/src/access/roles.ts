/** USER-07: what a member may do in Seatkeeper itself. */
export type Role = 'owner' | 'billing-admin' | 'admin' | 'user-manager' | 'team-lead' | 'member'

export type Right =
  | 'billing.read'
  | 'billing.buy'
  | 'users.manage'
  | 'seats.read'
  | 'seasons.assign'
  | 'requests.file'
  | 'audit.read'
  | 'usage.read'
  | 'settings.manage'
  | 'billing-admins.choose'
  | 'ownership.hand-over'
  | 'second-factor.require'
  | 'self.manage'

export const ROLES = [
  'owner',
  'billing-admin',
  'admin',
  'user-manager',
  'team-lead',
  'member',
] as const satisfies readonly Role[]

const MEMBER = ['self.manage'] as const satisfies Right[]
const TEAM_LEAD = [...MEMBER, 'seats.read', 'seasons.assign'] as const satisfies Right[]
const USER_MANAGER = [...TEAM_LEAD, 'users.manage'] as const satisfies Right[]
const ADMIN = [
  ...USER_MANAGER,
  'requests.file',
  'audit.read',
  'usage.read',
  'settings.manage',
] as const satisfies Right[]
const BILLING_ADMIN = [...ADMIN, 'billing.read', 'billing.buy'] as const satisfies Right[]
const OWNER = [
  ...BILLING_ADMIN,
  'billing-admins.choose',
  'ownership.hand-over',
  'second-factor.require',
] as const satisfies Right[]

const RIGHTS: Record<Role, ReadonlySet<Right>> = {
  owner: new Set(OWNER),
  'billing-admin': new Set(BILLING_ADMIN),
  admin: new Set(ADMIN),
  'user-manager': new Set(USER_MANAGER),
  'team-lead': new Set(TEAM_LEAD),
  member: new Set(MEMBER),
}

/** The rights of a role under the standard policy (D-25). What is not named is not granted. */
export function rightsOf(role: Role): ReadonlySet<Right> {
  return RIGHTS[role]
}

export function may(role: Role, right: Right): boolean {
  return RIGHTS[role].has(right)
}

/** CLS-07: what the classic policy asks besides the role. */
export interface ClassicMember {
  readonly role: Role
  /** The member's e-mail is the account's registered billing e-mail. */
  readonly billingContact: boolean
}

const isBillingRight = (right: Right): boolean => right.startsWith('billing.')

/** The rights of a member under the classic policy: `billing.*` is the billing contact's alone, whatever the role. */
export function classicRightsOf({ role, billingContact }: ClassicMember): ReadonlySet<Right> {
  const rights = new Set([...RIGHTS[role]].filter((right) => !isBillingRight(right)))
  return billingContact ? rights.add('billing.read').add('billing.buy') : rights
}

/**
 * CLS-07: as what somebody acts where it is about money; null: as nobody. Under the classic policy the registered billing
 * e-mail alone decides; `classic` is null under the standard one, where the role does.
 */
export function billingRole(role: Role, classic: Pick<ClassicMember, 'billingContact'> | null): Role | null {
  if (classic === null) return role
  if (!classic.billingContact) return null
  return may(role, 'billing.buy') ? role : 'billing-admin'
}
