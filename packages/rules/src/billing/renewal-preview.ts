import type { Catalog, StorageAmounts } from '../catalog/catalog.ts'
import { own } from '../catalog/price.ts'
import type { Decision } from '../decision.ts'
import { storageAllowance } from '../storage/allowance.ts'
import type { ContractFacts } from './contract.ts'
import { type Invoice, invoiceFor } from './invoice.ts'
import type { PriceRefusal } from './plan-terms.ts'
import { renew, type Renewal } from './renew.ts'
import type { BillingAccount, SettleRefusal } from './settle.ts'
import { type RefusedChange, withoutRefused } from './without-refused.ts'

export interface RenewalPreview {
  readonly renewal: Renewal
  /** Scheduled changes that cannot be made any more; the contract renews without them, as the billing run does it. */
  readonly refused: readonly RefusedChange[]
  /** The first invoice of the next term, with tax and credit as they are today. */
  readonly invoice: Invoice
  /** Bytes before and after, seat-based; null where the plan has no storage limits. */
  readonly storage: { readonly current: StorageAmounts | null; readonly next: StorageAmounts | null }
}

/**
 * BILL-11: the renewal with all that follows from it: plan, seats, collaborators tied to them, prices, credit, and the
 * storage that the licences bring; without the changes that cannot be made any more. Refused: as `renew` and `invoiceFor`.
 */
export function previewRenewal(facts: {
  readonly contract: ContractFacts
  readonly catalog: Catalog
  readonly account: BillingAccount
}): Decision<RenewalPreview, 'contract-ended' | PriceRefusal | 'change-outside-period' | SettleRefusal> {
  const { contract, catalog, account } = facts
  const { contract: renewing, refused } = withoutRefused(contract, catalog, contract.term.end)
  const renewal = renew(renewing, catalog)
  if (renewal.kind === 'refuse') return renewal
  const next = renewal.contract
  const invoice = invoiceFor(
    { contract: next, account, minimumCharge: catalog.minimumCharge },
    next.term.start,
  )
  if (invoice.kind === 'refuse') return invoice
  return {
    kind: 'grant',
    renewal,
    refused,
    invoice,
    storage: { current: allowanceOf(contract, catalog), next: allowanceOf(next, catalog) },
  }
}

function allowanceOf({ plan, items }: ContractFacts, catalog: Catalog): StorageAmounts | null {
  const licences = items.find((item) => item.id === 'full-time')?.quantity ?? 0
  const purchased = { data: 0, attachments: 0 }
  for (const { id, quantity } of items) {
    const adds = own(catalog.addOns, id)?.storage
    if (adds) purchased[adds.category] += adds.bytes * quantity
  }
  const allowance = storageAllowance(catalog, { plan, basis: 'seat', licences, purchased })
  return allowance.kind === 'grant' ? { data: allowance.data, attachments: allowance.attachments } : null
}
