import { defineEntity } from '@mikro-orm/postgresql'
import { amount, day, instant, oneOf, p } from './columns.ts'

/** BILL-06: a season outside the contract that the vendor has priced. Its id becomes the season's. */
export const SeasonOffer = defineEntity({
  name: 'SeasonOffer',
  tableName: 'season_offer',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    contractId: p.uuid(),
    name: p.text(),
    firstDay: day(),
    lastDay: day(),
    blocks: p.integer(),
    seats: p.integer(),
    unitPrice: amount(),
    offeredAt: instant(),
    offeredBy: p.text(),
    expiresAt: instant(),
    state: oneOf<'offered' | 'accepted' | 'declined' | 'withdrawn'>(),
    decidedAt: instant().nullable(),
    decidedBy: p.text().nullable(),
  },
})
