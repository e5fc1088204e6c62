import type { Catalog } from '../catalog/catalog.ts'
import type { Decision } from '../decision.ts'
import type { Day } from '../time/day.ts'
import type { ContractFacts } from './contract.ts'
import { followFullTime, newItem, onPlan, type PriceRefusal } from './plan-terms.ts'
import { byDay } from './schedule.ts'

/** A contract once scheduled changes have taken effect. */
export interface ScheduledMade {
  readonly contract: ContractFacts
  /** Reductions that fewer people gave up their seats for than were to go: made to the number in use (D-23). */
  readonly keptInUse: readonly {
    readonly item: string
    readonly requested: number
    readonly renewedAt: number
  }[]
  /** Members whose seats end with it, as named beforehand (D-23). */
  readonly releases: readonly { readonly item: string; readonly members: readonly string[] }[]
}

/**
 * The contract as its scheduled changes leave it on a day: those that take effect up to it are made in their order and no
 * longer scheduled, collaborators tied to seats follow, nobody is evicted silently (BILL-04, D-02, D-19, D-23). What the
 * running period was invoiced for stays as it was: ask with the first day of a period before its invoice is made; for a
 * change within a paid period, `quoteScheduled` prices the rest. Refused: a plan that the catalog no longer has or
 * that does not sell what the contract holds.
 */
export function withScheduled(
  contract: ContractFacts,
  catalog: Catalog,
  on: Day,
): Decision<ScheduledMade, PriceRefusal> {
  const keptInUse: ScheduledMade['keptInUse'][number][] = []
  const releases: ScheduledMade['releases'][number][] = []
  if (contract.scheduled.length === 0) return { kind: 'grant', contract, keptInUse, releases }

  const due = contract.scheduled.filter((change) => change.effectiveOn <= on).sort(byDay)
  const scheduled = contract.scheduled.filter((change) => change.effectiveOn > on)
  let after: ContractFacts = { ...contract, scheduled }
  for (const change of due) {
    if (change.kind === 'plan') {
      const priced = onPlan(after, catalog, change.to)
      if (priced.kind === 'refuse') return priced
      after = priced.contract
      continue
    }
    const members = change.releases ?? []
    if (members.length > 0) releases.push({ item: change.item, members })
    const known = after.items.find((item) => item.id === change.item)
    const found = known ? { kind: 'grant' as const, item: known } : newItem(after, catalog, change.item)
    if (found.kind === 'refuse') return found
    const leaving = releases.filter(({ item }) => item === change.item).flatMap((one) => one.members).length
    const quantity = atLeastInUse(change.to, (found.item.inUse ?? 0) - leaving, found.item.quantity)
    if (quantity > change.to) {
      keptInUse.push({ item: change.item, requested: change.to, renewedAt: quantity })
    }
    const items = known ? after.items : [...after.items, found.item]
    after = {
      ...after,
      items: items.map((item) => (item.id === change.item ? { ...item, quantity } : item)),
    }
  }
  const before = after.items
  const items = followFullTime(before).map((item, i) => {
    if (item.terms?.mode !== 'tied') return item
    const quantity = atLeastInUse(item.quantity, item.inUse ?? 0, before[i]!.quantity)
    if (quantity > item.quantity) {
      keptInUse.push({ item: item.id, requested: item.quantity, renewedAt: quantity })
    }
    return { ...item, quantity }
  })
  return { kind: 'grant', contract: { ...after, items }, keptInUse, releases }
}

/**
 * D-23: how many seats there are after a reduction to `requested` when `staying` people keep theirs: nobody is evicted silently, and nobody gets a
 * seat by it that was not there before.
 */
export function atLeastInUse(requested: number, staying: number, before: number): number {
  return Math.max(requested, Math.min(staying, before))
}
