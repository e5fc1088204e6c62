import type { BillingProfileFacts } from '@seatkeeper/db'
import { countryName } from './countries.ts'

export interface AddressView {
  readonly company: string
  readonly lines: readonly string[]
  readonly taxId: string | null
  readonly purchaseOrder: string | null
  readonly emails: readonly string[]
}

type Place = Pick<
  BillingProfileFacts,
  'company' | 'line1' | 'line2' | 'city' | 'region' | 'postalCode' | 'country'
>

/** A postal address in the order in which most of the world writes it. */
export const addressLines = ({ line1, line2, city, region, postalCode, country }: Place): string[] =>
  [line1, line2, [city, region, postalCode].filter(Boolean).join(', '), countryName(country)].filter(
    (line): line is string => Boolean(line),
  )

export function addressView(profile: BillingProfileFacts): AddressView {
  return {
    company: profile.company,
    lines: addressLines(profile),
    taxId: profile.taxId,
    purchaseOrder: profile.purchaseOrder,
    emails: [profile.email, ...profile.furtherEmails],
  }
}
