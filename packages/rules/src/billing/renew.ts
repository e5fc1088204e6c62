import type { Catalog } from '../catalog/catalog.ts'
import type { Decision } from '../decision.ts'
import { civilOf, type Day } from '../time/day.ts'
import { addMonths, monthsBetween } from '../time/months.ts'
import type { ContractFacts, ContractItem, ContractSeason } from './contract.ts'
import { unbilled } from './cover.ts'
import { followFullTime, onPlan, type PriceRefusal } from './plan-terms.ts'

export interface Renewal {
  /** The next term: scheduled changes made, nothing scheduled any more, nothing invoiced yet. */
  readonly contract: ContractFacts
  /** Reductions that fewer people gave up their seats for than were to go: renewed at the number in use (D-23). */
  readonly keptInUse: readonly {
    readonly item: string
    readonly requested: number
    readonly renewedAt: number
  }[]
  /** Members whose seats end with the old term, as named beforehand (D-23). */
  readonly releases: readonly { readonly item: string; readonly members: readonly string[] }[]
  /** The term's contract seasons one term on, to be agreed; they are not in the contract (BILL-11). */
  readonly proposedSeasons: readonly ContractSeason[]
}

/**
 * The next term of a contract (BILL-11, D-39): as long as the last one unless agreed otherwise, on the same anchor,
 * with the scheduled plan and quantities; collaborators tied to seats follow; agreed prices for a plan hold. The same
 * function previews it at any time before. Refused: a contract that is cancelled; a scheduled plan that the catalog no
 * longer has or that does not sell what the contract holds.
 */
export function renew(
  contract: ContractFacts,
  catalog: Catalog,
): Decision<Renewal, 'contract-ended' | PriceRefusal> {
  if (contract.endsOn != null) {
    return { kind: 'refuse', reason: 'contract-ended', endedOn: contract.endsOn }
  }
  const plan = contract.scheduled.find((change) => change.kind === 'plan')
  const onNewPlan = plan ? onPlan(contract, catalog, plan.to) : { kind: 'grant' as const, contract }
  if (onNewPlan.kind === 'refuse') return onNewPlan

  const keptInUse: Renewal['keptInUse'][number][] = []
  const releases: Renewal['releases'][number][] = []
  const items = onNewPlan.contract.items.map((item): ContractItem => {
    const change = contract.scheduled.find((each) => each.kind === 'quantity' && each.item === item.id)
    if (change?.kind !== 'quantity') return unbilled(item)
    const named = change.releases ?? []
    if (named.length > 0) releases.push({ item: item.id, members: named })
    const quantity = atLeastInUse(change.to, (item.inUse ?? 0) - named.length, item.quantity)
    if (quantity > change.to) keptInUse.push({ item: item.id, requested: change.to, renewedAt: quantity })
    return { ...unbilled(item), quantity }
  })
  const tied = followFullTime(items).map((item, i): ContractItem => {
    if (item.terms?.mode !== 'tied') return item
    const quantity = atLeastInUse(item.quantity, item.inUse ?? 0, items[i]!.quantity)
    if (quantity === item.quantity) return item
    keptInUse.push({ item: item.id, requested: item.quantity, renewedAt: quantity })
    return { ...item, quantity }
  })
  return {
    kind: 'grant',
    contract: {
      ...onNewPlan.contract,
      term: nextTerm(contract),
      anchorDay: anchorDayOf(contract),
      items: tied,
      seasons: contract.seasons.filter((season) => season.source === 'ad-hoc'),
      scheduled: [],
    },
    keptInUse,
    releases,
    proposedSeasons: proposeSeasons(contract),
  }
}

/** D-23: nobody is evicted silently, and nobody gets a seat by it that was not there before. */
function atLeastInUse(requested: number, staying: number, before: number): number {
  return Math.max(requested, Math.min(staying, before))
}

/** The next term begins where this one ends and keeps its day of month (CAL-04): 31 Jan → 28 Feb → 31 Mar. */
function nextTerm(contract: ContractFacts): ContractFacts['term'] {
  const { term } = contract
  const months = contract.renewalMonths ?? Math.max(monthsBetween(term.start, term.end), 1)
  return { start: term.end, end: addMonths(term.end, months, anchorDayOf(contract)) }
}

function anchorDayOf({ anchorDay, term }: ContractFacts): number {
  return anchorDay ?? civilOf(term.start).day
}

/** One year on (BILL-11), and as many more as it takes to lie in the next term or after it. */
function proposeSeasons(contract: ContractFacts): ContractSeason[] {
  return contract.seasons
    .filter((season) => season.source === 'contract')
    .map((season) => ({
      ...season,
      firstDay: yearsOn(season.firstDay, contract.term.end),
      lastDay: addMonths(
        season.lastDay,
        monthsBetween(season.firstDay, yearsOn(season.firstDay, contract.term.end)),
      ),
    }))
}

function yearsOn(day: Day, notBefore: Day): Day {
  let years = 1
  while (addMonths(day, years * 12) < notBefore) years += 1
  return addMonths(day, years * 12)
}
