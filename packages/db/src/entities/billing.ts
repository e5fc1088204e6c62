import { defineEntity } from '@mikro-orm/postgresql'
import type {
  BillingNoticeKind,
  Currency,
  InvoiceLine as Line,
  LedgerAccount,
  PurchaseFailure,
  PurchaseState,
  Quote,
  Tax,
  TaxBasis,
} from '@seatkeeper/rules'
import { amount, day, instant, oneOf, p } from './columns.ts'

/** PAY-02: who is invoiced, and where invoices go. */
export const BillingProfile = defineEntity({
  name: 'BillingProfile',
  tableName: 'billing_profile',
  properties: {
    accountId: p.uuid().primary(),
    company: p.text(),
    line1: p.text(),
    line2: p.text().nullable(),
    city: p.text(),
    region: p.text().nullable(),
    postalCode: p.text(),
    country: p.text(),
    taxId: p.text().nullable(),
    purchaseOrder: p.text().nullable(),
    email: p.text(),
    furtherEmails: p.json<readonly string[]>(),
    /** MAIL-05: the switch for reminders. */
    cardReminders: p.boolean(),
    updatedAt: instant(),
  },
})

/** The customer at the processor, and what may be shown of the card that it keeps (PAY-01). */
export const PaymentAccount = defineEntity({
  name: 'PaymentAccount',
  tableName: 'payment_account',
  properties: {
    accountId: p.uuid().primary(),
    customerId: p.text(),
    paymentMethodId: p.text().nullable(),
    cardBrand: p.text().nullable(),
    cardLastFour: p.text().nullable(),
    cardExpiryMonth: p.integer().nullable(),
    cardExpiryYear: p.integer().nullable(),
    cardSince: instant().nullable(),
  },
})

/** What was priced, for how long it holds, and all that it was reckoned from (BILL-02). */
export const BillingQuote = defineEntity({
  name: 'BillingQuote',
  tableName: 'billing_quote',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    contractId: p.uuid(),
    madeAt: instant(),
    expiresAt: instant(),
    madeBy: p.text(),
    quote: p.json<Quote>(),
    taxes: p.json<readonly Tax[]>().nullable(),
    taxBasis: p.json<TaxBasis>().nullable(),
  },
})

/** An accepted quote on its way (BILL-13). `actUntil` is wall clock. */
export const Purchase = defineEntity({
  name: 'Purchase',
  tableName: 'purchase',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    organizationId: p.uuid(),
    quoteId: p.uuid(),
    state: oneOf<PurchaseState>(),
    due: amount(),
    currency: p.text().$type<Currency>(),
    submittedAt: instant(),
    submittedBy: p.text(),
    outboxId: p.uuid().nullable(),
    processorInvoiceId: p.text().nullable(),
    actionUrl: p.text().nullable(),
    actUntil: instant().nullable(),
    givenUpAt: instant().nullable(),
    failure: p.text().$type<PurchaseFailure>().nullable(),
    settledAt: instant().nullable(),
  },
})

/** Issued for good (BILL-10); that it was paid is all that is ever added. */
export const Invoice = defineEntity({
  name: 'Invoice',
  tableName: 'invoice',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    contractId: p.uuid(),
    number: p.integer(),
    kind: oneOf<'invoice' | 'credit-note'>(),
    purchaseId: p.uuid().nullable(),
    issuedAt: instant(),
    dueOn: day().nullable(),
    periodStart: day().nullable(),
    periodEnd: day().nullable(),
    currency: p.text().$type<Currency>(),
    net: amount(),
    tax: amount(),
    carriedIn: amount(),
    carriedOut: amount(),
    creditApplied: amount(),
    toBalance: amount(),
    due: amount(),
    billTo: p.json<Readonly<Record<string, unknown>>>(),
    seller: p.json<Readonly<Record<string, unknown>>>().nullable(),
    /** How its taxes came about; null: by the table, there was no tax service. */
    taxBasis: p.json<TaxBasis>().nullable(),
    paidAt: instant().nullable(),
    /** A purchase that began a contract (D-21): its first period is paid with it. */
    beginsContract: p.boolean(),
    /** It was taken back (D-02), by the credit note that names it. */
    voidedAt: instant().nullable(),
    voids: p.uuid().nullable(),
  },
})

