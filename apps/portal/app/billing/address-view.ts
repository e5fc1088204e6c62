import type { BillingProfileFacts } from '@seatkeeper/db'
import { addressLines } from '@seatkeeper/wording'

export interface AddressView {
  readonly company: string
  readonly lines: readonly string[]
  readonly taxId: string | null
  readonly purchaseOrder: string | null
  readonly emails: readonly string[]
}

export function addressView(profile: BillingProfileFacts): AddressView {
  return {
    company: profile.company,
    lines: addressLines(profile),
    taxId: profile.taxId,
    purchaseOrder: profile.purchaseOrder,
    emails: [profile.email, ...profile.furtherEmails],
  }
}
