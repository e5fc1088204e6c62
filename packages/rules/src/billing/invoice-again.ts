import type { ContractFacts } from './contract.ts'
import type { IssuedLine } from './cover.ts'
import type { InvoiceLine } from './line.ts'

/** What became of a period since its invoice, which was taken back. */
export interface PeriodTakenBack {
  /** Of the invoice that was taken back. */
  readonly lines: readonly InvoiceLine[]
  /** Of everything else that was issued for the period's days, and stands. */
  readonly issued: readonly IssuedLine[]
  /** How many of each item there are by now. */
  readonly quantities: ReadonlyMap<string, number>
}

/**
 * D-02, D-34: what a period is invoiced for once its invoice was taken back: what the period began with, less what was given up since. What was
 * bought within it has an invoice of its own, which stands, and is not charged twice; nor is a season that has one. Prices are those of now.
 */
export function invoicedAgain(contract: ContractFacts, since: PeriodTakenBack): ContractFacts {
  const items = contract.items.map((item) => {
    const before = since.lines.find((line) => line.rule === 'period' && line.subject === item.id)
    const began = before?.kind === 'priced' ? before.quantity : item.quantity
    const bought = item.cover.reduce((sum, { quantity }) => sum + quantity, 0)
    const left = (since.quantities.get(item.id) ?? 0) - bought
    return { ...item, quantity: Math.max(Math.min(item.quantity, began, left), 0) }
  })
  const invoiced = new Set(
    since.issued.filter(({ line }) => line.rule === 'season').map(({ line }) => line.subject),
  )
  return { ...contract, items, seasons: contract.seasons.filter(({ id }) => !invoiced.has(id)) }
}
