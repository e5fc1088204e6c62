import { own } from '../catalog/price.ts'
import type { Tax } from './tax.ts'

/** What the vendor charges where; by country, or by country and region (`US-NY`), the nearer one first. */
export type TaxTable = Readonly<
  Record<
    string,
    {
      readonly name: string
      /** Decimal text. */
      readonly percent: string
      /** A customer with a tax id accounts for it themselves. */
      readonly reversedWithTaxId?: boolean
    }
  >
>

/** For an installation that has no tax service: a few places, to be replaced by the vendor's own. */
export const DEFAULT_TAX_TABLE: TaxTable = {
  'US-NY': { name: 'Sales tax', percent: '8.875' },
  'US-TX': { name: 'Sales tax', percent: '8.25' },
  'CA-ON': { name: 'HST', percent: '13' },
  CA: { name: 'GST', percent: '5' },
  GB: { name: 'VAT', percent: '20' },
  DE: { name: 'VAT', percent: '19', reversedWithTaxId: true },
  AT: { name: 'VAT', percent: '20', reversedWithTaxId: true },
  SE: { name: 'VAT', percent: '25', reversedWithTaxId: true },
}

/** An invoice without tax says why: the customer accounts for it themselves. */
export const reverseCharge = (tax: string): string => `${tax}, reverse charge: you account for it`

/** The taxes of a billing address by the table; none for a place that it does not name, and without an address. */
export function taxesByTable(
  table: TaxTable,
  place: { readonly country: string; readonly region?: string | null; readonly taxId?: string | null } | null,
): Tax[] {
  if (place === null) return []
  const { country, region, taxId } = place
  const rate = own(table, `${country}-${region ?? ''}`) ?? own(table, country)
  if (!rate) return []
  if (rate.reversedWithTaxId && taxId) return [{ kind: 'amount', name: reverseCharge(rate.name), amount: 0 }]
  return [{ kind: 'rate', name: rate.name, percent: rate.percent }]
}
