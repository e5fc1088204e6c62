import type { Catalog } from '../catalog/catalog.ts'
import { planChangeKind } from '../catalog/price.ts'
import type { Decision } from '../decision.ts'
import { dayAt, type Instant } from '../time/instant.ts'
import { amend, type AmendRefusal } from './amend.ts'
import type { ContractFacts, ScheduledChange, SubscriptionChange } from './contract.ts'
import { withoutScheduled } from './schedule.ts'

/** How a customer wants the contract to be from its renewal on; what is left out stays as it is. */
export interface RenewalWish {
  readonly quantities: Readonly<Record<string, number>>
  readonly plan?: string
  /** D-23: members who give up their seats then, by item. */
  readonly releases?: Readonly<Record<string, readonly string[]>>
}

export interface PlannedRenewal {
  readonly changes: readonly ScheduledChange[]
  /** The vendor must agree first; otherwise they are scheduled at once (D-02). */
  readonly needsConsent: boolean
  /** The contract with them scheduled, in place of what was scheduled for the same items before. */
  readonly contract: ContractFacts
}

/**
 * BILL-04, D-02: what the customer may ask to be different from the renewal on, and whether the vendor has to agree. Fewer
 * seats than are in use may be asked for: it renews with as many as are (D-23). Refused: a contract that is over or cancelled;
 * a higher plan, which is bought and not asked for (BILL-05); where nothing would change; and as `amend`.
 */
export function planRenewal(
  { contract, catalog }: { readonly contract: ContractFacts; readonly catalog: Catalog },
  { quantities, plan = contract.plan, releases = {} }: RenewalWish,
  now: Instant,
): Decision<PlannedRenewal, AmendRefusal | 'contract-ended' | 'already-cancelled' | 'plan-not-lower'> {
  const { term, items } = contract
  if (dayAt(now) >= term.end) return { kind: 'refuse', reason: 'contract-ended', endedOn: term.end }
  if (contract.endsOn != null) return { kind: 'refuse', reason: 'already-cancelled', endsOn: contract.endsOn }
  let { scheduled } = contract
  const changes: SubscriptionChange[] = []
  if (plan !== contract.plan) {
    const step = planChangeKind(catalog, contract.plan, plan)
    if (step.kind === 'grant' && step.change === 'higher') {
      return { kind: 'refuse', reason: 'plan-not-lower', plan }
    }
    changes.push({ kind: 'plan', plan, effective: 'renewal' })
    scheduled = withoutScheduled(scheduled, 'plan')
  }
  for (const [item, to] of Object.entries(quantities)) {
    const quantity = items.find(({ id }) => id === item)?.quantity ?? 0
    if (to === quantity) continue
    const named = to < quantity ? releases[item] : undefined
    changes.push({
      kind: 'quantity',
      item,
      by: to - quantity,
      effective: 'renewal',
      ...(named && { releases: named }),
    })
    scheduled = withoutScheduled(scheduled, { item })
  }
  const facts = { contract: { ...contract, scheduled }, catalog }
  const alone = amend({ ...facts, by: 'customer' }, changes)
  const needsConsent = alone.kind === 'refuse' && alone.reason === 'reduction-before-renewal'
  const planned = needsConsent ? amend({ ...facts, by: 'vendor' }, changes) : alone
  if (planned.kind === 'refuse') return planned
  const kept = new Set(scheduled)
  return {
    kind: 'grant',
    changes: planned.contract.scheduled.filter((change) => !kept.has(change)),
    needsConsent,
    contract: planned.contract,
  }
}
