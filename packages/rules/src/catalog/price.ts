import type { Decision } from '../decision.ts'
import { exactProduct, type Rounding, roundExact } from '../money/exact.ts'
import { type Money, money } from '../money/money.ts'
import type { BillingCycle, Catalog, Plan } from './catalog.ts'

/** Refused: a plan that the catalog does not know. */
export function planOf(catalog: Catalog, plan: string): Decision<{ readonly plan: Plan }, 'unknown-plan'> {
  const found = own(catalog.plans, plan)
  return found ? { kind: 'grant', plan: found } : { kind: 'refuse', reason: 'unknown-plan', plan }
}

/**
 * The list price of a seat or an add-on for a month, on contracts that are invoiced in this cycle (BILL-03). Refused:
 * an unknown plan; an item that is neither sold on any plan nor an add-on; one that this plan and cycle do not have.
 */
export function listPrice(
  catalog: Catalog,
  planId: string,
  item: string,
  cycle: BillingCycle,
): Decision<{ readonly price: Money }, 'unknown-plan' | 'unknown-item' | 'not-available-on-plan'> {
  const decision = planOf(catalog, planId)
  if (decision.kind === 'refuse') return decision
  const prices = own(decision.plan.prices, item) ?? own(catalog.addOns, item)?.prices
  const amount = prices?.[cycle]
  if (amount !== undefined) return { kind: 'grant', price: money(amount, catalog.currency) }
  const known = prices !== undefined || Object.values(catalog.plans).some((plan) => own(plan.prices, item))
  return known
    ? { kind: 'refuse', reason: 'not-available-on-plan', plan: planId, item }
    : { kind: 'refuse', reason: 'unknown-item', item }
}

/** The list price of a season's seat for a month or part of one: a percentage of a full-time seat's month. */
export function seasonPrice(
  catalog: Catalog,
  planId: string,
  cycle: BillingCycle,
  rounding: Rounding = 'half-up',
): Decision<{ readonly price: Money }, 'unknown-plan' | 'unknown-item' | 'not-available-on-plan'> {
  const plan = planOf(catalog, planId)
  if (plan.kind === 'refuse') return plan
  const percent = plan.plan.seasonPercent
  if (percent === null) {
    return { kind: 'refuse', reason: 'not-available-on-plan', plan: planId, item: 'seasonal' }
  }
  const fullTime = listPrice(catalog, planId, 'full-time', cycle)
  if (fullTime.kind === 'refuse') return fullTime
  const { amount, currency } = fullTime.price
  const exact = exactProduct({ amount, quantity: 1, times: 1, per: 1, part: percent, whole: 100 })
  if (!exact) throw new RangeError(`A season's price beyond the safe integers: ${percent} % of ${amount}`)
  return { kind: 'grant', price: money(roundExact(exact, rounding), currency) }
}

/** BILL-05: by rank. Refused: a plan that the catalog does not know. */
export function planChangeKind(
  catalog: Catalog,
  from: string,
  to: string,
): Decision<{ readonly change: 'higher' | 'lower' | 'same' }, 'unknown-plan'> {
  const [before, after] = [planOf(catalog, from), planOf(catalog, to)]
  if (before.kind === 'refuse') return before
  if (after.kind === 'refuse') return after
  const difference = after.plan.rank - before.plan.rank
  return { kind: 'grant', change: difference > 0 ? 'higher' : difference < 0 ? 'lower' : 'same' }
}

/** BILL-04: what a contract on `from` can step down to, from the lowest on: plans of its policy that are still sold. */
export function lowerPlans(catalog: Catalog, from: string): string[] {
  const now = own(catalog.plans, from)
  if (now === undefined) return []
  return Object.entries(catalog.plans)
    .filter(([, plan]) => plan.legacy !== true && plan.policy === now.policy && plan.rank < now.rank)
    .sort(([, a], [, b]) => a.rank - b.rank)
    .map(([id]) => id)
}

/** A record's own entry: names come from people, and `constructor` is none. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined
}
