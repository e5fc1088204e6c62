import { waitingMail } from '@seatkeeper/db'
import { seatFreed } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'

/** SEAT-12: a seat is held for whoever waited, or there is one, for whoever only wanted to be told. */
export const deliverWaiting: Job<'waiting'> = async ({ em, now, installation }, event) => {
  const facts = await waitingMail(em, event.payload, now)
  if (facts.kind === 'skip') return facts
  const { productName, portalUrl } = installation
  const mail = await seatFreed({
    product: productName,
    organization: facts.organization.name,
    name: facts.to.name,
    season: facts.season,
    offeredUntil: facts.offeredUntil,
    url: `${portalUrl}/settings/users/waiting`,
    reader: { zone: facts.timeZone ?? 'UTC' },
  })
  return { kind: 'send', mail: { ...mail, id: event.id, to: facts.to } }
}
