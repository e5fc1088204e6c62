import type { Stripe } from 'stripe'
import { z } from 'zod'
import { newId, seconds } from '../books.ts'
import type { TestCard } from '../cards.ts'
import { endpoint } from '../endpoint.ts'

export const readPaymentMethod = endpoint({
  method: 'GET',
  path: '/v1/payment_methods/:id',
  parameters: z.strictObject({}),
  answer: ({ books }, { id }) => books.get('paymentMethods', id, 'payment_method'),
})

/** A card that was entered on the hosted page. */
export function paymentMethodOf(
  card: TestCard,
  expiry: { readonly month: number; readonly year: number },
  customer: string,
): Stripe.PaymentMethod {
  return {
    id: newId('pm'),
    object: 'payment_method',
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    card: {
      brand: card.brand,
      checks: null,
      country: 'US',
      display_brand: card.brand === 'amex' ? 'american_express' : card.brand,
      exp_month: expiry.month,
      exp_year: expiry.year,
      funding: card.funding,
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: seconds(),
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  }
}
