import type { Stripe } from 'stripe'
import { z } from 'zod'
import { newId, seconds } from '../books.ts'
import { endpoint } from '../endpoint.ts'
import { metadata, text } from '../parameters.ts'

export const address = z.strictObject({
  line1: text.optional(),
  line2: text.optional(),
  city: text.optional(),
  state: text.optional(),
  postal_code: text.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'a country is two capital letters')
    .optional(),
})

export function fullAddress(given: z.infer<typeof address>): Stripe.Address {
  const { line1 = null, line2 = null, city = null, state = null, postal_code = null, country = null } = given
  return { line1, line2, city, state, postal_code, country }
}

const details = {
  name: text.optional(),
  email: text.optional(),
  address: address.optional(),
}

export const createCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers',
  parameters: z.strictObject({ ...details, metadata: metadata.optional() }),
  answer({ books }, { parameters }) {
    const customer = customerOf(parameters)
    books.shelves.customers[customer.id] = customer
    return customer
  },
})

export const updateCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers/:id',
  parameters: z.strictObject({
    ...details,
    invoice_settings: z.strictObject({ default_payment_method: text }).optional(),
  }),
  answer({ books }, { id, parameters }) {
    const customer = books.get('customers', id)
    const { name, email, address: given, invoice_settings: settings } = parameters
    if (name !== undefined) customer.name = name
    if (email !== undefined) customer.email = email
    if (given !== undefined) customer.address = fullAddress(given)
    if (settings !== undefined) {
      books.get('paymentMethods', settings.default_payment_method, 'invoice_settings[default_payment_method]')
      customer.invoice_settings.default_payment_method = settings.default_payment_method
    }
    return customer
  },
})

export function customerOf(given: {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly address?: z.infer<typeof address> | undefined
  readonly metadata?: Stripe.Metadata | undefined
}): Stripe.Customer {
  const { name, email, address: place, metadata: notes } = given
  return {
    id: newId('cus'),
    object: 'customer',
    address: place ? fullAddress(place) : null,
    balance: 0,
    created: seconds(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: email ?? null,
    invoice_prefix: null,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: notes ?? {},
    name: name ?? null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
}
