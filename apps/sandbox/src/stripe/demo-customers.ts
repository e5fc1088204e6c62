import type { Stripe } from 'stripe'
import type { Shelves } from './books.ts'
import { testCard } from './cards.ts'
import { customerOf } from './endpoints/customers.ts'
import { paymentMethodOf } from './endpoints/payment-methods.ts'

/** The demo's accounts as the processor knows them from the start; the database's demo data names the same ids. */
const CUSTOMERS = [
  ['larkspur', 'Larkspur Outfitters', '4242424242424242', 'later'],
  ['blue-harbor', 'Blue Harbor Care', '5555555555554444', 'next-month'],
  ['copperline', 'Copperline Retail', '4000000000000341', 'later'],
  ['old-mill', 'Old Mill Helpdesk', '4242424242424242', 'later'],
] as const

export function addDemoCustomers(shelves: Shelves, now: Date): void {
  for (const [key, name, number, expires] of CUSTOMERS) {
    const expiry = expiryOf(expires, now)
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

function expiryOf(
  expires: 'later' | 'next-month',
  now: Date,
): { readonly month: number; readonly year: number } {
  const [month, year] = [now.getUTCMonth() + 1, now.getUTCFullYear()]
  if (expires === 'later') return { month, year: year + 3 }
  return month === 12 ? { month: 1, year: year + 1 } : { month: month + 1, year }
}
