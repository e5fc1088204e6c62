import type { Stripe } from 'stripe'
import { z } from 'zod'
import { newId, seconds } from '../books.ts'
import { endpoint } from '../endpoint.ts'
import { list, text, whole } from '../parameters.ts'
import { address, fullAddress } from './customers.ts'

/** Invented rates of a few places, in thousandths of a percent: enough to see a tax line. */
const RATES: Readonly<Record<string, number>> = { US: 8875, CA: 13000, SE: 25000, DE: 19000, GB: 20000 }

export const createCalculation = endpoint({
  method: 'POST',
  path: '/v1/tax/calculations',
  parameters: z.strictObject({
    currency: text,
    customer_details: z.strictObject({ address, address_source: z.literal('billing') }),
    line_items: list(
      z.strictObject({ amount: whole, reference: text.optional(), tax_behavior: z.literal('exclusive') }),
    ),
  }),
  answer(_world, { parameters }) {
    const { currency, customer_details: details, line_items: items } = parameters
    const net = items.reduce((sum, { amount }) => sum + amount, 0)
    const tax = Math.round((net * (RATES[details.address.country ?? ''] ?? 0)) / 100_000)
    return {
      id: newId('taxcalc'),
      object: 'tax.calculation',
      amount_total: net + tax,
      currency,
      customer: null,
      customer_details: {
        address: fullAddress(details.address),
        address_source: 'billing',
        ip_address: null,
        tax_ids: [],
        taxability_override: 'none',
      },
      expires_at: seconds() + 90 * 86_400,
      livemode: false,
      ship_from_details: null,
      shipping_cost: null,
      tax_amount_exclusive: tax,
      tax_amount_inclusive: 0,
      tax_breakdown: [],
      tax_date: seconds(),
    } satisfies Stripe.Tax.Calculation
  },
})
