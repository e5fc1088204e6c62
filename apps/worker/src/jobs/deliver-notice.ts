import { invitationToken, type NoticeMail } from '@seatkeeper/db'
import {
  type NoticeProps,
  type RenderedMail,
  windowClosed,
  windowContinues,
  windowOpened,
  type WindowOpenedProps,
} from '@seatkeeper/mail'
import type { Installation, Job } from '../delivery/job.ts'

type Facts = Extract<NoticeMail, { kind: 'send' }>

/** What people are told of their seasons (MAIL-02, MAIL-03, D-16, D-18), as things stand when the mail is made. */
export const deliverNotice: Job<'notice'> = async ({ noticeMail, installation }, event) => {
  const facts = await noticeMail(event.payload)
  if (facts.kind === 'skip') return facts
  if (facts.kind === 'wait') return { kind: 'wait', reason: 'The account is locked' }
  const mail = await mailOf(facts, installation)
  return { kind: 'send', mail: { ...mail, id: event.id, to: facts.to, list: 'access-notices' } }
}

function mailOf(facts: Facts, installation: Installation): Promise<RenderedMail> {
  const { text } = facts
  const props: NoticeProps = {
    product: installation.productName,
    organization: facts.organization.name,
    name: facts.to.name,
    reader: { zone: facts.timeZone ?? 'UTC' },
  }
  switch (text.kind) {
    case 'opened':
      return windowOpened({ ...props, ...text, link: linkOf(facts, text.link, installation) })
    case 'continues':
      return windowContinues({ ...props, ...text })
    case 'closed':
      return windowClosed({ ...props, ...text })
  }
}

/** Somebody without an invitation has no sign-up to make. */
function linkOf(
  { invitation }: Facts,
  kind: 'sign-up' | 'log-in',
  { portalUrl, productUrl, appSecret }: Installation,
): WindowOpenedProps['link'] {
  if (kind === 'log-in' || invitation === null) return { kind: 'log-in', url: productUrl }
  const token = invitationToken(appSecret, invitation.id, invitation.issue)
  return { kind: 'sign-up', url: `${portalUrl}/sign-up/${token}`, expiresAt: invitation.expiresAt }
}
