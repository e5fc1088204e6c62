import type { Stripe } from 'stripe'
import { asUnknown, isMissing, isWithoutCustomer } from './faults.ts'
import type { Card, CardEntry, PaymentGateway } from './gateway.ts'

type CardEntryGateway = Pick<PaymentGateway, 'startCardEntry' | 'readCardEntry' | 'useCard' | 'readCard'>

/** PAY-01: Checkout in mode setup. */
export function cardEntry(stripe: Stripe): CardEntryGateway {
  return {
    async startCardEntry({ accountId, customerId, returnUrl, cancelUrl }, key) {
      try {
        const session = await stripe.checkout.sessions.create(
          {
            mode: 'setup',
            customer: customerId,
            client_reference_id: accountId,
            allowed_payment_method_types: ['card'],
            // The placeholder is filled in by the processor and must not be escaped.
            success_url: `${returnUrl}${returnUrl.includes('?') ? '&' : '?'}session={CHECKOUT_SESSION_ID}`,
            cancel_url: cancelUrl,
          },
          { idempotencyKey: `${key}:card-entry` },
        )
        if (session.url === null) throw new TypeError('A hosted session without an address')
        return { kind: 'known', sessionId: session.id, url: session.url }
      } catch (fault) {
        return isWithoutCustomer(fault) ? { kind: 'not-there' } : asUnknown(fault)
      }
    },

    async readCardEntry(sessionId) {
      try {
        const session = await stripe.checkout.sessions.retrieve(sessionId, {
          expand: ['setup_intent.payment_method'],
        })
        const intent = typeof session.setup_intent === 'object' ? session.setup_intent : null
        const method = typeof intent?.payment_method === 'object' ? intent.payment_method : null
        return {
          kind: 'known',
          accountId: session.client_reference_id,
          customerId: idOf(session.customer),
          status: statusOf(session),
          card: method && cardOf(method),
        }
      } catch (fault) {
        return isMissing(fault) ? { kind: 'not-there' } : asUnknown(fault)
      }
    },

    async useCard(customerId, paymentMethodId) {
      try {
        await stripe.customers.update(customerId, {
          invoice_settings: { default_payment_method: paymentMethodId },
        })
        return { kind: 'known' }
      } catch (fault) {
        return asUnknown(fault)
      }
    },

    async readCard(paymentMethodId) {
      try {
        const card = cardOf(await stripe.paymentMethods.retrieve(paymentMethodId))
        return card ? { kind: 'known', card } : { kind: 'not-there' }
      } catch (fault) {
        return isMissing(fault) ? { kind: 'not-there' } : asUnknown(fault)
      }
    },
  }
}

function statusOf({ status }: Stripe.Checkout.Session): CardEntry['status'] {
  if (status === 'complete') return 'complete'
  return status === 'expired' ? 'expired' : 'open'
}

function cardOf({ id, card }: Stripe.PaymentMethod): Card | null {
  if (!card) return null
  const { brand, last4, exp_month, exp_year } = card
  return { paymentMethodId: id, brand, lastFour: last4, expiryMonth: exp_month, expiryYear: exp_year }
}

export function idOf(reference: string | { readonly id: string } | null): string | null {
  return typeof reference === 'object' ? (reference?.id ?? null) : reference
}
