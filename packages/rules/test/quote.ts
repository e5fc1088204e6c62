import type { ContractFacts, SubscriptionChange } from '../src/billing/contract.ts'
import { explainLine } from '../src/billing/line.ts'
import { type Quote, quoteChange, type QuoteFacts } from '../src/billing/quote.ts'
import { instantFromIso } from '../src/time/instant.ts'

/** Quotes as the tests ask for them and read them. */

/** 100 days before the example contract's term ends. */
export const noon = instantFromIso('2026-09-23T12:00Z')

export const add = (by: number, item = 'full-time'): SubscriptionChange => ({ kind: 'quantity', item, by })

export const toPlan = (plan: string): SubscriptionChange => ({ kind: 'plan', plan })

export function quoted(facts: QuoteFacts, changes: SubscriptionChange[], now = noon): Quote {
  const decision = quoteChange(facts, changes, now)
  if (decision.kind === 'refuse') throw new Error(`Refused: ${decision.reason}`)
  return decision
}

export const formulas = (quote: Quote): string[] =>
  quote.dueToday.lines.map((line) => explainLine(line).formula)

export const credits = (quote: Quote): string[] =>
  quote.creditGranted.lines.map((line) => explainLine(line).formula)

export const quantityOf = (contract: ContractFacts, item: string): number | undefined =>
  contract.items.find((each) => each.id === item)?.quantity
