import type { Decision } from '../decision.ts'
import type { BillingInterval } from '../time/billing-period.ts'
import { addDays } from '../time/day.ts'
import { dayAt, type Instant, MS_PER_MINUTE, startOfDay } from '../time/instant.ts'
import { quoteReactivation } from './cancel.ts'
import type { ContractFacts, ContractSeason } from './contract.ts'
import { seasonLine } from './invoice.ts'
import { invoiceAfter } from './next-invoice.ts'
import { contractPeriodAt } from './period.ts'
import { tiedSeats } from './plan-terms.ts'
import { annualCost } from './preview.ts'
import { type Quote, quoteChange, type QuoteFacts, type QuoteRefusal } from './quote.ts'
import { chargeable, settle, type Settlement } from './settle.ts'

/** What a quote is about where it is not changes of the running contract. */
export type QuoteSubject =
  /** BILL-08: a new term after the end of a cancelled contract. */
  | {
      readonly kind: 'new-term'
      readonly interval: BillingInterval
      readonly quantities: Readonly<Record<string, number>>
    }
  /** BILL-06: a season outside the contract, at the price that the vendor has named. */
  | { readonly kind: 'ad-hoc-season'; readonly season: ContractSeason }

export type SubjectRefusal = QuoteRefusal | 'not-ended' | 'season-closed'

/**
 * BILL-08, D-21: a new term from today at list price, to be accepted before anything is charged. It holds for the rest of the
 * UTC day at most, since a day later the term would begin a day later. Refused: as `quoteReactivation`; fewer seats than
 * people hold (D-23).
 */
export function quoteNewTerm(
  facts: QuoteFacts,
  { interval, quantities }: Omit<Extract<QuoteSubject, { kind: 'new-term' }>, 'kind'>,
  now: Instant,
): Decision<Quote, SubjectRefusal> {
  const { contract: before, catalog, account } = facts
  const asked: Record<string, number> = { ...quantities }
  for (const { id, terms } of before.items) {
    if (terms?.mode === 'tied')
      asked[id] = tiedSeats(asked['full-time'] ?? quantityOf(before, 'full-time'), terms)
  }
  const found = quoteReactivation({ contract: before, catalog, account, interval, quantities: asked }, now)
  if (found.kind === 'refuse') return found
  for (const { id, inUse = 0, terms, quantity } of before.items) {
    const requested = quantities[id] ?? quantity
    // More than there are seats may be in use under the classic policy; a new term with as many as before is let be.
    if (terms === undefined || terms.mode === 'counted') {
      if (requested < inUse && requested < quantity) {
        return { kind: 'refuse', reason: 'below-assigned', item: id, requested, assigned: inUse }
      }
    }
  }
  const { contract, invoice } = found
  const { period: _, ...settlement } = invoice
  const today = dayAt(now)
  const midnight = startOfDay(addDays(today, 1))
  return quoteOf(facts, { kind: 'new-term', interval, quantities }, now, {
    settlement,
    contract,
    expiresBy: midnight,
  })
}

/**
 * BILL-06: a season outside the contract, whole, at once. It may outlast the contract; it never renews. Refused: a contract
 * that does not run; a season whose last day has passed; and as `settle`.
 */
export function quoteAdHocSeason(
  facts: QuoteFacts,
  season: ContractSeason,
  now: Instant,
): Decision<Quote, SubjectRefusal> {
  const { contract, catalog, account } = facts
  const { term, currency, policy } = contract
  const today = dayAt(now)
  if (today < term.start) return { kind: 'refuse', reason: 'change-outside-period', ...term }
  const endsOn = contract.endsOn != null && contract.endsOn < term.end ? contract.endsOn : term.end
  if (today >= endsOn) return { kind: 'refuse', reason: 'contract-ended', endedOn: endsOn }
  if (season.lastDay < today) {
    return { kind: 'refuse', reason: 'season-closed', seasonId: season.id, season: season.name }
  }
  const line = seasonLine(contract, season)
  if (!line) return { kind: 'refuse', reason: 'amount-out-of-range' }
  const settled = settle([line], account, {
    currency,
    rounding: policy.rounding,
    ...chargeable(contract, catalog.minimumCharge),
  })
  if (settled.kind === 'refuse') return settled
  const { kind: _, ...settlement } = settled
  return quoteOf(facts, { kind: 'ad-hoc-season', season }, now, {
    settlement,
    contract: { ...contract, seasons: [...contract.seasons, season] },
    expiresBy: startOfDay(contractPeriodAt(contract, today).charged.end),
  })
}

/** The same thing priced once more, from the facts of another moment. */
export function quoteAgain(
  facts: QuoteFacts,
  { subject, changes }: Pick<Quote, 'subject' | 'changes'>,
  now: Instant,
): Decision<Quote, SubjectRefusal> {
  switch (subject?.kind) {
    case undefined:
      return quoteChange(facts, changes, now)
    case 'new-term':
      return quoteNewTerm(facts, subject, now)
    case 'ad-hoc-season':
      return quoteAdHocSeason(facts, subject.season, now)
  }
}

function quantityOf({ items }: ContractFacts, id: string): number {
  return items.find((item) => item.id === id)?.quantity ?? 0
}

function quoteOf(
  { contract: before, catalog }: QuoteFacts,
  subject: QuoteSubject,
  now: Instant,
  {
    settlement: { creditsUsed, ...dueToday },
    contract,
    expiresBy,
  }: { readonly settlement: Settlement; readonly contract: ContractFacts; readonly expiresBy: Instant },
): Decision<Quote, SubjectRefusal> {
  const annual = { current: annualCost(before), next: annualCost(contract) }
  if (!Number.isSafeInteger(annual.next.yearly)) return { kind: 'refuse', reason: 'amount-out-of-range' }
  return {
    kind: 'grant',
    currency: contract.currency,
    changes: [],
    subject,
    madeAt: now,
    expiresAt: Math.min(now + catalog.quoteMinutes * MS_PER_MINUTE, expiresBy) as Instant,
    dueToday,
    creditsUsed,
    creditGranted: { lines: [], amount: 0 },
    annual,
    nextInvoice: invoiceAfter(contractPeriodAt(contract, dayAt(now)), contract, catalog),
    contract,
  }
}
