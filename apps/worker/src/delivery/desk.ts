import {
  beginSendingAll,
  type ClaimedEvent,
  type ClaimEnd,
  type NoticeMail,
  noteNoticesDelivered,
  noticeMails,
  type OutboxPayload,
  settleAll,
} from '@seatkeeper/db'
import { coalesced } from './coalesced.ts'
import type { DeliveryParts } from './deliver.ts'

/** What deliveries that go on side by side ask of the database, in common round trips. */
export interface Desk {
  noticeMail(payload: OutboxPayload<'notice'>): Promise<NoticeMail>
  /** True once it is written down that the mail server may have it; false: the lease was lost. */
  begin(event: ClaimedEvent): Promise<boolean>
  /** False when the lease was lost meanwhile; then nothing was written. */
  settle(end: ClaimEnd): Promise<boolean>
}

export function openDesk({ database, clocks }: Pick<DeliveryParts, 'database' | 'clocks'>): Desk {
  const em = () => database.worker()
  return {
    noticeMail: coalesced((payloads: readonly OutboxPayload<'notice'>[]) =>
      noticeMails(em(), payloads, clocks.businessNow()),
    ),
    begin: coalesced(async (events: readonly ClaimedEvent[]) => {
      const begun = await beginSendingAll(em(), events, { wallNow: clocks.wallNow() })
      return events.map(({ id }) => begun.has(id))
    }),
    settle: coalesced(async (ends: readonly ClaimEnd[]) => {
      const settled = await settleAll(em(), ends, { wallNow: clocks.wallNow() })
      const told = ends.filter(({ event, state }) => event.type === 'billing-notice' && state !== 'retry')
      // From its delivery on a declined notice's deadline counts (D-06). Whoever dies before this line leaves it to the due work.
      if (told.length > 0) {
        await noteNoticesDelivered(
          em(),
          clocks.businessNow(),
          told.map(({ event }) => event.id),
        )
      }
      return ends.map(({ event }) => settled.has(event.id))
    }),
  }
}
