import { defineEntity } from '@mikro-orm/postgresql'
import type { Currency } from '@seatkeeper/rules'
import { amount, instant, oneOf, p } from './columns.ts'

/** Who sells, as invoices say it from now on (BILL-10). One row. */
export const SellerRow = defineEntity({
  name: 'Seller',
  tableName: 'seller',
  properties: {
    id: p.integer().primary().autoincrement(false),
    facts: p.json<Readonly<Record<string, unknown>>>(),
    changedAt: instant(),
  },
})

/** What the processor's tax service is told of a sale, or of what was given back of one. `nextTryAt` is wall clock. */
export const TaxReport = defineEntity({
  name: 'TaxReport',
  tableName: 'tax_report',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    invoiceId: p.uuid(),
    kind: oneOf<'sale' | 'reversal'>(),
    calculationId: p.text().nullable(),
    reverses: p.uuid().nullable(),
    amount: amount(),
    currency: p.text().$type<Currency>(),
    madeAt: instant(),
    nextTryAt: instant().nullable(),
    attempts: p.integer(),
    transactionId: p.text().nullable(),
    refused: p.text().nullable(),
  },
})
