import type { Stripe } from 'stripe'
import { asUnknown } from './faults.ts'
import type { CustomerDetails, PaymentGateway, PostalAddress } from './gateway.ts'

export function customers(stripe: Stripe): Pick<PaymentGateway, 'openCustomer' | 'updateCustomer'> {
  return {
    async openCustomer(customer, key) {
      try {
        const { id } = await stripe.customers.create(
          { ...detailsOf(customer), metadata: { account: customer.accountId } },
          { idempotencyKey: `${key}:customer` },
        )
        return { kind: 'known', customerId: id }
      } catch (fault) {
        return asUnknown(fault)
      }
    },

    async updateCustomer(customerId, customer) {
      try {
        await stripe.customers.update(customerId, detailsOf(customer))
        return { kind: 'known' }
      } catch (fault) {
        return asUnknown(fault)
      }
    },
  }
}

function detailsOf({ name, email, address }: CustomerDetails) {
  return { name, ...(email && { email }), ...(address && { address: addressParameter(address) }) }
}

export function addressParameter({ line1, line2, city, region, postalCode, country }: PostalAddress) {
  return {
    line1,
    ...(line2 && { line2 }),
    city,
    ...(region && { state: region }),
    postal_code: postalCode,
    country,
  }
}
