import type { Actor, Membership } from '@seatkeeper/db'

/** Somebody as they act in one of their organizations through the portal. */
export const actorOf = ({ memberId, organization, account, role }: Membership, personId: string): Actor => ({
  kind: 'member',
  memberId,
  personId,
  organizationId: organization.id,
  accountId: account.id,
  role,
  channel: 'portal',
})
