import type { SellerFacts } from '../use-cases/billing/seller.ts'

/** An invented vendor, as the demo's invoices name it. */
export const demoSeller: SellerFacts = {
  name: 'Seatkeeper',
  address: ['1 Juniper Way', 'Portland, ME 04101', 'United States'],
  taxId: '00-0000000',
  email: 'billing@seatkeeper.example',
  bank: ['Example Bank', 'Account 000123456', 'Routing 000000000'],
}
