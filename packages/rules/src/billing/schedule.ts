import type { Day } from '../time/day.ts'
import type { ContractFacts, ScheduledChange, ScheduledQuantity } from './contract.ts'

interface QuantityChange {
  readonly item: string
  /** Before the change. */
  readonly quantity: number
  readonly by: number
  readonly when: 'now' | Day
  readonly releases: readonly string[]
}

/**
 * How a change of quantity combines with what is scheduled for the same item: one made now re-bases it (10, to be 7;
 * two more bought: 12, to be 9), one for a day adds to what is scheduled for that day and re-bases what comes after it, and
 * what comes to nothing is dropped. Undefined where less than nothing would be left.
 */
export function scheduleQuantity(
  scheduled: readonly ScheduledChange[],
  { item, quantity, by, when, releases }: QuantityChange,
): readonly ScheduledChange[] | undefined {
  if (scheduled.length === 0 && when === 'now') return scheduled
  const others = scheduled.filter((change) => !isOf(item, change))
  const pending = scheduled.filter((change) => isOf(item, change)).sort(byDay)
  const steps = pending.map((change) => ({ ...change, by: change.to - change.from }))
  const same = steps.find((step) => step.effectiveOn === when)
  if (same) {
    same.by += by
    if (releases.length > 0) same.releases = [...(same.releases ?? []), ...releases]
  } else if (when !== 'now') {
    const named = releases.length > 0 && { releases }
    steps.push({ kind: 'quantity', item, from: 0, to: 0, effectiveOn: when, ...named, by })
    steps.sort(byDay)
  }
  const changes: ScheduledQuantity[] = []
  let from = quantity + (when === 'now' ? by : 0)
  for (const { by: step, ...change } of steps) {
    const to = from + step
    if (to < 0 || !Number.isSafeInteger(to)) return undefined
    if (to !== from) changes.push({ ...change, from, to })
    from = to
  }
  return [...others, ...changes]
}

/** A change of plan for a day takes the place of an earlier one for that day. */
export function schedulePlan(
  scheduled: readonly ScheduledChange[],
  { plan }: Pick<ContractFacts, 'plan'>,
  to: string,
  effectiveOn: Day,
): ScheduledChange[] {
  const others = scheduled.filter((change) => !(change.kind === 'plan' && change.effectiveOn === effectiveOn))
  return [...others, { kind: 'plan', from: plan, to, effectiveOn }]
}

/** BILL-04: a scheduled change is called off until it takes effect; with `on`, that day's alone. */
export function withoutScheduled(
  scheduled: readonly ScheduledChange[],
  subject: { readonly item: string } | 'plan',
  on?: Day,
): ScheduledChange[] {
  return scheduled.filter((change) => {
    if (on !== undefined && change.effectiveOn !== on) return true
    return subject === 'plan' ? change.kind !== 'plan' : !isOf(subject.item, change)
  })
}

/** In the order in which they take effect; on one day the plan first, so that quantities cost its prices. */
export function byDay(a: ScheduledChange, b: ScheduledChange): number {
  if (a.effectiveOn !== b.effectiveOn) return a.effectiveOn < b.effectiveOn ? -1 : 1
  return Number(b.kind === 'plan') - Number(a.kind === 'plan')
}

function isOf(item: string, change: ScheduledChange): change is ScheduledQuantity {
  return change.kind === 'quantity' && change.item === item
}
