import type { Stripe } from 'stripe'
import { z } from 'zod'
import { newId, seconds } from '../books.ts'
import { endpoint, type World } from '../endpoint.ts'
import { invalidRequest } from '../errors.ts'
import { expand, flag, metadata, text, whole } from '../parameters.ts'
import { settle } from '../charge.ts'

const currency = z.string().regex(/^[a-z]{3}$/, 'a currency is three small letters')

export const createInvoice = endpoint({
  method: 'POST',
  path: '/v1/invoices',
  parameters: z.strictObject({
    customer: text,
    currency,
    description: text.optional(),
    collection_method: z.literal('charge_automatically'),
    // The stand-in advances nothing by itself, and nothing of ours may want it to.
    auto_advance: z.literal('false'),
    pending_invoice_items_behavior: z.literal('exclude'),
    metadata: metadata.optional(),
  }),
  answer({ books }, { parameters }) {
    const customer = books.get('customers', parameters.customer, 'customer')
    const invoice = draft(customer, parameters)
    books.shelves.invoices[invoice.id] = invoice
    books.shelves.lines[invoice.id] = []
    books.shelves.payments[invoice.id] = []
    return asShown(books, invoice)
  },
})

export const listInvoices = endpoint({
  method: 'GET',
  path: '/v1/invoices',
  parameters: z.strictObject({
    customer: text,
    created: z.strictObject({ gte: whole }).optional(),
    limit: whole.optional(),
    starting_after: text.optional(),
  }),
  answer({ books }, { parameters }) {
    const { customer, created, limit = 10, starting_after: after } = parameters
    books.get('customers', customer, 'customer')
    const all = Object.values(books.shelves.invoices)
      .filter((invoice) => invoice.customer === customer && invoice.created >= (created?.gte ?? 0))
      .toReversed()
    const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
    const page = all.slice(start, start + limit)
    return {
      object: 'list',
      data: page.map((invoice) => asShown(books, invoice)),
      has_more: start + limit < all.length,
      url: '/v1/invoices',
    } satisfies Stripe.ApiList<Stripe.Invoice>
  },
})

export const readInvoice = endpoint({
  method: 'GET',
  path: '/v1/invoices/:id',
  parameters: z.strictObject({ expand: expand('payments') }),
  answer({ books }, { id, parameters }) {
    const invoice = asShown(books, books.get('invoices', id, 'invoice'))
    const payments = books.shelves.payments[id] ?? []
    if (!parameters.expand) return invoice
    return {
      ...invoice,
      payments: { object: 'list', data: payments, has_more: false, url: '/v1/invoice_payments' },
    } satisfies Stripe.Invoice
  },
})

export const listLines = endpoint({
  method: 'GET',
  path: '/v1/invoices/:id/lines',
  parameters: z.strictObject({ limit: whole.optional(), starting_after: text.optional() }),
  answer({ books }, { id, parameters }) {
    books.get('invoices', id, 'invoice')
    const { limit = 10, starting_after: after } = parameters
    const lines = books.shelves.lines[id]!
    const start = after === undefined ? 0 : lines.findIndex((line) => line.id === after) + 1
    return {
      object: 'list',
      data: lines.slice(start, start + limit),
      has_more: start + limit < lines.length,
      url: `/v1/invoices/${id}/lines`,
    } satisfies Stripe.ApiList<Stripe.InvoiceLineItem>
  },
})

export const createInvoiceItem = endpoint({
  method: 'POST',
  path: '/v1/invoiceitems',
  parameters: z.strictObject({
    customer: text,
    invoice: text,
    amount: whole,
    currency,
    description: text.optional(),
    metadata: metadata.optional(),
  }),
  answer({ books }, { parameters }) {
    const { customer, invoice: invoiceId, amount, description = null, metadata: notes = {} } = parameters
    const invoice = books.get('invoices', invoiceId, 'invoice')
    if (invoice.status !== 'draft')
      throw invalidRequest('This invoice is no longer editable', { param: 'invoice' })
    if (invoice.customer !== customer)
      throw invalidRequest('The customer is another one', { param: 'customer' })
    if (invoice.currency !== parameters.currency) {
      throw invalidRequest('The currency of the item is not the invoice’s', { param: 'currency' })
    }
    const itemId = newId('ii')
    const now = seconds()
    const line = {
      id: newId('il'),
      object: 'line_item',
      amount,
      currency: parameters.currency,
      description,
      discount_amounts: [],
      discountable: false,
      discounts: [],
      invoice: invoiceId,
      livemode: false,
      metadata: notes,
      parent: {
        invoice_item_details: {
          invoice_item: itemId,
          proration: false,
          proration_details: null,
          subscription: null,
        },
        subscription_item_details: null,
        type: 'invoice_item_details',
      },
      period: { start: now, end: now },
      pretax_credit_amounts: [],
      pricing: null,
      quantity: 1,
      quantity_decimal: null,
      subscription: null,
      subtotal: amount,
      taxes: [],
    } satisfies Stripe.InvoiceLineItem
    books.shelves.lines[invoiceId]!.push(line)
    const total = books.shelves.lines[invoiceId]!.reduce((sum, each) => sum + each.amount, 0)
    Object.assign(invoice, {
      subtotal: total,
      subtotal_excluding_tax: total,
      total,
      total_excluding_tax: total,
      amount_due: Math.max(total, 0),
      amount_remaining: Math.max(total, 0),
    })
    // The library makes a decimal of the text.
    return {
      id: itemId,
      object: 'invoiceitem',
      amount,
      currency: parameters.currency,
      customer,
      customer_account: null,
      date: now,
      description,
      discountable: false,
      discounts: [],
      invoice: invoiceId,
      livemode: false,
      metadata: notes,
      parent: null,
      period: { start: now, end: now },
      pricing: null,
      proration: false,
      quantity: 1,
      quantity_decimal: '1',
      tax_rates: [],
      test_clock: null,
    } satisfies Omit<Stripe.InvoiceItem, 'quantity_decimal'> & { quantity_decimal: string }
  },
})

