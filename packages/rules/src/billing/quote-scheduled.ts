import type { Decision } from '../decision.ts'
import { dayAt, type Instant } from '../time/instant.ts'
import type { ContractFacts, SubscriptionChange } from './contract.ts'
import { type Quote, quoteChange, type QuoteFacts, type QuoteRefusal } from './quote.ts'
import { type ScheduledMade, withScheduled } from './scheduled-changes.ts'

/**
 * The scheduled changes that take effect by today, within a period that is paid already, priced like a purchase that the
 * vendor makes: increases cost the rest of the period, reductions are credited unless the facts say otherwise (BILL-04,
 * D-03). Those who are named give up their seats with it (D-23). Refused: as `withScheduled` and `quoteChange`; where none
 * is due, with `nothing-to-change`.
 */
export function quoteScheduled(
  facts: QuoteFacts,
  now: Instant,
): Decision<Quote & Pick<ScheduledMade, 'keptInUse' | 'releases'>, QuoteRefusal> {
  const before = facts.contract
  const made = withScheduled(before, facts.catalog, dayAt(now))
  if (made.kind === 'refuse') return made
  const { contract: after, keptInUse, releases } = made
  const changes: SubscriptionChange[] = []
  if (after.plan !== before.plan) changes.push({ kind: 'plan', plan: after.plan, effective: 'now' })
  for (const { id, quantity, terms } of after.items) {
    const by = quantity - quantityOf(before, id)
    // Tied collaborators follow the seats by themselves.
    if (by !== 0 && terms?.mode !== 'tied') changes.push({ kind: 'quantity', item: id, by, effective: 'now' })
  }
  const items = before.items.map((item) => {
    const leaving = releases.filter((each) => each.item === item.id).flatMap(({ members }) => members)
    return leaving.length === 0 ? item : { ...item, inUse: Math.max((item.inUse ?? 0) - leaving.length, 0) }
  })
  const contract = { ...before, items, scheduled: after.scheduled }
  const quote = quoteChange({ ...facts, by: 'vendor', contract }, changes, now)
  return quote.kind === 'refuse' ? quote : { ...quote, keptInUse, releases }
}

function quantityOf({ items }: ContractFacts, id: string): number {
  return items.find((item) => item.id === id)?.quantity ?? 0
}
