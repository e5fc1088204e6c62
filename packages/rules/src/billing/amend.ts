import type { Catalog } from '../catalog/catalog.ts'
import { planChangeKind } from '../catalog/price.ts'
import type { Decision } from '../decision.ts'
import type { Day } from '../time/day.ts'
import type { ContractFacts, SubscriptionChange } from './contract.ts'
import { followFullTime, newItem, onPlan, type PriceRefusal } from './plan-terms.ts'
import { schedulePlan, scheduleQuantity } from './schedule.ts'

/** Who asks: a customer in self-service, or the vendor's staff, who may grant what customers must request (D-02). */
export type ChangedBy = 'customer' | 'vendor'

export interface AmendFacts {
  readonly contract: ContractFacts
  readonly catalog: Catalog
  readonly by: ChangedBy
}

export interface Amendment {
  /** With the new plan, quantities, prices and scheduled changes; what is covered is still as before. */
  readonly contract: ContractFacts
  /** A change of plan that takes effect now. */
  readonly plan: 'higher' | 'lower' | null
}

export type AmendRefusal =
  | PriceRefusal
  | 'conflicting-changes'
  | 'change-outside-period'
  | 'invalid-quantity'
  | 'nothing-to-change'
  | 'reduction-before-renewal'
  | 'below-assigned'

/**
 * The contract as it stands once the changes are made (BILL-02, BILL-04, BILL-05, D-02, D-03, CLS-03). Refused:
 * two plans in one purchase; a day that is not in the term; quantities that are no whole number or would fall below zero; nothing to change; plans and items that are unknown
 * or not sold together; a customer's reduction where the policy has it wait for renewal (D-02); fewer seats than
 * people hold (D-23, CLS-05).
 */
export function amend(
  { contract, catalog, by }: AmendFacts,
  changes: readonly SubscriptionChange[],
): Decision<Amendment, AmendRefusal> {
  const combined = combine(changes)
  if (combined.kind === 'refuse') return combined

  let after = contract
  let planNow: Amendment['plan'] = null
  for (const change of combined.changes) {
    const direction = directionOf(change, after, catalog)
    if (direction.kind === 'refuse') return direction
    const timing = timingOf(change, direction.up, contract, by)
    if (timing.kind === 'refuse') return timing
    const step =
      change.kind === 'plan'
        ? changePlan(after, catalog, change.plan, timing.when)
        : changeQuantity(after, catalog, change, timing.when)
    if (step.kind === 'refuse') return step
    after = step.contract
    if (change.kind === 'plan' && timing.when === 'now') planNow = direction.up ? 'higher' : 'lower'
  }
  const items = followFullTime(after.items)
  if (items !== after.items) after = { ...after, items }
  return checkInUse(contract, after) ?? { kind: 'grant', contract: after, plan: planNow }
}

/** One change for each item and moment, the plan first, so that seats that are added cost the new plan's price. */
function combine(
  changes: readonly SubscriptionChange[],
): Decision<
  { readonly changes: SubscriptionChange[] },
  'conflicting-changes' | 'invalid-quantity' | 'nothing-to-change'
> {
  if (changes.length === 1) return single(changes[0]!)
  const plans = changes.filter((change) => change.kind === 'plan')
  if (plans.length > 1) return { kind: 'refuse', reason: 'conflicting-changes' }
  const quantities = new Map<string, Extract<SubscriptionChange, { kind: 'quantity' }>>()
  for (const change of changes) {
    if (change.kind !== 'quantity') continue
    if (!Number.isSafeInteger(change.by)) return { kind: 'refuse', reason: 'invalid-quantity' }
    const key = `${change.effective ?? ''} ${change.item}`
    const earlier = quantities.get(key)
    const releases = [...(earlier?.releases ?? []), ...(change.releases ?? [])]
    quantities.set(key, {
      ...change,
      by: change.by + (earlier?.by ?? 0),
      ...(releases.length > 0 && { releases }),
    })
  }
  const combined = [...plans, ...[...quantities.values()].filter((change) => change.by !== 0)]
  return combined.length === 0
    ? { kind: 'refuse', reason: 'nothing-to-change' }
    : { kind: 'grant', changes: combined }
}

