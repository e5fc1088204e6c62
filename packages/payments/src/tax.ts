import { type Money, reverseCharge, taxIdKind } from '@seatkeeper/rules'
import { Stripe } from 'stripe'
import { fromProcessor, toProcessor } from './amounts.ts'
import { addressParameter } from './customers.ts'
import { asUnknown } from './faults.ts'
import type { PaymentGateway, TaxEstimate } from './gateway.ts'

/**
 * The processor's tax service reckons the tax of a quote or an invoice; the amount goes on our own line, so what was quoted is what is
 * charged. What came of it is told to the service afterwards. With a rate table of our own nothing is asked.
 */
export function tax(
  stripe: Stripe,
): Pick<PaymentGateway, 'estimateTax' | 'reportTaxSale' | 'reportTaxReversal'> {
  return {
    async estimateTax({ currency, address, net, reference, taxId }) {
      const kind = taxIdKind(address.country)
      try {
        const calculation = await stripe.tax.calculations.create({
          currency: currency.toLowerCase(),
          customer_details: {
            address: addressParameter(address),
            address_source: 'billing',
            ...(taxId !== null && kind !== undefined && { tax_ids: [{ type: kind, value: taxId }] }),
          },
          line_items: [
            { amount: toProcessor({ amount: net, currency }), reference, tax_behavior: 'exclusive' },
          ],
        })
        return { kind: 'known', ...estimateOf(calculation, currency) }
      } catch (fault) {
        if (isNoPlace(fault)) return { kind: 'address-unusable' }
        return asUnknown(fault)
      }
    },

    async reportTaxSale({ calculationId, reference }, key) {
      try {
        const { id } = await stripe.tax.transactions.createFromCalculation(
          { calculation: calculationId, reference },
          { idempotencyKey: `${key}:tax` },
        )
        return { kind: 'known', transactionId: id }
      } catch (fault) {
        return asUnknown(fault)
      }
    },

    async reportTaxReversal({ transactionId, amount, reference }, key) {
      try {
        const { id } = await stripe.tax.transactions.createReversal(
          {
            mode: 'partial',
            original_transaction: transactionId,
            reference,
            flat_amount: 0 - toProcessor(amount),
          },
          { idempotencyKey: `${key}:tax` },
        )
        return { kind: 'known', transactionId: id }
      } catch (fault) {
        return asUnknown(fault)
      }
    },
  }
}

function isNoPlace(fault: unknown): boolean {
  return fault instanceof Stripe.errors.StripeError && fault.code === 'customer_tax_location_invalid'
}

const NAMES: Readonly<Record<string, string>> = {
  vat: 'VAT',
  gst: 'GST',
  hst: 'HST',
  pst: 'PST',
  qst: 'QST',
  jct: 'Consumption tax',
  sales_tax: 'Sales tax',
  retail_delivery_fee: 'Retail delivery fee',
}

function estimateOf(
  { id, tax_amount_exclusive, tax_breakdown }: Stripe.Tax.Calculation,
  currency: Money['currency'],
): TaxEstimate {
  const tax = fromProcessor(tax_amount_exclusive, currency)
  const parts = tax_breakdown.flatMap(({ amount, tax_rate_details, taxability_reason }) => {
    const { tax_type, percentage_decimal, state } = tax_rate_details
    const name = NAMES[tax_type ?? ''] ?? 'Tax'
    if (taxability_reason === 'reverse_charge') return [{ name: reverseCharge(name), amount: 0 }]
    if (amount === 0) return []
    const where = state === null ? '' : `, ${state}`
    return [
      { name: `${name}${where}, ${percentage_decimal} %`, amount: fromProcessor(amount, currency).amount },
    ]
  })
  const said = parts.reduce((sum, { amount }) => sum + amount, 0)
  const whole = tax.amount === 0 ? [] : [{ name: 'Tax', amount: tax.amount }]
  return { calculationId: id!, tax, parts: said === tax.amount ? parts : whole }
}
