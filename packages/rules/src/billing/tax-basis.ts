import { DEFAULT_TAX_TABLE, taxesByTable, type TaxTable } from './tax-table.ts'
import type { Tax } from './tax.ts'

/** What taxes are reckoned by: where somebody is billed, and whether they have a tax id. */
export interface TaxPlace {
  readonly line1: string
  readonly line2: string | null
  readonly city: string
  readonly region: string | null
  readonly postalCode: string
  readonly country: string
  readonly taxId: string | null
}

/** Why the table of rates stands in for a tax service that there is. */
export type TaxFallback = 'no-address' | 'address-unusable' | 'service-unreachable'

/** How the taxes of a quote or an invoice came about where there is a tax service. JSON-safe. */
export type TaxBasis =
  | {
      readonly by: 'service'
      /** Null: nothing was charged, so there was nothing to reckon. */
      readonly calculationId: string | null
      readonly place: TaxPlace
      /** What the service was asked about: net charges, and what is given back. */
      readonly net: number
      readonly credited: number
      /** Net and tax together. */
      readonly gross: number
    }
  | { readonly by: 'table'; readonly why: TaxFallback }

/**
 * Do a tax service's figures still hold? They were reckoned for one place and for one charge; the table's figures are compared by
 * themselves when a quote is accepted.
 */
export function taxesHold(
  basis: TaxBasis | null,
  place: TaxPlace | null,
  asked: { readonly net: number; readonly credited: number },
): boolean {
  if (basis === null || basis.by === 'table') return true
  return (
    place !== null &&
    samePlace(basis.place, place) &&
    basis.net === asked.net &&
    basis.credited === asked.credited
  )
}

function samePlace(a: TaxPlace, b: TaxPlace): boolean {
  return (
    a.line1 === b.line1 &&
    a.line2 === b.line2 &&
    a.city === b.city &&
    a.region === b.region &&
    a.postalCode === b.postalCode &&
    a.country === b.country &&
    a.taxId === b.taxId
  )
}

/** The taxes where no tax service says them, and why it does not. */
export function taxesWithoutService(
  place: TaxPlace | null,
  why: TaxFallback,
  table: TaxTable = DEFAULT_TAX_TABLE,
): { readonly taxes: readonly Tax[]; readonly basis: TaxBasis } {
  return { taxes: taxesByTable(table, place), basis: { by: 'table', why } }
}
