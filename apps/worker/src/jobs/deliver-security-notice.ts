import { securityNoticeMail } from '@seatkeeper/db'
import { securityNotice } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'

/** USER-12: tells somebody what was changed of how they sign in. */
export const deliverSecurityNotice: Job<'security-notice'> = async ({ em, installation }, event) => {
  const facts = await securityNoticeMail(em, event.payload)
  if (facts.kind === 'skip') return facts
  const { productName, portalUrl } = installation
  const mail = await securityNotice({
    product: productName,
    name: facts.to.name,
    what: event.payload.what,
    at: facts.at,
    url: `${portalUrl}/forgotten-password`,
    reader: { zone: facts.timeZone },
  })
  return { kind: 'send', mail: { ...mail, id: event.id, to: facts.to } }
}
