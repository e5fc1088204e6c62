import { seatGivenUpMail } from '@seatkeeper/db'
import { seatGivenUp } from '@seatkeeper/mail'
import type { Job } from '../delivery/job.ts'

/** D-23: tells somebody who was named that their seat is given up. */
export const deliverSeatGivenUp: Job<'seat-given-up'> = async ({ em, installation }, event) => {
  const facts = await seatGivenUpMail(em, event.payload)
  if (facts.kind === 'skip') return facts
  const { to, organization } = facts
  const mail = await seatGivenUp({ product: installation.productName, organization, name: to.name })
  return { kind: 'send', mail: { ...mail, id: event.id, to } }
}
