import { type Catalog, type CollaboratorTerms, cycleOf } from '../catalog/catalog.ts'
import { listPrice, own, planOf } from '../catalog/price.ts'
import type { Decision } from '../decision.ts'
import { mismatch } from '../money/money.ts'
import type { ContractFacts, ContractItem } from './contract.ts'

export type PriceRefusal = 'unknown-plan' | 'unknown-item' | 'not-available-on-plan' | 'currency-mismatch'

/**
 * The contract on another plan: its prices for seats, its terms for collaborators, unless others were agreed than the plan before
 * has. Add-ons keep their prices.
 */
export function onPlan(
  contract: ContractFacts,
  catalog: Catalog,
  plan: string,
): Decision<{ readonly contract: ContractFacts }, PriceRefusal> {
  const found = planOf(catalog, plan)
  if (found.kind === 'refuse') return found
  const items: ContractItem[] = []
  for (const item of contract.items) {
    if (item.kind === 'add-on') {
      items.push(item)
      continue
    }
    const price = agreedOrListPrice(contract, catalog, plan, item.id)
    if (price.kind === 'refuse') return price
    const agreed = !sameTerms(item.terms, own(catalog.plans, contract.plan)?.collaborators)
    const terms = item.id === 'collaborator' && !agreed ? { terms: found.plan.collaborators } : {}
    items.push({ ...item, ...terms, unitPrice: price.amount })
  }
  return { kind: 'grant', contract: { ...contract, plan, items } }
}

function sameTerms(given: CollaboratorTerms | undefined, listed: CollaboratorTerms | undefined): boolean {
  if (given === undefined || listed === undefined) return true
  return given.mode === 'tied' && listed.mode === 'tied'
    ? given.seats === listed.seats && given.per === listed.per
    : given.mode === listed.mode
}

/** Something that the contract does not have yet, at its list price. */
export function newItem(
  contract: ContractFacts,
  catalog: Catalog,
  id: string,
): Decision<{ readonly item: ContractItem }, PriceRefusal> {
  const price = agreedOrListPrice(contract, catalog, contract.plan, id)
  if (price.kind === 'refuse') return price
  const terms = id === 'collaborator' ? catalog.plans[contract.plan]?.collaborators : undefined
  const item: ContractItem = {
    id,
    kind: own(catalog.addOns, id) ? 'add-on' : 'seats',
    quantity: 0,
    unitPrice: price.amount,
    cover: [],
    ...(terms && { terms }),
  }
  return { kind: 'grant', item }
}

function agreedOrListPrice(
  contract: ContractFacts,
  catalog: Catalog,
  plan: string,
  item: string,
): Decision<{ readonly amount: number }, PriceRefusal> {
  const agreed = own(own(contract.agreedPrices, plan), item)
  if (agreed !== undefined) return { kind: 'grant', amount: agreed }
  const listed = listPrice(catalog, plan, item, cycleOf(contract.interval))
  if (listed.kind === 'refuse') return listed
  const { amount, currency } = listed.price
  return currency === contract.currency ? { kind: 'grant', amount } : mismatch(contract.currency, currency)
}

/** D-19: tied collaborators follow the full-time seats. */
export function followFullTime(items: readonly ContractItem[]): readonly ContractItem[] {
  if (!items.some((item) => item.terms?.mode === 'tied')) return items
  const fullTime = items.find((item) => item.id === 'full-time')?.quantity ?? 0
  return items.map((item) =>
    item.terms?.mode === 'tied' ? { ...item, quantity: tiedSeats(fullTime, item.terms) } : item,
  )
}

/** SEAT-10: `seats` for every `per` full-time seats, rounded down once over all of them. */
export function tiedSeats(
  fullTime: number,
  { seats, per }: { readonly seats: number; readonly per: number },
): number {
  return Math.floor((fullTime * seats) / per)
}
