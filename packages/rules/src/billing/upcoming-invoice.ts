import type { Catalog } from '../catalog/catalog.ts'
import type { Day } from '../time/day.ts'
import type { ContractFacts } from './contract.ts'
import { type Invoice, invoiceFor } from './invoice.ts'
import { contractPeriodAt } from './period.ts'
import { renew } from './renew.ts'
import { withScheduled } from './scheduled-changes.ts'
import type { BillingAccount } from './settle.ts'
import { withoutRefused } from './without-refused.ts'

/** The invoice that comes next by itself, with tax, credit and what was carried as they are today. */
export interface UpcomingInvoice {
  readonly on: Day
  /** It is the first of the next term. */
  readonly renews: boolean
  readonly invoice: Invoice
}

/**
 * BILL-01, BILL-11: what the billing run will issue after the period that contains a day of the term, with what is scheduled by then and can
 * still be made; at a renewal the very invoice that `previewRenewal` shows. Null where the contract ends before it, or where there
 * is no price for it.
 */
export function upcomingInvoice(
  {
    contract,
    catalog,
    account,
  }: { readonly contract: ContractFacts; readonly catalog: Catalog; readonly account: BillingAccount },
  today: Day,
): UpcomingInvoice | null {
  const on = contractPeriodAt(contract, today).charged.end
  if (contract.endsOn != null && contract.endsOn <= on) return null
  const renews = on >= contract.term.end
  const { contract: going } = withoutRefused(contract, catalog, on)
  const next = renews ? renew(going, catalog) : withScheduled(going, catalog, on)
  if (next.kind === 'refuse') return null
  const invoice = invoiceFor({ contract: next.contract, account, minimumCharge: catalog.minimumCharge }, on)
  return invoice.kind === 'refuse' ? null : { on, renews, invoice }
}
