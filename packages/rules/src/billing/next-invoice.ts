import type { Catalog } from '../catalog/catalog.ts'
import { sumAmounts } from '../money/exact.ts'
import type { Day } from '../time/day.ts'
import type { ContractFacts } from './contract.ts'
import { periodLines } from './invoice.ts'
import type { InvoiceLine } from './line.ts'
import { type ContractPeriod, contractPeriodAt } from './period.ts'
import { renew } from './renew.ts'
import { withScheduled } from './scheduled-changes.ts'

/** What the next invoice in advance will say, without tax, credit and what is pending by then. */
export interface NextInvoice {
  readonly on: Day
  readonly renews: boolean
  readonly lines: readonly InvoiceLine[]
  readonly net: number
}

/** Null where the contract ends before it, or a scheduled plan can no longer be renewed. */
export function nextInvoice(contract: ContractFacts, catalog: Catalog, today: Day): NextInvoice | null {
  return invoiceAfter(contractPeriodAt(contract, today), contract, catalog)
}

/** The same, after a period that is known. */
export function invoiceAfter(
  { charged }: ContractPeriod,
  contract: ContractFacts,
  catalog: Catalog,
): NextInvoice | null {
  const on = charged.end
  if (contract.endsOn != null && contract.endsOn <= on) return null
  const renews = on >= contract.term.end
  const next = renews ? renew(contract, catalog) : withScheduled(contract, catalog, on)
  if (next.kind === 'refuse') return null
  const lines = periodLines(next.contract, on)
  const net = lines && sumAmounts(lines.map((line) => line.amount.amount))
  return lines === undefined || net === undefined ? null : { on, renews, lines, net }
}
