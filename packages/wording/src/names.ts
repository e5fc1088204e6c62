import type {
  MemberStatus,
  NoticeKind,
  Phase,
  Right,
  Role,
  SkipReason,
  Standing,
  TypeUnavailable,
  UserType,
} from '@seatkeeper/rules'

/** Type of User (USER-11). */
export const userTypeName = {
  'full-time': 'Full-time',
  collaborator: 'Collaborator',
  seasonal: 'Seasonal',
  staff: 'Staff',
} as const satisfies Record<UserType, string>

export const phaseName = {
  upcoming: 'Upcoming',
  open: 'Open',
  closed: 'Closed',
} as const satisfies Record<Phase, string>

export const memberStatusName = {
  invited: 'Invited',
  'invitation-expired': 'Invitation expired',
  active: 'Active',
  deactivated: 'Deactivated',
  removed: 'Removed',
} as const satisfies Record<MemberStatus, string>

export const roleName = {
  owner: 'Owner',
  'billing-admin': 'Billing admin',
  admin: 'Admin',
  'user-manager': 'User manager',
  'team-lead': 'Team lead',
  member: 'Member',
} as const satisfies Record<Role, string>

/** What a role is for, beside the choice. */
export const roleDescription = {
  owner: 'Answers for the organization, chooses billing admins, and can hand it over.',
  'billing-admin': 'Everything an admin does, and sees and buys what is billed.',
  admin: 'Manages users, settings and requests, and reads the audit log and the usage.',
  'user-manager': 'Adds, edits and removes users.',
  'team-lead': 'Sees seats and assigns people to seasons.',
  member: 'Sees their own access and profile.',
} as const satisfies Record<Role, string>

/** What a right lets somebody do, to follow 'may': 'You may manage users.' */
export const rightText = {
  'billing.read': 'see the subscription and its invoices',
  'billing.buy': 'buy seats and change the plan',
  'users.manage': 'manage users',
  'seats.read': 'see seats and seasons',
  'seasons.assign': 'assign people to seasons',
  'requests.file': 'send requests to the vendor',
  'audit.read': 'read the audit log',
  'usage.read': 'see the platform usage',
  'settings.manage': 'change settings',
  'billing-admins.choose': 'choose billing admins',
  'ownership.hand-over': 'hand over the organization',
  'second-factor.require': 'require a second step of all admins',
  'self.manage': 'manage their own profile',
} as const satisfies Record<Right, string>

/** D-37: why a user type or a season is shown but cannot be chosen, and the way out. */
export const unavailableText = {
  'no-full-time-seat':
    'No full-time seat is free. Free one, or add seats under Settings → Billing → Manage Subscription.',
  'no-collaborator-seat': 'No collaborator seat is free. Free one, or ask your vendor for more.',
  'no-staff-seat': 'No staff seat is free. Disable somebody, or add seats.',
  'season-full': 'All seats are taken. Free one, or ask your vendor for more.',
  'no-season': 'Your contract has no season that is open or still to come. Ask your vendor for one.',
} as const satisfies Record<TypeUnavailable, string>

export const warningText = {
  'overlapping-seasons': 'Two of the chosen seasons overlap, so this user takes a seat in each of them.',
} as const

/** What is wrong with an account, as short as on a badge. */
export const standingName = {
  deactivated: 'Deactivated',
  'card-required': 'Card required',
  'staff-count-exceeded': 'Staff count exceeded',
  'past-due': 'Past due',
} as const satisfies Record<Standing['standing'], string>

/** MAIL-08: what a notice was about. */
export const noticeName = {
  invitation: 'Invitation',
  opened: 'Access opens',
  continues: 'Access continues',
  closed: 'Access closes',
} as const satisfies Record<NoticeKind, string>

/** MAIL-04: why a notice that was due was not sent. */
export const skipReasonText = {
  'member-gone': 'The user was deactivated or removed before.',
  'already-signed-up': 'The user had signed up before.',
  'invitation-expired': 'The invitation had run out before.',
  'window-closed': 'The window had closed again before.',
  'window-changed': 'The season was moved or taken away before.',
  'open-again': 'The next window had opened before.',
} as const satisfies Record<SkipReason, string>
