import type { Membership } from '@seatkeeper/db'
import type { Standing } from '@seatkeeper/rules'
import { standingSentence } from '@seatkeeper/wording'
import type { Viewer } from '../../frame/viewer.ts'
import { moneyDoor, type OwedWords } from '../billing/owed-here.ts'
import { isOpen, standingsOf } from '../routes/doors.ts'
import { usersDoor } from '../routes/locked.ts'
import { enterCard, mayBuyHere, mayEnterCard } from './lock-view.ts'
import { letsIn, type Visit } from './visitor.ts'

/** What the frame shows of who is here. Null while they have yet to choose an organization. */
export function viewerOf(
  { session, current, factorAskedBy }: Visit,
  page: { readonly productName: string; readonly csrf: string; readonly owed: OwedWords | null },
): Viewer | null {
  if (current === null) return null
  const maySeeUsers = isOpen(current, usersDoor)
  const maySeeBilling = isOpen(current, moneyDoor)
  const mayHear = maySeeUsers || maySeeBilling
  const [standing] = standingsOf(current)
  const { timeZone: zone, locale } = session.person
  const { owed, ...frame } = page
  return {
    ...frame,
    name: session.person.name,
    email: session.person.email,
    organization: {
      name: current.organization.name,
      account: current.account.name,
      sandbox: current.organization.kind === 'sandbox',
    },
    settingUpFactor: factorAskedBy.length > 0,
    canSwitch: factorAskedBy.length === 0 && session.memberships.filter(letsIn).length > 1,
    maySeeUsers,
    mayChangeSettings: isOpen(current, { can: 'settings.manage' }),
    maySecure: isOpen(current, { can: 'second-factor.require' }),
    maySeeSeats: isOpen(current, { can: 'seats.read' }),
    mayReadAudit: isOpen(current, { can: 'audit.read' }),
    maySeeBilling,
    warning:
      mayHear && standing
        ? {
            text: standingSentence(standing, { zone, locale }, { mayPay: mayBuyHere(current) }),
            owed: owed && `${owed.amount} has been open ${owed.about}.`,
            way: wayOut(current, owed),
            saidOn: isSaidInFigures(standing, current) ? '/settings/billing' : null,
          }
        : null,
  }
}

/** The subscription's own page says in figures what a card pays, and what has ended; of an overdue wire it says nothing above (D-28). */
function isSaidInFigures(standing: Standing, { payment }: Membership): boolean {
  if (standing.standing === 'staff-count-exceeded') return false
  return payment !== 'wire' || (standing.standing === 'deactivated' && standing.cause === 'ended')
}

/** ACC-05: where this very person mends what the warning is about; null: nowhere. */
function wayOut(membership: Membership, owed: OwedWords | null): NonNullable<Viewer['warning']>['way'] {
  if (mayEnterCard(membership)) return enterCard(owed)
  const owes = standingsOf(membership).some((one) => one.standing === 'past-due')
  if (!owes || !isOpen(membership, moneyDoor)) return null
  return owed?.only == null
    ? { label: 'See the invoices', to: '/settings/billing/invoices' }
    : { label: 'See the invoice', to: `/settings/billing/invoices/${owed.only}` }
}
