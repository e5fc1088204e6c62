import { defineEntity } from '@mikro-orm/postgresql'
import { instant, oneOf, p } from './columns.ts'

/**
 * A place in the line for a full season (SEAT-12), or the wish to be told. An offered seat is held under this entry's identity
 * (`Seat.holdId`) until the deadline. The line is the account's, as the seats are.
 */
export const WaitingEntryRow = defineEntity({
  name: 'WaitingEntry',
  tableName: 'waiting_entry',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    poolId: p.uuid(),
    kind: oneOf<'seasonal'>(),
    /** Who asked, and who may take what is offered. */
    memberId: p.uuid(),
    wants: oneOf<'seat' | 'news'>(),
    askedAt: instant(),
    offeredAt: instant().nullable(),
    offeredUntil: instant().nullable(),
    /** When the mail about it was queued. */
    mailedAt: instant().nullable(),
    endedAt: instant().nullable(),
    outcome: oneOf<'taken' | 'told' | 'lapsed' | 'left'>().nullable(),
  },
})
