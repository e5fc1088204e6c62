import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { World } from '../endpoint.ts'
import { newId, seconds } from '../books.ts'
import { endpoint } from '../endpoint.ts'
import { ApiError, invalidRequest } from '../errors.ts'
import { list, text, whole } from '../parameters.ts'
import { address, fullAddress } from './customers.ts'

type Rate = readonly [type: Stripe.Tax.Calculation.TaxBreakdown.TaxRateDetails.TaxType, percent: number]

/** Invented rates of a few places: enough to see a tax line. */
const RATES: Readonly<Record<string, Rate>> = {
  US: ['sales_tax', 8.875],
  CA: ['hst', 13],
  SE: ['vat', 25],
  DE: ['vat', 19],
  GB: ['vat', 20],
}
/** Whoever has a tax id there accounts for the tax themselves. */
const REVERSED = new Set(['SE', 'DE'])
const KEPT_FOR_S = 90 * 86_400

export const createCalculation = endpoint({
  method: 'POST',
  path: '/v1/tax/calculations',
  parameters: z.strictObject({
    currency: text,
    customer_details: z.strictObject({
      address,
      address_source: z.literal('billing'),
      tax_ids: list(z.strictObject({ type: text, value: text })).optional(),
    }),
    line_items: list(
      z.strictObject({
        amount: whole.refine((amount) => amount >= 0, 'must not be negative'),
        reference: text.optional(),
        tax_behavior: z.literal('exclusive'),
      }),
    ),
  }),
  answer({ books }, { parameters }) {
    const { currency, customer_details: details, line_items: items } = parameters
    const { country, postal_code: code, state } = details.address
    // Without a postal code nobody knows which of a country's rates holds.
    if (!country || (country === 'US' && !/^\d{5}(-\d{4})?$/.test(code ?? ''))) {
      throw invalidRequest("We could not determine the customer's tax location from the address given.", {
        code: 'customer_tax_location_invalid',
        param: 'customer_details[address]',
      })
    }
    const net = items.reduce((sum, { amount }) => sum + amount, 0)
    const [type, percent] = RATES[country] ?? [null, 0]
    const reversed = REVERSED.has(country) && (details.tax_ids ?? []).length > 0
    const tax = reversed ? 0 : Math.round((net * percent * 1000) / 100_000)
    const calculation = {
      id: newId('taxcalc'),
      object: 'tax.calculation',
      amount_total: net + tax,
      currency,
      customer: null,
      customer_details: {
        address: fullAddress(details.address),
        address_source: 'billing',
        ip_address: null,
        tax_ids: details.tax_ids ?? [],
        taxability_override: 'none',
      },
      expires_at: seconds() + KEPT_FOR_S,
      livemode: false,
      ship_from_details: null,
      shipping_cost: null,
      tax_amount_exclusive: tax,
      tax_amount_inclusive: 0,
      tax_breakdown: [
        {
          amount: tax,
          inclusive: false,
          tax_rate_details: {
            country,
            flat_amount: null,
            percentage_decimal: String(percent),
            rate_type: type === null ? null : 'percentage',
            state: type === 'sales_tax' ? (state ?? null) : null,
            tax_type: type,
          },
          taxability_reason: reversed
            ? 'reverse_charge'
            : type === null
              ? 'not_collecting'
              : 'standard_rated',
          taxable_amount: tax === 0 ? 0 : net,
        },
      ],
      tax_date: seconds(),
    } satisfies Stripe.Tax.Calculation
    books.shelves.calculations[calculation.id] = calculation
    return calculation
  },
})

export const createTransaction = endpoint({
  method: 'POST',
  path: '/v1/tax/transactions/create_from_calculation',
  parameters: z.strictObject({ calculation: text, reference: text }),
  answer(world, { parameters: { calculation: id, reference } }) {
    const calculation = world.books.get('calculations', id, 'calculation')
    if (calculation.expires_at! <= seconds()) throw invalidRequest('This calculation has expired.')
    requireNewReference(world, reference)
    return keep(world, {
      calculation,
      reference,
      type: 'transaction',
      amounts: {
        amount: calculation.amount_total - calculation.tax_amount_exclusive,
        tax: calculation.tax_amount_exclusive,
      },
      original: null,
    })
  },
})

export const createReversal = endpoint({
  method: 'POST',
  path: '/v1/tax/transactions/create_reversal',
  parameters: z.strictObject({
    mode: z.literal('partial'),
    original_transaction: text,
    reference: text,
    flat_amount: whole.refine((amount) => amount < 0, 'must be negative'),
  }),
  answer(world, { parameters }) {
    const { original_transaction: id, reference, flat_amount: amount } = parameters
    const { shelves } = world.books
    const original = world.books.get('taxTransactions', id, 'original_transaction')
    requireNewReference(world, reference)
    const of = Object.values(shelves.taxTransactions).filter(
      (each) => each.id === id || each.reversal?.original_transaction === id,
    )
    const left = of.reduce((sum, each) => sum + shelves.taxAmounts[each.id]!, 0)
    if (left + amount < 0) throw invalidRequest(`Only ${left} of this transaction are left to reverse.`)
    return keep(world, {
      calculation: original,
      reference,
      type: 'reversal',
      amounts: { amount, tax: 0 },
      original: id,
    })
  },
})

function requireNewReference({ books }: World, reference: string): void {
  if (Object.values(books.shelves.taxTransactions).some((each) => each.reference === reference)) {
    throw new ApiError(400, {
      type: 'invalid_request_error',
      message: `A transaction with the reference ${reference} was made before.`,
      param: 'reference',
    })
  }
}

function keep(
  { books }: World,
  made: {
    readonly calculation: Pick<Stripe.Tax.Transaction, 'currency' | 'customer_details'>
    readonly reference: string
    readonly type: 'transaction' | 'reversal'
    readonly amounts: { readonly amount: number; readonly tax: number }
    readonly original: string | null
  },
): Stripe.Tax.Transaction {
  const { calculation, reference, type, amounts, original } = made
  const now = seconds()
  const transaction = {
    id: newId('tax'),
    object: 'tax.transaction',
    created: now,
    currency: calculation.currency,
    customer: null,
    customer_details: calculation.customer_details,
    livemode: false,
    metadata: null,
    posted_at: now,
    reference,
    reversal: original === null ? null : { original_transaction: original },
    ship_from_details: null,
    shipping_cost: null,
    tax_date: now,
    type,
  } satisfies Stripe.Tax.Transaction
  books.shelves.taxTransactions[transaction.id] = transaction
  books.shelves.taxAmounts[transaction.id] = amounts.amount + amounts.tax
  return transaction
}
