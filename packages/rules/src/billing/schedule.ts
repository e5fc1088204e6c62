import type { ContractFacts, ScheduledChange, ScheduledQuantity } from './contract.ts'

interface QuantityChange {
  readonly item: string
  /** Before the change. */
  readonly quantity: number
  readonly by: number
  readonly when: 'now' | 'renewal'
  readonly releases: readonly string[]
}

/**
 * How a change of quantity combines with what is scheduled for the same item: one made now re-bases it (10, to be 7;
 * two more bought: 12, to be 9), one for renewal adds to it, and what comes to nothing is dropped. Undefined where
 * less than nothing would be left.
 */
export function scheduleQuantity(
  { scheduled, term }: Pick<ContractFacts, 'scheduled' | 'term'>,
  { item, quantity, by, when, releases }: QuantityChange,
): readonly ScheduledChange[] | undefined {
  if (scheduled.length === 0 && when === 'now') return scheduled
  const others = scheduled.filter((change) => !(change.kind === 'quantity' && change.item === item))
  const pending = scheduled.find(
    (change): change is ScheduledQuantity => change.kind === 'quantity' && change.item === item,
  )
  if (!pending && when === 'now') return others
  const from = quantity + (when === 'now' ? by : 0)
  const to = (pending?.to ?? quantity) + by
  if (to < 0 || !Number.isSafeInteger(to)) return undefined
  if (to === from) return others
  const named = [...(pending?.releases ?? []), ...releases]
  const change: ScheduledQuantity = {
    kind: 'quantity',
    item,
    from,
    to,
    effectiveOn: pending?.effectiveOn ?? term.end,
    ...(named.length > 0 && { releases: named }),
  }
  return [...others, change]
}

/** A change of plan for renewal takes the place of an earlier one. */
export function schedulePlan(
  scheduled: readonly ScheduledChange[],
  { plan, term }: Pick<ContractFacts, 'plan' | 'term'>,
  to: string,
): ScheduledChange[] {
  const others = scheduled.filter((change) => change.kind !== 'plan')
  return [...others, { kind: 'plan', from: plan, to, effectiveOn: term.end }]
}

/** BILL-04: a scheduled change is called off until it takes effect. */
export function withoutScheduled(
  scheduled: readonly ScheduledChange[],
  subject: { readonly item: string } | 'plan',
): ScheduledChange[] {
  return scheduled.filter((change) =>
    subject === 'plan'
      ? change.kind !== 'plan'
      : !(change.kind === 'quantity' && change.item === subject.item),
  )
}
