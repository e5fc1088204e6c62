import type { RenewalFormFacts } from '@seatkeeper/db'
import { dayAt, type Instant, lowerPlans } from '@seatkeeper/rules'
import { counted, formatCount, formatDay, type Viewer } from '@seatkeeper/wording'
import type { Option } from '~/components/field.tsx'
import { itemName, planName } from './words.ts'

export type PlanRequestView = ReturnType<typeof planRequestView>

/** BILL-04: what can be different from the renewal on, and who holds the seats that are agreed by number. */
export function planRequestView(
  { facts, holders, moreHolders, unseenHolders, changes, cancelled }: RenewalFormFacts,
  {
    viewer: { locale },
    now,
    search,
  }: { readonly viewer: Viewer; readonly now: Instant; readonly search: string },
) {
  const { contract, catalog } = facts
  const open = changes.filter(({ state }) => state === 'requested' || state === 'scheduled')
  const lower = lowerPlans(catalog, contract.plan)
  const plans: readonly Option[] = [
    ...lower.map((id) => ({ value: id, label: planName(id) })),
    { value: contract.plan, label: `${planName(contract.plan)}, as now` },
  ]
  return {
    day: formatDay(contract.term.end, locale),
    runs: contract.term.start <= dayAt(now) && dayAt(now) < contract.term.end && !cancelled,
    asks: contract.policy.reductions === 'request',
    plan: contract.plan,
    title: lower.length > 0 ? 'Reduce seats or change to a lower plan' : 'Reduce seats',
    plans: lower.length > 0 ? plans : [],
    fields: contract.items
      .filter(({ kind, terms }) => kind === 'seats' && (terms?.mode ?? 'counted') === 'counted')
      .map(({ id, quantity, inUse = 0 }) => ({
        name: id,
        label: `${itemName(id)} from ${formatDay(contract.term.end, locale)}`,
        value: String(quantity),
        hint: `Now ${formatCount(quantity, locale)}, of which ${formatCount(inUse, locale)} in use.${inUse === 0 ? '' : ` For fewer than ${formatCount(inUse, locale)}, name below who gives up a seat: it renews at ${formatCount(Math.min(inUse, quantity), locale)} otherwise.`}`,
        item: itemName(id),
        quantity,
        inUse,
      })),
    pending: open.map(({ kind, item }) => (kind === 'plan' ? 'Plan' : itemName(item!))),
    holders: holders.map(({ memberId, name, email, kind, organization = null }) => ({
      memberId,
      name,
      email: organization === null ? email : `${email}, ${organization}`,
      pool: kind,
      kind: itemName(kind),
    })),
    /** D-40: whose names are not for the reader to see. */
    unseen:
      unseenHolders === 0
        ? null
        : `${counted(unseenHolders, 'more person', 'more people', locale)} in other organizations of the account ${unseenHolders === 1 ? 'holds a seat' : 'hold seats'}. Whoever manages users there, too, can name them here.`,
    locale,
    more: moreHolders
      ? `The first ${counted(holders.length, 'person', 'people', locale)} are shown. Search for the others.`
      : null,
    search,
  }
}
