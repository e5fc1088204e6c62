import { emailChangeMail, emailChangeToken } from '@seatkeeper/db'
import { confirmEmail, emailChangeAsked, emailChanged } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'

const mails = {
  confirm: { word: confirmEmail, link: 'confirm', path: 'confirm-email' },
  asked: { word: emailChangeAsked, link: 'stop', path: 'stop-email-change' },
  done: { word: emailChanged, link: 'stop', path: 'stop-email-change' },
} as const

/** USER-12: the link to a new address, and word to the old one. The token is made here: the outbox never holds it. */
export const deliverEmailChange: Job<'email-change'> = async ({ em, wallNow, installation }, event) => {
  const { changeId, mail: kind } = event.payload
  const facts = await emailChangeMail(em, event.payload, wallNow)
  if (facts.kind === 'skip') return facts
  const { productName, portalUrl, appSecret } = installation
  const { word, link, path } = mails[kind]
  const mail = await word({
    product: productName,
    name: facts.to.name,
    newEmail: facts.newEmail,
    url: `${portalUrl}/${path}/${emailChangeToken(appSecret, link, changeId)}`,
    until: facts.until,
    reader: { zone: facts.timeZone },
  })
  return { kind: 'send', mail: { ...mail, id: event.id, to: facts.to } }
}
