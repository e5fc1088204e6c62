import type { Catalog } from '../catalog/catalog.ts'
import type { Day } from '../time/day.ts'
import type { ContractFacts, ScheduledChange } from './contract.ts'
import type { PriceRefusal } from './plan-terms.ts'
import { byDay } from './schedule.ts'
import { withScheduled } from './scheduled-changes.ts'

/** A scheduled change that cannot be made, and why. */
export interface RefusedChange {
  readonly change: ScheduledChange
  readonly reason: PriceRefusal
}

/**
 * The contract without those changes due by a day that cannot be made any more: a plan that left the catalog, an item that the plan does
 * not sell. What was agreed to long before must not keep a contract from being renewed and invoiced: it goes on as it is (BILL-11).
 */
export function withoutRefused(
  contract: ContractFacts,
  catalog: Catalog,
  on: Day,
): { readonly contract: ContractFacts; readonly refused: readonly RefusedChange[] } {
  const refused: RefusedChange[] = []
  let scheduled = contract.scheduled.filter((change) => change.effectiveOn > on)
  for (const change of contract.scheduled.filter(({ effectiveOn }) => effectiveOn <= on).sort(byDay)) {
    const made = withScheduled({ ...contract, scheduled: [...scheduled, change] }, catalog, on)
    if (made.kind === 'refuse') refused.push({ change, reason: made.reason })
    else scheduled = [...scheduled, change]
  }
  return refused.length === 0 ? { contract, refused } : { contract: { ...contract, scheduled }, refused }
}
