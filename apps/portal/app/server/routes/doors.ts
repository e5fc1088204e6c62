import type { Membership } from '@seatkeeper/db'
import { type AccountStanding, type Area, may, mayEnter, type Right, standingAllows } from '@seatkeeper/rules'

/** What a page or form of the organization asks of whoever wants in. */
export interface Door {
  readonly can: Right
  /**
   * What stays open behind it while the account's standing locks (ACC-04, D-22): `staff-removal` for pages on which too many
   * staff can be made fewer. Left out: nothing does.
   */
  readonly area?: Area
  /** BILL-01: without the right there is no such page, not one that is closed. */
  readonly hidden?: boolean
}

/** Why a door is shut: the role, the account's standing, or that this member has no access of their own at present. */
export type Shut = 'not-permitted' | 'account-locked' | 'no-access'

/** ACC-01, ACC-04, USER-07: may this member go through a door at the instant for which their access was decided? Null: yes. */
export function whyShut(membership: Membership, { can, area = 'everything-else' }: Door): Shut | null {
  const { access } = membership
  if (access.kind === 'grant') return mayHere(membership, can) ? null : 'not-permitted'
  if (access.reason !== 'account-locked') return 'no-access'
  // The lock is spoken of first, but whoever would be out without it as well does not come in by way of it.
  return mayEnter(access) && standingAllows(access.standings, area) && mayHere(membership, can)
    ? null
    : 'account-locked'
}

/** CLS-07: where it is about money another role may count than elsewhere. */
export function mayHere({ role, billingRole }: Membership, right: Right): boolean {
  const acting = right.startsWith('billing.') ? billingRole : role
  return acting !== null && may(acting, right)
}

export const isOpen = (membership: Membership, door: Door): boolean => whyShut(membership, door) === null

/** All that is wrong with the account of a membership, whether or not it locks anything; empty: active. */
export function standingsOf({ access }: Membership): AccountStanding {
  return access.trace.flatMap((step) => (step.check === 'account' ? step.standings : []))
}
