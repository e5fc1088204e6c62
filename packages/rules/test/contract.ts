import { DEFAULT_CATALOG } from '../src/catalog/default-catalog.ts'
import { day } from '../src/time/day.ts'
import type { ContractFacts, ContractItem } from '../src/billing/contract.ts'
import type { QuoteFacts } from '../src/billing/quote.ts'

/** Contracts for tests and benchmarks: 2026, Enterprise, ten seats that are paid, unless something else is given. */

export const policies = DEFAULT_CATALOG.policies as Record<'standard' | 'classic', ContractFacts['policy']>

export function seats(
  id: string,
  quantity: number,
  unitPrice: number,
  more: Partial<ContractItem> = {},
): ContractItem {
  return {
    id,
    kind: 'seats',
    quantity,
    unitPrice,
    cover: quantity > 0 ? [{ quantity, unitPrice, paid: true }] : [],
    ...more,
  }
}

export function exampleContract(more: Partial<ContractFacts> = {}): ContractFacts {
  return {
    plan: 'enterprise',
    policy: policies.standard,
    currency: 'USD',
    interval: 'annual',
    term: { start: day('2026-01-01'), end: day('2027-01-01') },
    items: [seats('full-time', 10, 8900, { inUse: 8 })],
    seasons: [],
    scheduled: [],
    selfService: true,
    payment: 'card',
    ...more,
  }
}

/** Classic, by the month: five staff seats for $29. */
export function classicContract(more: Partial<ContractFacts> = {}): ContractFacts {
  return exampleContract({
    plan: 'classic',
    policy: policies.classic,
    interval: 'monthly',
    term: { start: day('2026-06-01'), end: day('2026-07-01') },
    items: [seats('staff', 5, 2900, { inUse: 3 })],
    ...more,
  })
}

export function quoteFacts(contract: ContractFacts, more: Partial<QuoteFacts> = {}): QuoteFacts {
  return {
    contract,
    catalog: DEFAULT_CATALOG,
    by: 'customer',
    account: { taxes: [], credits: [], carried: 0 },
    ...more,
  }
}
