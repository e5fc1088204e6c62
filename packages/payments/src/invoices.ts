import { type Currency, type Instant, type ListedInvoice, readCurrency } from '@seatkeeper/rules'
import { Stripe } from 'stripe'
import { fromProcessor, toProcessor } from './amounts.ts'
import { idOf } from './card-entry.ts'
import { asUnknown, declineCause, isMissing, isUnusableCard, isWithoutCustomer } from './faults.ts'
import type { InvoiceContent, InvoiceState, PaymentGateway } from './gateway.ts'

/** The metadata by which we find our own again. */
const REFERENCE = 'seatkeeper_reference'
const LINE = 'seatkeeper_line'
/** The processor's clock need not agree with ours. */
const CLOCKS_DIFFER_BY_MS = 3_600_000

/** How its payment fared says how an open invoice stands, and why a void one was voided. */
const READ_WITH_PAYMENT: ReadonlySet<Stripe.Invoice['status']> = new Set(['open', 'void'])

type InvoiceGateway = Pick<
  PaymentGateway,
  | 'findInvoice'
  | 'listInvoices'
  | 'openInvoice'
  | 'finaliseInvoice'
  | 'payInvoice'
  | 'readInvoice'
  | 'voidInvoice'
>

/**
 * Invoices of our own lines: the processor prorates, taxes and credits nothing. After each call that moves one the invoice
 * is read again, and what is reported is what was read, whatever the call itself answered.
 */
export function invoices(stripe: Stripe): InvoiceGateway {
  return {
    async findInvoice(customerId, reference, since) {
      try {
        let found: string | null = null
        const created = { gte: Math.floor((since - CLOCKS_DIFFER_BY_MS) / 1000) }
        // Newest first, so the last match is the oldest.
        for await (const invoice of stripe.invoices.list({ customer: customerId, created, limit: 100 })) {
          if (invoice.metadata?.[REFERENCE] === reference) found = invoice.id
        }
        return { kind: 'known', invoiceId: found }
      } catch (fault) {
        return isWithoutCustomer(fault) ? { kind: 'not-there' } : asUnknown(fault)
      }
    },

    async listInvoices(customerId, after) {
      try {
        const { data, has_more: more } = await stripe.invoices.list({
          customer: customerId,
          limit: 100,
          ...(after !== null && { starting_after: after }),
        })
        const foreign = data.find(({ currency }) => readCurrency(currency.toUpperCase()).kind === 'refuse')
        if (foreign)
          return { kind: 'unknown', error: `Invoice ${foreign.id} is in ${foreign.currency}`, ours: true }
        return { kind: 'known', invoices: data.map(listed), more }
      } catch (fault) {
        return asUnknown(fault)
      }
    },

    async openInvoice({ reference, customerId, currency, description }, key) {
      try {
        const { id } = await stripe.invoices.create(
          {
            customer: customerId,
            currency: currency.toLowerCase(),
            description,
            collection_method: 'charge_automatically',
            auto_advance: false,
            pending_invoice_items_behavior: 'exclude',
            metadata: { [REFERENCE]: reference },
          },
          { idempotencyKey: `${key}:invoice` },
        )
        return { kind: 'known', invoiceId: id }
      } catch (fault) {
        return isWithoutCustomer(fault) ? { kind: 'not-there' } : asUnknown(fault)
      }
    },

    async finaliseInvoice(content, key) {
      return thenRead(stripe, content.invoiceId, async () => {
        const before = await stripe.invoices.retrieve(content.invoiceId)
        if (before.status !== 'draft') return
        await addLines(stripe, content, key)
        await stripe.invoices.finalizeInvoice(
          content.invoiceId,
          { auto_advance: false },
          { idempotencyKey: `${key}:finalise` },
        )
      })
    },

    async payInvoice({ invoiceId, paymentMethodId, returnUrl }, key) {
      return thenRead(stripe, invoiceId, async () => {
        const intent = await intentOf(stripe, await retrieve(stripe, invoiceId))
        if (intent === null) return
        await stripe.paymentIntents.confirm(
          intent.id,
          { payment_method: paymentMethodId, return_url: returnUrl },
          { idempotencyKey: `${key}:pay` },
        )
      })
    },

    readInvoice: (invoiceId) => thenRead(stripe, invoiceId, async () => {}),

    async voidInvoice(invoiceId, key) {
      return thenRead(stripe, invoiceId, async () => {
        const { status } = await stripe.invoices.retrieve(invoiceId)
        if (status === 'draft') await stripe.invoices.del(invoiceId)
        else if (status === 'open' || status === 'uncollectible') {
          await stripe.invoices.voidInvoice(invoiceId, {}, { idempotencyKey: `${key}:void` })
        }
      })
    },
  }
}

/** Lines are told apart by their number: what an earlier try has added is not added again. */
async function addLines(
  stripe: Stripe,
  { invoiceId, customerId, lines }: InvoiceContent,
  key: string,
): Promise<void> {
  const there = new Set<string | undefined>()
  for await (const line of stripe.invoices.listLineItems(invoiceId, { limit: 100 })) {
    there.add(line.metadata[LINE])
  }
  for (const [n, { description, amount }] of lines.entries()) {
    if (there.has(String(n))) continue
    await stripe.invoiceItems.create(
      {
        customer: customerId,
        invoice: invoiceId,
        amount: toProcessor(amount),
        currency: amount.currency.toLowerCase(),
        description,
        metadata: { [LINE]: String(n) },
      },
      { idempotencyKey: `${key}:line-${n}` },
    )
  }
}

