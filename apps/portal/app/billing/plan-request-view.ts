import type { RenewalFormFacts } from '@seatkeeper/db'
import { dayAt, type Instant } from '@seatkeeper/rules'
import { counted, formatCount, formatDay, type Viewer } from '@seatkeeper/wording'
import type { Option } from '~/components/field.tsx'
import { itemName, planName } from './words.ts'

export type PlanRequestView = ReturnType<typeof planRequestView>

/** BILL-04: what can be different from the renewal on, and who holds the seats that are agreed by number. */
export function planRequestView(
  { facts, holders, moreHolders, changes, cancelled }: RenewalFormFacts,
  {
    viewer: { locale },
    now,
    search,
  }: { readonly viewer: Viewer; readonly now: Instant; readonly search: string },
) {
  const { contract, catalog } = facts
  const open = changes.filter(({ state }) => state === 'requested' || state === 'scheduled')
  const policy = catalog.plans[contract.plan]?.policy
  const plans = Object.entries(catalog.plans)
    .filter(([id, plan]) => id === contract.plan || (plan.legacy !== true && plan.policy === policy))
    .sort(([, a], [, b]) => a.rank - b.rank)
    .map(([id]): Option => {
      return { value: id, label: id === contract.plan ? `${planName(id)}, as now` : planName(id) }
    })
  return {
    day: formatDay(contract.term.end, locale),
    runs: contract.term.start <= dayAt(now) && dayAt(now) < contract.term.end && !cancelled,
    asks: contract.policy.reductions === 'request',
    plan: contract.plan,
    plans: plans.length > 1 ? plans : [],
    fields: contract.items
      .filter(({ kind, terms }) => kind === 'seats' && (terms?.mode ?? 'counted') === 'counted')
      .map(({ id, quantity, inUse = 0 }) => ({
        name: id,
        label: `${itemName(id)} from ${formatDay(contract.term.end, locale)}`,
        value: String(quantity),
        hint: `Now ${formatCount(quantity, locale)}, of which ${formatCount(inUse, locale)} in use.`,
      })),
    pending: open.map(({ kind, item }) => (kind === 'plan' ? 'Plan' : itemName(item!))),
    holders: holders.map(({ memberId, name, email, kind }) => ({
      memberId,
      name,
      email,
      kind: itemName(kind),
    })),
    more: moreHolders
      ? `The first ${counted(holders.length, 'person', 'people', locale)} are shown. Search for the others.`
      : null,
    search,
  }
}
