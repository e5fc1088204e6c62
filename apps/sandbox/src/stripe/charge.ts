import type { Stripe } from 'stripe'
import { seconds } from './books.ts'
import { type Decline, testCard } from './cards.ts'
import type { World } from './endpoint.ts'

/** Charges a card as its number says. `authenticated`: the holder has just proved who they are. */
export function charge(world: World, intent: Stripe.PaymentIntent, authenticated: boolean): void {
  const { books, events, baseUrl } = world
  const method = books.get('paymentMethods', intent.payment_method as string, 'payment_method')
  const card = testCard(books.shelves.cardNumbers[method.id] ?? '')
  const invoice = invoiceOf(world, intent)
  invoice.attempted = true
  if (card?.chargeAuthenticates && !authenticated) {
    intent.status = 'requires_action'
    intent.next_action = {
      type: 'redirect_to_url',
      redirect_to_url: {
        return_url: books.shelves.returnUrls[intent.id] ?? null,
        url: `${baseUrl()}/pay/authenticate/${intent.id}`,
      },
    }
    events.emit('invoice.payment_action_required', invoice)
    return
  }
  if (isExpired(method, world.businessNow())) {
    refuse(world, intent, { code: 'expired_card', message: 'Your card has expired.' })
    return
  }
  if (card === undefined || card.charge) {
    refuse(world, intent, card?.charge ?? { code: 'card_declined', message: 'Your card was declined.' })
    return
  }
  intent.status = 'succeeded'
  intent.next_action = null
  intent.last_payment_error = null
  intent.amount_received = intent.amount
  settle(world, invoice)
  events.emit('payment_intent.succeeded', intent)
}

/** A card's last month is its last. */
function isExpired({ card }: Stripe.PaymentMethod, now: number): boolean {
  return card !== undefined && Date.UTC(card.exp_year, card.exp_month, 1) <= now
}

/** The bank said no, or the holder could not prove who they are: the payment waits for another card. */
export function refuse(
  world: World,
  intent: Stripe.PaymentIntent,
  decline: Decline | 'authentication',
): void {
  const { books, events } = world
  const method = books.get('paymentMethods', intent.payment_method as string)
  const invoice = invoiceOf(world, intent)
  invoice.attempted = true
  invoice.attempt_count += 1
  intent.status = 'requires_payment_method'
  intent.next_action = null
  intent.payment_method = null
  intent.last_payment_error =
    decline === 'authentication'
      ? {
          type: 'invalid_request_error',
          code: 'payment_intent_authentication_failure',
          message: 'The provided PaymentMethod has failed authentication.',
          payment_method: method,
        }
      : {
          type: 'card_error',
          code: decline.code,
          ...(decline.declineCode && { decline_code: decline.declineCode }),
          message: decline.message,
          payment_method: method,
        }
  events.emit('payment_intent.payment_failed', intent)
  events.emit('invoice.payment_failed', invoice)
}

/** Nothing is left to pay. */
export function settle({ books, events }: World, invoice: Stripe.Invoice): void {
  const now = seconds()
  invoice.status = 'paid'
  invoice.amount_paid = invoice.amount_due
  invoice.amount_remaining = 0
  invoice.attempt_count += invoice.amount_due > 0 ? 1 : 0
  invoice.status_transitions.paid_at = now
  for (const payment of books.shelves.payments[invoice.id] ?? []) {
    payment.status = 'paid'
    payment.amount_paid = payment.amount_requested
    payment.status_transitions.paid_at = now
  }
  events.emit('invoice.paid', invoice)
}

export function invoiceOf({ books }: World, intent: Stripe.PaymentIntent): Stripe.Invoice {
  const [invoiceId] = Object.entries(books.shelves.payments).find(([, payments]) =>
    payments.some(({ payment }) => payment.payment_intent === intent.id),
  )!
  return books.get('invoices', invoiceId)
}
