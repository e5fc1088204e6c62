import type { Catalog } from '../catalog/catalog.ts'
import type { Decision } from '../decision.ts'
import { civilOf, type Day } from '../time/day.ts'
import { addMonths, monthsBetween } from '../time/months.ts'
import type { ContractFacts, ContractSeason } from './contract.ts'
import { unbilled } from './cover.ts'
import type { PriceRefusal } from './plan-terms.ts'
import { type ScheduledMade, withScheduled } from './scheduled-changes.ts'

/** `contract` is the next term: scheduled changes made, none left that are due by then, nothing invoiced yet. */
export interface Renewal extends ScheduledMade {
  /** The contract seasons that are over with the term, one year on, to be agreed; they are not in the contract (BILL-11). */
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
  const changed = withScheduled(contract, catalog, contract.term.end)
  if (changed.kind === 'refuse') return changed
  const { keptInUse, releases } = changed
  return {
    kind: 'grant',
    contract: {
      ...changed.contract,
      term: nextTerm(contract),
      anchorDay: anchorDayOf(contract),
      items: changed.contract.items.map(unbilled),
      seasons: contract.seasons.filter((season) => goesOn(season, contract)),
    },
    keptInUse,
    releases,
    proposedSeasons: proposeSeasons(contract),
  }
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

/** What is not over when the term is goes along, whoever holds its seats: nobody is evicted by a renewal. */
function goesOn({ lastDay }: ContractSeason, { term }: ContractFacts): boolean {
  return lastDay >= term.end
}

/** One year on (BILL-11), and as many more as it takes to lie in the next term or after it. */
function proposeSeasons(contract: ContractFacts): ContractSeason[] {
  return contract.seasons
    .filter((season) => season.source === 'contract' && !goesOn(season, contract))
    .map(({ billedOn: _, ...season }) => ({
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
