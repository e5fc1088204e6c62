import { factorRuleMail } from '@seatkeeper/db'
import { factorRule } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'

/** USER-07: tells an admin that their organization asks for a second step at sign-in, or no longer does. */
export const deliverFactorRule: Job<'second-factor-rule'> = async ({ em, installation }, event) => {
  const facts = await factorRuleMail(em, event.payload)
  if (facts.kind === 'skip') return facts
  const { to, organization } = facts
  const { productName: product, portalUrl } = installation
  const { required } = event.payload
  const mail = await factorRule({
    product,
    organization,
    name: to.name,
    required,
    url: `${portalUrl}/profile/second-step`,
  })
  return { kind: 'send', mail: { ...mail, id: event.id, to } }
}