/** Does something, then reads how the invoice stands: a card's refusal shows there, and so does what a timeout hid. */
async function thenRead(stripe: Stripe, invoiceId: string, act: () => Promise<void>): Promise<InvoiceState> {
  let refused: unknown = null
  try {
    await act()
  } catch (fault) {
    // Declines and demands for authentication are states of the invoice, read below; and so is an invoice that is gone.
    const readOn = fault instanceof Stripe.errors.StripeCardError || isMissing(fault) || isUnusableCard(fault)
    if (!readOn) return asUnknown(fault)
    refused = fault
  }
  try {
    const invoice = await retrieve(stripe, invoiceId)
    const state = stateOf(
      invoice,
      READ_WITH_PAYMENT.has(invoice.status) ? await intentOf(stripe, invoice) : null,
    )
    if (isUnusableCard(refused))
      return state.kind === 'open' ? { ...state, kind: 'declined', cause: 'declined' } : state
    // Something else that it needs is gone.
    return isMissing(refused) ? asUnknown(refused) : state
  } catch (fault) {
    return isMissing(fault) ? { kind: 'not-there' } : asUnknown(fault)
  }
}

function retrieve(stripe: Stripe, invoiceId: string): Promise<Stripe.Invoice> {
  return stripe.invoices.retrieve(invoiceId, { expand: ['payments'] })
}

/** The invoice's own payment; none for a draft, or where nothing is to pay. */
async function intentOf(stripe: Stripe, { payments }: Stripe.Invoice): Promise<Stripe.PaymentIntent | null> {
  const payment = payments?.data.find((each) => each.is_default) ?? payments?.data[0]
  const id = idOf(payment?.payment.payment_intent ?? null)
  return id === null ? null : stripe.paymentIntents.retrieve(id)
}

function stateOf(invoice: Stripe.Invoice, intent: Stripe.PaymentIntent | null): InvoiceState {
  const { id: invoiceId, status } = invoice
  if (status === 'draft') return { kind: 'draft', invoiceId }
  if (status === 'void') {
    const declined = intent?.last_payment_error ?? null
    return { kind: 'void', invoiceId, ...(declined && { cause: declineCause(declined) }) }
  }
  const total = collected(invoice, currencyOf(invoice))
  if (status === 'paid') return { kind: 'paid', invoiceId, total }
  // Somebody there has given it up: it can still be voided, or paid with another card.
  if (status === 'uncollectible') return { kind: 'declined', invoiceId, total, cause: 'declined' }
  if (status !== 'open') return { kind: 'unknown', error: `An invoice that is ${status}`, ours: true }
  switch (intent?.status) {
    case undefined:
    case 'requires_confirmation':
      return { kind: 'open', invoiceId, total }
    case 'requires_payment_method':
      return intent?.last_payment_error
        ? { kind: 'declined', invoiceId, total, cause: declineCause(intent.last_payment_error) }
        : { kind: 'open', invoiceId, total }
    case 'requires_action': {
      // The processor's page for the invoice serves where it has no page for the bank's question alone.
      const url = intent?.next_action?.redirect_to_url?.url ?? invoice.hosted_invoice_url
      return url
        ? { kind: 'requires-action', invoiceId, total, url }
        : { kind: 'unknown', error: 'An action is required, and there is no page for it', ours: true }
    }
    case 'canceled':
      return { kind: 'declined', invoiceId, total, cause: 'declined' }
    default:
      // Succeeded: the invoice follows in a moment.
      return { kind: 'processing', invoiceId }
  }
}

function listed(invoice: Stripe.Invoice): ListedInvoice {
  const { currency, amount } = collected(invoice, currencyOf(invoice))
  return {
    id: invoice.id,
    reference: invoice.metadata?.[REFERENCE] ?? null,
    state: stateName(invoice),
    amount,
    currency,
    createdAt: (invoice.created * 1000) as Instant,
  }
}

const STATES = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const

function stateName({ id, status }: Stripe.Invoice): ListedInvoice['state'] {
  const known = STATES.find((state) => state === (status ?? 'draft'))
  if (known === undefined) throw new TypeError(`Invoice ${id} is ${status}`)
  return known
}

function currencyOf(invoice: Stripe.Invoice): Currency {
  const read = readCurrency(invoice.currency.toUpperCase())
  if (read.kind === 'refuse') throw new TypeError(`An invoice in ${invoice.currency}`)
  return read.currency
}

/**
 * What the customer pays. Credit lives in our ledger alone: were there a balance at the processor, it would pay less than
 * the lines say, and the caller, who compares, would not go on.
 */
function collected({ total, amount_due, amount_paid, status }: Stripe.Invoice, currency: Currency) {
  const moved = status === 'paid' ? amount_paid : amount_due
  return fromProcessor(moved === total ? total : moved, currency)
}
