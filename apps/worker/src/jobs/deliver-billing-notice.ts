import { billingMail } from '@seatkeeper/db'
import { billingNotice } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'

/** MAIL-05: what an invoicing address is told, as things stand when the mail is made. */
export const deliverBillingNotice: Job<'billing-notice'> = async ({ em, now, installation }, event) => {
  const facts = await billingMail(em, event.payload, now)
  if (facts.kind === 'skip') return facts
  const { to, company, notice, bank } = facts
  const mail = await billingNotice({
    product: installation.productName,
    portalUrl: installation.portalUrl,
    bankDetails: bank.length === 0 ? null : bank.join(', '),
    company,
    notice,
    reader: { zone: 'UTC' },
  })
  return { kind: 'send', mail: { ...mail, id: event.id, to } }
}
