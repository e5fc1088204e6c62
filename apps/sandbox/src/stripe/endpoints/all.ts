import type { Endpoint } from '../endpoint.ts'
import { createSession, readSession } from './checkout.ts'
import { createCustomer, updateCustomer } from './customers.ts'
import {
  createInvoice,
  createInvoiceItem,
  deleteInvoice,
  finaliseInvoice,
  listInvoices,
  listLines,
  markUncollectible,
  readInvoice,
  voidInvoice,
} from './invoices.ts'
import { confirmPaymentIntent, readPaymentIntent } from './payment-intents.ts'
import { readPaymentMethod } from './payment-methods.ts'
import { createCalculation, createReversal, createTransaction } from './tax.ts'

/** All that the product uses of the processor's API, and what people do in its dashboard that the product has to bear. */
export const endpoints: readonly Endpoint[] = [
  createCustomer,
  updateCustomer,
  createSession,
  readSession,
  readPaymentMethod,
  createInvoice,
  listInvoices,
  readInvoice,
  listLines,
  createInvoiceItem,
  finaliseInvoice,
  voidInvoice,
  markUncollectible,
  deleteInvoice,
  readPaymentIntent,
  confirmPaymentIntent,
  createCalculation,
  createTransaction,
  createReversal,
]
