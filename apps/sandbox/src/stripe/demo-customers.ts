import type { Stripe } from 'stripe'
import type { Shelves } from './books.ts'
import { testCard } from './cards.ts'
import { customerOf } from './endpoints/customers.ts'
import { paymentMethodOf } from './endpoints/payment-methods.ts'

/** The demo's accounts as the processor knows them from the start; the database's demo data names the same ids. */
const CUSTOMERS = [
  ['larkspur', 'Larkspur Outfitters', '4242424242424242'],
  ['blue-harbor', 'Blue Harbor Care', '5555555555554444'],
  ['copperline', 'Copperline Retail', '4000000000000341'],
  ['old-mill', 'Old Mill Helpdesk', '4242424242424242'],
] as const

export function addDemoCustomers(shelves: Shelves): void {
  const expiry = { month: 12, year: new Date().getUTCFullYear() + 3 }
  for (const [key, name, number] of CUSTOMERS) {
    const [customerId, methodId] = [`cus_demo_${key}`, `pm_demo_${key}`]
    if (shelves.customers[customerId]) continue
    const customer: Stripe.Customer = { ...customerOf({ name }), id: customerId }
    customer.invoice_settings.default_payment_method = methodId
    shelves.customers[customerId] = customer
    shelves.paymentMethods[methodId] = {
      ...paymentMethodOf(testCard(number)!, expiry, customerId),
      id: methodId,
    }
    shelves.cardNumbers[methodId] = number
  }
}
