import type { MemberToEdit } from '@seatkeeper/db'

/** What has just been done to this user, said once; only what is true of them now. */
export function announcementOf(
  { name, email, status, role }: MemberToEdit,
  done: string | null,
): string | null {
  switch (done) {
    case 'saved':
      return 'Changes saved.'
    case 'swapped':
      return status === 'invited' || status === 'active'
        ? `The place is ${name}’s now. An invitation goes to ${email}.`
        : null
    case 'handed-over':
      return role === 'owner' ? `${name} is the owner now, and you are a billing admin.` : null
    case 'resent':
      return status === 'invited' ? `A fresh invitation goes to ${email}.` : null
    case 'deactivated':
      return status === 'deactivated' ? `${name} is deactivated. Their seats are free.` : null
    case 'reactivated':
      return status === 'deactivated' || status === 'removed' ? null : `${name} is back.`
    default:
      return null
  }
}
