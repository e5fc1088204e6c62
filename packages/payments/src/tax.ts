import type { Stripe } from 'stripe'
import { fromProcessor, toProcessor } from './amounts.ts'
import { addressParameter } from './customers.ts'
import { asUnknown } from './faults.ts'
import type { PaymentGateway } from './gateway.ts'

/**
 * The processor's tax service reckons the tax of a quote; the amount goes on our own line, so what was quoted is what is
 * charged. With a rate table of our own nothing is asked.
 */
export function tax(stripe: Stripe): Pick<PaymentGateway, 'estimateTax'> {
  return {
    async estimateTax({ currency, address, net, reference }) {
      try {
        const { id, tax_amount_exclusive } = await stripe.tax.calculations.create({
          currency: currency.toLowerCase(),
          customer_details: { address: addressParameter(address), address_source: 'billing' },
          line_items: [
            { amount: toProcessor({ amount: net, currency }), reference, tax_behavior: 'exclusive' },
          ],
        })
        return { kind: 'known', calculationId: id, tax: fromProcessor(tax_amount_exclusive, currency) }
      } catch (fault) {
        return asUnknown(fault)
      }
    },
  }
}
