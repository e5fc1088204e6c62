import type { Decision } from '../decision.ts'
import type { Day } from '../time/day.ts'
import type { ContractSeason } from './contract.ts'
import { type InvoiceFacts, seasonLine } from './invoice.ts'
import { chargeable, settle, type SettleRefusal, type Settlement } from './settle.ts'

interface AgreedSeason {
  /** The season's own invoice; null: the one of the period in which it opens says it. */
  readonly invoice: Settlement | null
}

const MOST_SEATS = 100_000

/**
 * BILL-11: a season that renewal proposed, agreed upon, becomes one of the contract's (BILL-06). Its line is on the invoice of the
 * period in which it opens; where that is out, as with a year that is invoiced at once, it is invoiced by itself. Refused: no
 * seats, or no price; a season that is over; one that opens after a contract that does not go on; as `settle`.
 */
export function agreeSeason(
  { contract, account, minimumCharge }: Omit<InvoiceFacts, 'pending'>,
  season: ContractSeason,
  { today, billedUntil }: { readonly today: Day; readonly billedUntil: Day | null },
): Decision<
  AgreedSeason,
  'invalid-quantity' | 'invalid-amount' | 'season-closed' | 'contract-ended' | SettleRefusal
> {
  const { seats, unitPrice, firstDay, lastDay } = season
  if (!Number.isSafeInteger(seats) || seats < 1 || seats > MOST_SEATS) {
    return { kind: 'refuse', reason: 'invalid-quantity' }
  }
  if (!Number.isSafeInteger(unitPrice) || unitPrice < 0) return { kind: 'refuse', reason: 'invalid-amount' }
  if (lastDay < today) {
    return { kind: 'refuse', reason: 'season-closed', seasonId: season.id, season: season.name }
  }
  if (contract.endsOn != null && firstDay >= contract.endsOn) {
    return { kind: 'refuse', reason: 'contract-ended', endedOn: contract.endsOn }
  }
  const isOut = billedUntil !== null && firstDay < billedUntil
  if (!isOut || unitPrice === 0) return { kind: 'grant', invoice: null }
  const line = seasonLine(contract, season)
  if (!line) return { kind: 'refuse', reason: 'amount-out-of-range' }
  const { currency, policy } = contract
  const settled = settle([line], account, {
    currency,
    rounding: policy.rounding,
    ...chargeable(contract, minimumCharge),
  })
  return settled.kind === 'refuse' ? settled : { kind: 'grant', invoice: settled }
}
