import { planChangeKind } from '../catalog/price.ts'
import type { Decision } from '../decision.ts'
import type { Instant } from '../time/instant.ts'
import type { ContractFacts, ScheduledChange, SubscriptionChange } from './contract.ts'
import { type Quote, quoteChange, type QuoteFacts, type QuoteRefusal } from './quote.ts'

/** What is granted at once: fewer seats or add-ons, by their new number, a lower plan, or both. */
export interface ReductionWish {
  readonly quantities: Readonly<Record<string, number>>
  readonly plan?: string
  /** Members who give up their seats, by item (D-23). */
  readonly releases: Readonly<Record<string, readonly string[]>>
}

/**
 * D-02: a reduction or lower plan that the vendor grants at once, priced: what was really paid for the rest of the period is credited, this
 * day included (D-34, D-36). What is scheduled for the renewal says a number, and keeps it: it begins at the new number, and is
 * dropped where that is reached already; what was scheduled for another plan is dropped with a plan.
 * Refused: what is no reduction; fewer seats than people hold who are not named (D-23, CLS-05); as `quoteChange`.
 */
export function quoteReduction(
  facts: Omit<QuoteFacts, 'by' | 'credited'>,
  { quantities, plan, releases }: ReductionWish,
  now: Instant,
): Decision<Quote, QuoteRefusal> {
  const { contract, catalog } = facts
  const changes: SubscriptionChange[] = []
  if (plan !== undefined) {
    const kind = planChangeKind(catalog, contract.plan, plan)
    if (kind.kind === 'refuse') return kind
    if (kind.change !== 'lower') return { kind: 'refuse', reason: 'nothing-to-change' }
    changes.push({ kind: 'plan', plan, effective: 'now' })
  }
  for (const [item, to] of Object.entries(quantities)) {
    const by = to - (contract.items.find(({ id }) => id === item)?.quantity ?? 0)
    if (!Number.isSafeInteger(to) || to < 0 || by > 0) return { kind: 'refuse', reason: 'invalid-quantity' }
    changes.push({ kind: 'quantity', item, by, effective: 'now' })
  }
  const items = contract.items.map((item) => {
    const leaving = new Set(releases[item.id] ?? []).size
    return leaving === 0 ? item : { ...item, inUse: Math.max((item.inUse ?? 0) - leaving, 0) }
  })
  // What is carried waits for the next invoice; a reduction makes none.
  const account = { ...facts.account, carried: 0 }
  const quote = quoteChange(
    { ...facts, by: 'vendor', account, contract: { ...contract, items, scheduled: [] } },
    changes,
    now,
  )
  if (quote.kind === 'refuse') return quote
  return { ...quote, contract: { ...quote.contract, scheduled: stillScheduled(contract, quote.contract) } }
}

function stillScheduled(before: ContractFacts, after: ContractFacts): ScheduledChange[] {
  const first = new Set<string>()
  return [...before.scheduled]
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0))
    .flatMap((change): ScheduledChange[] => {
      if (change.kind === 'plan') return after.plan === before.plan ? [change] : []
      const [was, is] = [before, after].map(
        ({ items }) => items.find(({ id }) => id === change.item)?.quantity ?? 0,
      )
      if (was === is || first.has(change.item)) return [change]
      // A reduction that is reached already says nothing any more; the next one begins where this one led.
      const reached = change.to <= was! && change.to >= is!
      if (reached) return []
      first.add(change.item)
      return [{ ...change, from: is! }]
    })
}