/** How an invoice of the billing run is collected (BILL-07, PAY-03, PAY-06). Business clock. */
export const InvoiceCollection = defineEntity({
  name: 'InvoiceCollection',
  tableName: 'invoice_collection',
  properties: {
    invoiceId: p.uuid().primary(),
    accountId: p.uuid(),
    organizationId: p.uuid(),
    method: oneOf<'card' | 'wire'>(),
    state: oneOf<'due' | 'requires-action' | 'no-card' | 'declined' | 'sent' | 'paid' | 'void'>(),
    processorInvoiceId: p.text().nullable(),
    actionUrl: p.text().nullable(),
    declineCause: p.text().nullable(),
    declinedAt: instant().nullable(),
    noticeId: p.uuid().nullable(),
    noticeCommittedAt: instant().nullable(),
    noticeDeliveredAt: instant().nullable(),
    staffDeadline: instant().nullable(),
    netDays: p.integer().nullable(),
    nextTryAt: instant().nullable(),
    attempts: p.integer(),
    paidAt: instant().nullable(),
    /** Whoever is at it. Wall clock. */
    lease: p.uuid().nullable(),
    leasedUntil: instant().nullable(),
    triedMethod: p.text().nullable(),
    round: p.integer(),
    look: p.uuid().nullable(),
    unclear: p.boolean(),
    paidByVendor: p.boolean(),
    voidThere: p.boolean(),
  },
})

export const InvoiceLine = defineEntity({
  name: 'InvoiceLine',
  tableName: 'invoice_line',
  properties: {
    invoiceId: p.uuid().primary(),
    position: p.integer().primary(),
    accountId: p.uuid(),
    amount: amount(),
    line: p.json<Line>(),
  },
})

/** One thing that happened to an account's money; its postings add up to zero (BILL-09). */
export const LedgerEntry = defineEntity({
  name: 'LedgerEntry',
  tableName: 'ledger_entry',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    at: instant(),
    kind: oneOf<'hold' | 'release' | 'invoice' | 'payment' | 'credit' | 'stray-payment' | 'void'>(),
    currency: p.text().$type<Currency>(),
    purchaseId: p.uuid().nullable(),
    invoiceId: p.uuid().nullable(),
  },
})

export const LedgerPosting = defineEntity({
  name: 'LedgerPosting',
  tableName: 'ledger_posting',
  properties: {
    entryId: p.uuid().primary(),
    position: p.integer().primary(),
    accountId: p.uuid(),
    ledgerAccount: oneOf<LedgerAccount>(),
    amount: amount(),
    creditId: p.uuid().nullable(),
  },
})

/** MAIL-05: what the invoicing addresses were told, once. Business clock. */
export const BillingNoticeRow = defineEntity({
  name: 'BillingNotice',
  tableName: 'billing_notice',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    organizationId: p.uuid(),
    kind: oneOf<BillingNoticeKind>(),
    invoiceId: p.uuid().nullable(),
    at: instant(),
    eventAt: instant().nullable(),
    daysBefore: p.integer().nullable(),
    about: p.json<readonly string[]>().nullable(),
  },
})

/** PAY-04: a webhook, stored once, trusted for its ids alone. Wall clock. */
export const PaymentEvent = defineEntity({
  name: 'PaymentEvent',
  tableName: 'payment_event',
  properties: {
    id: p.text().primary(),
    type: p.text(),
    objectType: p.text(),
    objectId: p.text(),
    receivedAt: instant(),
    dueAt: instant(),
    attempts: p.integer(),
    doneAt: instant().nullable(),
    note: p.text().nullable(),
  },
})
