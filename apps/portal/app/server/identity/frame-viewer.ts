import { may } from '@seatkeeper/rules'
import type { Viewer } from '../../frame/viewer.ts'
import { letsIn, type Visit } from './visitor.ts'

/** What the frame shows of who is here. Null while they have yet to choose an organization. */
export function viewerOf(
  { session, current }: Visit,
  page: { readonly productName: string; readonly csrf: string },
): Viewer | null {
  if (current === null) return null
  return {
    ...page,
    name: session.person.name,
    email: session.person.email,
    organization: {
      name: current.organization.name,
      account: current.account.name,
      sandbox: current.organization.kind === 'sandbox',
    },
    canSwitch: session.memberships.filter(letsIn).length > 1,
    maySeeUsers: current.access.kind === 'grant' && may(current.role, 'users.manage'),
    mayChangeSettings: current.access.kind === 'grant' && may(current.role, 'settings.manage'),
  }
}
