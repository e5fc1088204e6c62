export { chargeable } from './amounts.ts'
export type {
  Card,
  CardEntry,
  CustomerDetails,
  DeclineCause,
  InvoiceContent,
  InvoiceDraft,
  InvoicePayment,
  InvoiceState,
  Known,
  NewCardEntry,
  NotThere,
  PaymentGateway,
  PostalAddress,
  TaxEstimate,
  TaxQuestion,
  TaxReversal,
  TaxSale,
  Unknown,
} from './gateway.ts'
export { createStripeGateway, type StripeSettings } from './stripe-gateway.ts'
export { type PaymentEvent, readWebhook } from './webhook.ts'
export { type TaxesAnswer, taxesFor, type TaxesQuestion, type TaxService } from './taxes-for.ts'
export { type PaymentSettings, readPaymentSettings } from './settings.ts'