/** What {@link combine} makes of one change, as nearly all purchases are, without looking for its like. */
function single(
  change: SubscriptionChange,
): Decision<{ readonly changes: SubscriptionChange[] }, 'invalid-quantity' | 'nothing-to-change'> {
  if (change.kind === 'quantity') {
    if (!Number.isSafeInteger(change.by)) return { kind: 'refuse', reason: 'invalid-quantity' }
    if (change.by === 0) return { kind: 'refuse', reason: 'nothing-to-change' }
  }
  return { kind: 'grant', changes: [change] }
}

function directionOf(
  change: SubscriptionChange,
  contract: ContractFacts,
  catalog: Catalog,
): Decision<{ readonly up: boolean }, 'unknown-plan' | 'nothing-to-change'> {
  if (change.kind === 'quantity') return { kind: 'grant', up: change.by > 0 }
  const kind = planChangeKind(catalog, contract.plan, change.plan)
  if (kind.kind === 'refuse') return kind
  return kind.change === 'same'
    ? { kind: 'refuse', reason: 'nothing-to-change' }
    : { kind: 'grant', up: kind.change === 'higher' }
}

/** D-02, D-03: when a change takes effect, if whoever asks may make it at all. */
function timingOf(
  { effective }: SubscriptionChange,
  up: boolean,
  { policy, term }: ContractFacts,
  by: ChangedBy,
): Decision<{ readonly when: 'now' | Day }, 'reduction-before-renewal' | 'change-outside-period'> {
  const on = effective === 'renewal' ? term.end : effective
  if (on !== undefined && on !== 'now' && !(term.start < on && on <= term.end)) {
    return { kind: 'refuse', reason: 'change-outside-period', ...term }
  }
  if (up) return { kind: 'grant', when: on ?? 'now' }
  if (by === 'vendor') return { kind: 'grant', when: on ?? term.end }
  if (policy.reductionCredit === 'credit-balance') return { kind: 'grant', when: on ?? 'now' }
  if (policy.reductions === 'self-scheduled' && (on ?? term.end) === term.end) {
    return { kind: 'grant', when: term.end }
  }
  return { kind: 'refuse', reason: 'reduction-before-renewal', renewsOn: term.end }
}

type Step = Decision<{ readonly contract: ContractFacts }, AmendRefusal>

function changePlan(contract: ContractFacts, catalog: Catalog, plan: string, when: 'now' | Day): Step {
  const priced = onPlan(contract, catalog, plan)
  if (priced.kind === 'refuse') return priced
  if (when === 'now') {
    // What was scheduled for the old plan no longer says what it meant.
    const scheduled = contract.scheduled.filter((change) => change.kind !== 'plan')
    return { kind: 'grant', contract: { ...priced.contract, scheduled } }
  }
  return {
    kind: 'grant',
    contract: { ...contract, scheduled: schedulePlan(contract.scheduled, contract, plan, when) },
  }
}

function changeQuantity(
  contract: ContractFacts,
  catalog: Catalog,
  { item: id, by, releases = [] }: Extract<SubscriptionChange, { kind: 'quantity' }>,
  when: 'now' | Day,
): Step {
  const known = contract.items.find((each) => each.id === id)
  const found = known ? { kind: 'grant' as const, item: known } : newItem(contract, catalog, id)
  if (found.kind === 'refuse') return found
  const { item } = found
  if (item.terms && item.terms.mode !== 'counted') {
    return { kind: 'refuse', reason: 'not-available-on-plan', plan: contract.plan, item: id }
  }
  const quantity = item.quantity + (when === 'now' ? by : 0)
  const change = { item: id, quantity: item.quantity, by, when, releases }
  const scheduled = scheduleQuantity(contract.scheduled, change)
  if (!Number.isSafeInteger(quantity) || quantity < 0 || !scheduled) {
    return { kind: 'refuse', reason: 'invalid-quantity' }
  }
  const changed = { ...item, quantity }
  const items = known
    ? contract.items.map((each) => (each.id === id ? changed : each))
    : [...contract.items, changed]
  return { kind: 'grant', contract: { ...contract, items, scheduled } }
}

/** D-23, CLS-05: nobody is evicted silently. */
function checkInUse(before: ContractFacts, after: ContractFacts) {
  for (const item of after.items) {
    const assigned = item.inUse ?? 0
    const was = before.items.find((each) => each.id === item.id)?.quantity ?? 0
    if (item.terms?.mode === 'unlimited' || item.quantity >= was || item.quantity >= assigned) continue
    return {
      kind: 'refuse',
      reason: 'below-assigned',
      item: item.id,
      requested: item.quantity,
      assigned,
    } as const
  }
  return undefined
}
