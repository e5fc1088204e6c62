import { defineEntity } from '@mikro-orm/postgresql'
import type { PoolKind } from '@seatkeeper/rules'
import { day, instant, oneOf, p } from './columns.ts'

/**
 * One place for one member: the row is the seat, the holder a column, so no interleaving can sell a seat twice.
 * `pick` is a hash that spreads claims over the pool; retiring rows are never claimed anew.
 */
export const Seat = defineEntity({
  name: 'Seat',
  tableName: 'seat',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    poolId: p.uuid(),
    kind: oneOf<PoolKind>(),
    validFrom: day(),
    retiresOn: day().nullable(),
    holderId: p.uuid().nullable(),
    /** With a holder: until when an unaccepted invitation keeps the seat. Without: a hold (SEAT-11). */
    heldUntil: instant().nullable(),
    /** Without a holder: what the seat is held for, a review or an offer, and who alone may take it until `heldUntil`. */
    holdId: p.uuid().nullable(),
    heldBy: p.uuid().nullable(),
    pick: p.integer(),
  },
})

/**
 * A season of a sandbox's member, who takes no seat that would say it (SEAT-01). For everybody else the seat is the truth, and
 * there is no such row.
 */
export const SeasonChoice = defineEntity({
  name: 'SeasonChoice',
  tableName: 'season_choice',
  properties: {
    memberId: p.uuid().primary(),
    poolId: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    kind: oneOf<'seasonal'>(),
    chosenAt: instant(),
  },
})

/** The history of who held which seat; the open one of a seat names its holder. */
export const SeatAssignment = defineEntity({
  name: 'SeatAssignment',
  tableName: 'seat_assignment',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    organizationId: p.uuid(),
    poolId: p.uuid(),
    seatId: p.uuid(),
    memberId: p.uuid(),
    startedAt: instant(),
    endedAt: instant().nullable(),
    startedBy: p.text(),
    endedBy: p.text().nullable(),
  },
})
