import { standingSentence } from '@seatkeeper/wording'
import type { Viewer } from '../../frame/viewer.ts'
import { isOpen, standingsOf } from '../routes/doors.ts'
import { usersDoor } from '../routes/locked.ts'
import { letsIn, type Visit } from './visitor.ts'

/** What the frame shows of who is here. Null while they have yet to choose an organization. */
export function viewerOf(
  { session, current }: Visit,
  page: { readonly productName: string; readonly csrf: string },
): Viewer | null {
  if (current === null) return null
  const maySeeUsers = isOpen(current, usersDoor)
  const [standing] = standingsOf(current)
  const { timeZone: zone, locale } = session.person
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
    maySeeUsers,
    mayChangeSettings: isOpen(current, { can: 'settings.manage' }),
    maySeeSeats: isOpen(current, { can: 'seats.read' }),
    mayReadAudit: isOpen(current, { can: 'audit.read' }),
    maySeeBilling: isOpen(current, { can: 'billing.read', area: 'billing' }),
    warning: maySeeUsers && standing ? standingSentence(standing, { zone, locale }) : null,
  }
}
