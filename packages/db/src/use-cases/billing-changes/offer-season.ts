import { adHocSeason, type Day, dayAt, type Instant, type RefusalOf } from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import { queueBillingNotice } from '../../collections/queue-billing-notice.ts'
import { iso } from '../../parameters.ts'
import { statement } from '../../statement.ts'
import { signatureOf } from '../../tenant-facts.ts'
import { contractFacts } from '../billing/facts.ts'
import { changeAsVendor, type VendorAnswer, type VendorContext } from './vendor-change.ts'

export interface SeasonToOffer {
  readonly name: string
  readonly firstDay: Day
  /** Whole multiples of three months (CAL-05). */
  readonly blocks: number
  readonly seats: number
  /** A seat's, for a month or part of one, in minor units. */
  readonly unitPrice: number
  readonly expiresAt: Instant
}

const insert = statement<
  never,
  [
    id: string,
    accountId: string,
    contractId: string,
    name: string,
    firstDay: Day,
    lastDay: Day,
    blocks: number,
    seats: number,
    unitPrice: number,
    now: string,
    by: string,
    expiresAt: string,
  ]
>(/* sql */ `
insert into season_offer (id, account_id, contract_id, name, first_day, last_day, blocks, seats, unit_price,
  offered_at, offered_by, expires_at, state)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::date, $6::date, $7::integer, $8::integer, $9::bigint,
  $10::timestamptz, $11::text, $12::timestamptz, 'offered')
`)

/**
 * BILL-06: the vendor prices a season outside the contract; the customer finds it in Billing and accepts or declines it. Refused:
 * numbers that are none; days that have passed; an account whose contract does not run.
 */
export function offerSeason(
  context: VendorContext,
  account: string,
  { name, firstDay, blocks, seats, unitPrice, expiresAt }: SeasonToOffer,
): Promise<
  VendorAnswer<
    { readonly offerId: string; readonly lastDay: Day },
    RefusalOf<'invalid-quantity' | 'invalid-amount' | 'contract-ended' | 'season-closed'>
  >
> {
  return changeAsVendor(context, account, async ({ db, actor, now, contract }) => {
    const season = adHocSeason(firstDay, blocks)
    if (season.kind === 'refuse') return season
    if (!Number.isSafeInteger(seats) || seats < 1 || seats > MOST_SEATS || name.trim() === '') {
      return { kind: 'refuse', reason: 'invalid-quantity' }
    }
    if (!Number.isSafeInteger(unitPrice) || unitPrice < 0) return { kind: 'refuse', reason: 'invalid-amount' }
    const { endsOn = null, term } = contractFacts(contract)
    const ends = endsOn ?? term.end
    const today = dayAt(now)
    if (today >= ends) return { kind: 'refuse', reason: 'contract-ended', endedOn: ends }
    const id = randomUUIDv7()
    if (season.lastDay < today || expiresAt <= now) {
      return { kind: 'refuse', reason: 'season-closed', seasonId: id, season: name }
    }
    const by = signatureOf(actor).id
    await insert(
      db,
      id,
      actor.accountId,
      contract.id,
      name.trim(),
      firstDay,
      season.lastDay,
      blocks,
      seats,
      unitPrice,
      iso(now),
      by,
      iso(expiresAt),
    )
    const { accountId } = actor
    await queueBillingNotice(db, { accountId, kind: 'season-offered', at: now, about: [id] })
    return {
      kind: 'done',
      action: 'billing.season-offered',
      subjectId: id,
      before: null,
      after: { name, firstDay, lastDay: season.lastDay, seats, unitPrice },
      result: { offerId: id, lastDay: season.lastDay },
    }
  })
}

const MOST_SEATS = 100_000
