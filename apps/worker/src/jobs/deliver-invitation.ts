import { invitationMail, invitationToken } from '@seatkeeper/db'
import { invitation, invitationAccess, type InvitationProps } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'

/** MAIL-01, D-17: the invitation, with a link as far as the person may sign in already. */
export const deliverInvitation: Job<'invitation'> = async ({ em, now, installation }, event) => {
  const facts = await invitationMail(em, event.payload, now)
  if (facts.kind === 'skip') return facts

  const { productName, portalUrl, appSecret } = installation
  const step = invitationAccess(facts, now)
  const access: InvitationProps['access'] =
    step.kind === 'sign-up'
      ? {
          ...step,
          url: `${portalUrl}/sign-up/${invitationToken(appSecret, facts.invitationId, facts.issue)}`,
          expiresAt: facts.expiresAt,
        }
      : step.kind === 'sign-in'
        ? { ...step, url: `${portalUrl}/sign-in` }
        : step

  return {
    kind: 'send',
    mail: {
      ...(await invitation({
        product: productName,
        organization: facts.organization.name,
        name: facts.to.name,
        seasons: facts.seasons,
        access,
        reader: { zone: facts.timeZone ?? 'UTC' },
      })),
      id: event.id,
      to: facts.to,
    },
  }
}
