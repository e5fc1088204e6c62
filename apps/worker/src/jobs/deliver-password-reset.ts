import { passwordResetMail, resetToken } from '@seatkeeper/db'
import { passwordReset } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'

/** ACC-02: the link that sets a new password. The token is made here: the outbox never holds it. */
export const deliverPasswordReset: Job<'password-reset'> = async ({ em, wallNow, installation }, event) => {
  const facts = await passwordResetMail(em, event.payload, wallNow)
  if (facts.kind === 'skip') return facts
  const { productName, portalUrl, appSecret } = installation
  const mail = await passwordReset({
    product: productName,
    name: facts.to.name,
    url: `${portalUrl}/reset-password/${resetToken(appSecret, event.payload.resetId)}`,
    expiresAt: facts.expiresAt,
    reader: { zone: facts.timeZone },
  })
  return { kind: 'send', mail: { ...mail, id: event.id, to: facts.to } }
}
