import type { Stripe } from 'stripe'
import { z } from 'zod'
import { newId, seconds } from '../books.ts'
import { endpoint, type World } from '../endpoint.ts'
import { expand, list, text } from '../parameters.ts'

const DAY_SECONDS = 86_400
const url = z.string().regex(/^https?:\/\//, 'not a valid URL')

export const createSession = endpoint({
  method: 'POST',
  path: '/v1/checkout/sessions',
  parameters: z.strictObject({
    mode: z.literal('setup', 'the stand-in knows mode setup alone'),
    customer: text,
    client_reference_id: z.string().max(200).optional(),
    allowed_payment_method_types: list(z.literal('card')),
    success_url: url,
    cancel_url: url.optional(),
  }),
  answer({ books, baseUrl }, { parameters }) {
    const { customer } = parameters
    books.get('customers', customer, 'customer')
    const setup = setupIntent(customer)
    books.shelves.setupIntents[setup.id] = setup
    const id = newId('cs_test')
    const session = {
      id,
      object: 'checkout.session',
      adaptive_pricing: null,
      after_expiration: null,
      allow_promotion_codes: null,
      allowed_payment_method_types: ['card'],
      amount_subtotal: null,
      amount_total: null,
      automatic_tax: { enabled: false, liability: null, provider: null, status: null },
      billing_address_collection: null,
      cancel_url: parameters.cancel_url ?? null,
      client_reference_id: parameters.client_reference_id ?? null,
      client_secret: null,
      collected_information: null,
      consent: null,
      consent_collection: null,
      created: seconds(),
      currency: null,
      currency_conversion: null,
      custom_fields: [],
      custom_text: {
        after_submit: null,
        shipping_address: null,
        submit: null,
        terms_of_service_acceptance: null,
      },
      customer,
      customer_account: null,
      customer_creation: null,
      customer_details: null,
      customer_email: null,
      discounts: null,
      expires_at: seconds() + DAY_SECONDS,
      integration_identifier: null,
      invoice: null,
      invoice_creation: null,
      livemode: false,
      locale: null,
      managed_payments: null,
      metadata: {},
      mode: 'setup',
      origin_context: null,
      payment_intent: null,
      payment_link: null,
      payment_method_collection: null,
      payment_method_configuration_details: null,
      payment_method_options: null,
      payment_method_types: ['card'],
      payment_status: 'no_payment_required',
      permissions: null,
      recovered_from: null,
      saved_payment_method_options: null,
      setup_intent: setup.id,
      shipping_address_collection: null,
      shipping_cost: null,
      shipping_options: [],
      status: 'open',
      submit_type: null,
      subscription: null,
      success_url: parameters.success_url,
      total_details: null,
      ui_mode: 'hosted_page',
      url: `${baseUrl()}/pay/cards/${id}`,
      wallet_options: null,
    } satisfies Stripe.Checkout.Session
    books.shelves.sessions[id] = session
    return session
  },
})

export const readSession = endpoint({
  method: 'GET',
  path: '/v1/checkout/sessions/:id',
  parameters: z.strictObject({ expand: expand('setup_intent.payment_method') }),
  answer(world, { id, parameters }) {
    const session = current(world, id)
    if (!parameters.expand) return session
    const setup = world.books.get('setupIntents', session.setup_intent as string)
    const method = setup.payment_method as string | null
    const full = method === null ? null : world.books.get('paymentMethods', method)
    return { ...session, setup_intent: { ...setup, payment_method: full } }
  },
})

/** A session is over when its day is. */
export function current({ books }: World, id: string): Stripe.Checkout.Session {
  const session = books.get('sessions', id, 'session')
  if (session.status === 'open' && session.expires_at <= seconds()) {
    session.status = 'expired'
    session.url = null
  }
  return session
}

function setupIntent(customer: string): Stripe.SetupIntent {
  const id = newId('seti')
  return {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: ['card'],
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${newId('x')}`,
    created: seconds(),
    customer,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: 'off_session',
  }
}
