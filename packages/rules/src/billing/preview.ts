import type { ContractFacts } from './contract.ts'
import { addDays } from '../time/day.ts'
import { monthsBegun } from './period.ts'
import type { ContractSeason } from './contract.ts'

/** BILL-01, BILL-02: what a contract costs in a year at the present quantities and prices, without tax. */
export interface AnnualCost {
  readonly items: readonly {
    readonly id: string
    readonly kind: 'seats' | 'add-on'
    readonly quantity: number
    readonly monthly: number
    readonly yearly: number
  }[]
  /** The term's contract seasons. */
  readonly seasons: readonly { readonly id: string; readonly seats: number; readonly amount: number }[]
  /** Seats and add-ons, a month; monthly contracts show it beside the year (×12). */
  readonly monthly: number
  /** Seats and add-ons times twelve, and the seasons. */
  readonly yearly: number
}

/** Minor units of the contract's currency. Unlimited collaborators cost nothing by number. */
export function annualCost(contract: Pick<ContractFacts, 'items' | 'seasons' | 'term'>): AnnualCost {
  let monthly = 0
  const items = contract.items.map(({ id, kind, quantity, unitPrice, terms }) => {
    const cost = terms?.mode === 'unlimited' ? 0 : quantity * unitPrice
    monthly += cost
    return { id, kind, quantity, monthly: cost, yearly: cost * 12 }
  })
  let yearly = monthly * 12
  const seasons: AnnualCost['seasons'][number][] = []
  for (const season of contract.seasons) {
    if (season.source !== 'contract' || !isInTerm(season, contract.term)) continue
    const amount = seasonCost(season)
    yearly += amount
    seasons.push({ id: season.id, seats: season.seats, amount })
  }
  return { items, seasons, monthly, yearly }
}

/** Months or parts of one that a season runs, counted from its first day. */
export function seasonMonths({ firstDay, lastDay }: Pick<ContractSeason, 'firstDay' | 'lastDay'>): number {
  return monthsBegun(firstDay, addDays(lastDay, 1))
}

export function seasonCost(season: ContractSeason): number {
  return season.seats * season.unitPrice * seasonMonths(season)
}

/** A season is invoiced with the term in which it opens. */
export function isInTerm(
  { firstDay }: Pick<ContractSeason, 'firstDay'>,
  { start, end }: { readonly start: string; readonly end: string },
): boolean {
  return start <= firstDay && firstDay < end
}
