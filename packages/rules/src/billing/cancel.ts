import { type Catalog, cycleOf } from '../catalog/catalog.ts'
import { listPrice } from '../catalog/price.ts'
import type { Decision } from '../decision.ts'
import { mismatch } from '../money/money.ts'
import type { BillingInterval } from '../time/billing-period.ts'
import { monthsOf } from '../time/billing-period.ts'
import type { Day } from '../time/day.ts'
import { dayAt, type Instant, startOfDay } from '../time/instant.ts'
import { addMonths } from '../time/months.ts'
import type { ContractFacts, ContractItem } from './contract.ts'
import { unbilled } from './cover.ts'
import { type Invoice, invoiceFor } from './invoice.ts'
import type { BillingAccount, SettleRefusal } from './settle.ts'

/**
 * Cancels a contract (BILL-08, D-21): access ends with the paid or the contracted period, whichever is later, that
 * is at 00:00 UTC of `endsOn`; what was scheduled lapses. Refused: a contract that is over or cancelled already.
 */
export function cancelContract(
  contract: ContractFacts,
  now: Instant,
): Decision<
  { readonly contract: ContractFacts; readonly endsOn: Day; readonly endsAt: Instant },
  'contract-ended' | 'already-cancelled'
> {
  const over = endedOn(contract, now)
  if (over) return { kind: 'refuse', reason: 'contract-ended', endedOn: over }
  if (contract.endsOn != null) {
    return { kind: 'refuse', reason: 'already-cancelled', endsOn: contract.endsOn }
  }
  // Nothing is invoiced beyond the term, so the paid period never ends after the contracted one.
  const endsOn = contract.term.end
  if (dayAt(now) >= endsOn) return { kind: 'refuse', reason: 'contract-ended', endedOn: endsOn }
  return {
    kind: 'grant',
    contract: { ...contract, scheduled: [], endsOn },
    endsOn,
    endsAt: startOfDay(endsOn),
  }
}

/** BILL-08: before its end one click undoes a cancellation. Refused: one that was not cancelled, or is over. */
export function undoCancellation(
  contract: ContractFacts,
  now: Instant,
): Decision<{ readonly contract: ContractFacts }, 'contract-ended' | 'not-cancelled'> {
  if (contract.endsOn == null) return { kind: 'refuse', reason: 'not-cancelled' }
  const over = endedOn(contract, now)
  if (over) return { kind: 'refuse', reason: 'contract-ended', endedOn: over }
  return { kind: 'grant', contract: { ...contract, endsOn: null } }
}

/** A new term after the end, to be accepted before anything is charged. */
export interface Reactivation {
  readonly contract: ContractFacts
  readonly invoice: Invoice
}

/**
 * After the end, entering a card leads to a quote for a new term at list price, from today (BILL-08, D-21); quantities
 * and interval as before unless others are given. Refused: a contract that has not ended; what the catalog does not
 * sell; and as `invoiceFor`.
 */
export function quoteReactivation(
  facts: {
    readonly contract: ContractFacts
    readonly catalog: Catalog
    readonly account: BillingAccount
    readonly interval?: BillingInterval
    readonly quantities?: Readonly<Record<string, number>>
  },
  now: Instant,
): Decision<
  Reactivation,
  | 'not-ended'
  | 'unknown-plan'
  | 'unknown-item'
  | 'not-available-on-plan'
  | 'invalid-quantity'
  | 'currency-mismatch'
  | 'change-outside-period'
  | SettleRefusal
> {
  const { contract: old, catalog, account, interval = old.interval, quantities = {} } = facts
  if (!endedOn(old, now)) return { kind: 'refuse', reason: 'not-ended' }
  const items: ContractItem[] = []
  for (const item of old.items) {
    const price = listPrice(catalog, old.plan, item.id, cycleOf(interval))
    if (price.kind === 'refuse') return price
    if (price.price.currency !== old.currency) return mismatch(old.currency, price.price.currency)
    const quantity = quantities[item.id] ?? item.quantity
    if (!Number.isSafeInteger(quantity) || quantity < 0) return { kind: 'refuse', reason: 'invalid-quantity' }
    items.push({ ...unbilled(item), quantity, unitPrice: price.price.amount })
  }
  const start = dayAt(now)
  const { anchorDay: _, endsOn: __, ...kept } = old
  const contract: ContractFacts = {
    ...kept,
    interval,
    term: { start, end: addMonths(start, monthsOf(interval)) },
    items,
    seasons: [],
    scheduled: [],
  }
  const invoice = invoiceFor({ contract, account, minimumCharge: catalog.minimumCharge }, start)
  if (invoice.kind === 'refuse') return invoice
  return { kind: 'grant', contract, invoice }
}

/** The day on which a cancelled contract ended, if it has. */
function endedOn({ endsOn }: ContractFacts, now: Instant): Day | null {
  return endsOn != null && startOfDay(endsOn) <= now ? endsOn : null
}