export const finaliseInvoice = endpoint({
  method: 'POST',
  path: '/v1/invoices/:id/finalize',
  parameters: z.strictObject({ auto_advance: flag }),
  answer(world, { id }) {
    const { books, events, baseUrl } = world
    const invoice = books.get('invoices', id, 'invoice')
    if (invoice.status !== 'draft') {
      throw invalidRequest('This invoice is already finalized, you can’t re-finalize a non-draft invoice.', {
        code: 'invoice_not_editable',
      })
    }
    if (books.shelves.lines[id]!.length === 0) {
      throw invalidRequest('Nothing to invoice.', { code: 'invoice_no_subscription_line_items' })
    }
    invoice.status = 'open'
    invoice.number = id.slice(-8).toUpperCase()
    invoice.effective_at = seconds()
    invoice.status_transitions.finalized_at = seconds()
    invoice.hosted_invoice_url = `${baseUrl()}/pay/invoices/${id}`
    events.emit('invoice.finalized', invoice)
    if (invoice.amount_due === 0) settle(world, invoice)
    else awaitPayment(world, invoice)
    return asShown(books, invoice)
  },
})

export const voidInvoice = endpoint({
  method: 'POST',
  path: '/v1/invoices/:id/void',
  parameters: z.strictObject({}),
  answer({ books, events }, { id }) {
    const invoice = books.get('invoices', id, 'invoice')
    if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
      throw invalidRequest(`You can’t void an invoice that is ${invoice.status}.`)
    invoice.status = 'void'
    invoice.status_transitions.voided_at = seconds()
    for (const payment of books.shelves.payments[id]!) {
      payment.status = 'canceled'
      const intent = books.get('paymentIntents', payment.payment.payment_intent as string)
      Object.assign(intent, { status: 'canceled', canceled_at: seconds(), next_action: null })
    }
    events.emit('invoice.voided', invoice)
    return asShown(books, invoice)
  },
})

/** As somebody does it in the processor's dashboard: it can still be paid, or voided. */
export const markUncollectible = endpoint({
  method: 'POST',
  path: '/v1/invoices/:id/mark_uncollectible',
  parameters: z.strictObject({}),
  answer({ books, events }, { id }) {
    const invoice = books.get('invoices', id, 'invoice')
    if (invoice.status !== 'open')
      throw invalidRequest(`You can’t give up an invoice that is ${invoice.status}.`)
    invoice.status = 'uncollectible'
    invoice.status_transitions.marked_uncollectible_at = seconds()
    events.emit('invoice.marked_uncollectible', invoice)
    return asShown(books, invoice)
  },
})

export const deleteInvoice = endpoint({
  method: 'DELETE',
  path: '/v1/invoices/:id',
  parameters: z.strictObject({}),
  answer({ books }, { id }) {
    if (books.get('invoices', id, 'invoice').status !== 'draft') {
      throw invalidRequest('You can only delete draft invoices.', { code: 'invoice_not_editable' })
    }
    delete books.shelves.invoices[id]
    return { id, object: 'invoice', deleted: true } satisfies Stripe.DeletedInvoice
  },
})

function awaitPayment({ books }: World, invoice: Stripe.Invoice): void {
  const intent = paymentIntent(invoice)
  books.shelves.paymentIntents[intent.id] = intent
  books.shelves.payments[invoice.id]!.push({
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: seconds(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent.id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  } satisfies Stripe.InvoicePayment)
}

function asShown(books: World['books'], invoice: Stripe.Invoice): Stripe.Invoice {
  const lines = books.shelves.lines[invoice.id] ?? []
  return {
    ...invoice,
    lines: {
      object: 'list',
      data: lines.slice(0, 10),
      has_more: lines.length > 10,
      url: `/v1/invoices/${invoice.id}/lines`,
    },
  }
}

function draft(
  customer: Stripe.Customer,
  given: {
    readonly currency: string
    readonly description?: string | undefined
    readonly metadata?: Stripe.Metadata | undefined
  },
): Stripe.Invoice {
  const now = seconds()
  return {
    id: newId('in'),
    object: 'invoice',
    account_country: 'US',
    account_name: 'Seatkeeper sandbox',
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: false,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: 'manual',
    collection_method: 'charge_automatically',
    created: now,
    currency: given.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: given.description ?? null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: [], has_more: false, url: '' },
    livemode: false,
    metadata: given.metadata ?? {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: now,
    period_start: now,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  }
}

function paymentIntent(invoice: Stripe.Invoice): Stripe.PaymentIntent {
  const id = newId('pi')
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: invoice.amount_due,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: `${id}_secret_${newId('x')}`,
    confirmation_method: 'automatic',
    created: seconds(),
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    description: invoice.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
}
