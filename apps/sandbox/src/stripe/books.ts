import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Stripe } from 'stripe'
import { missing } from './errors.ts'

/** What the stand-in remembers: the processor's own objects, and the card numbers behind its payment methods. */
export interface Shelves {
  customers: Record<string, Stripe.Customer>
  paymentMethods: Record<string, Stripe.PaymentMethod>
  cardNumbers: Record<string, string>
  sessions: Record<string, Stripe.Checkout.Session>
  setupIntents: Record<string, Stripe.SetupIntent>
  invoices: Record<string, Stripe.Invoice>
  lines: Record<string, Stripe.InvoiceLineItem[]>
  payments: Record<string, Stripe.InvoicePayment[]>
  paymentIntents: Record<string, Stripe.PaymentIntent>
  /** By payment intent: where the card's holder goes after the bank's page. */
  returnUrls: Record<string, string>
  calculations: Record<string, Stripe.Tax.Calculation>
  taxTransactions: Record<string, Stripe.Tax.Transaction>
  /** By tax transaction: its amount with tax; reversals are negative. */
  taxAmounts: Record<string, number>
  answers: Record<string, { at: number; request: string; status: number; body: unknown }>
}

const EMPTY: Shelves = {
  customers: {},
  paymentMethods: {},
  cardNumbers: {},
  sessions: {},
  setupIntents: {},
  invoices: {},
  lines: {},
  payments: {},
  paymentIntents: {},
  returnUrls: {},
  calculations: {},
  taxTransactions: {},
  taxAmounts: {},
  answers: {},
}

const KINDS = {
  customers: 'customer',
  paymentMethods: 'payment_method',
  sessions: 'checkout.session',
  setupIntents: 'setup_intent',
  invoices: 'invoice',
  paymentIntents: 'payment_intent',
  calculations: 'tax.calculation',
  taxTransactions: 'tax.transaction',
} as const

/** In memory, and in a file where there is one: the demo's customers keep their cards over a restart. */
export class Books {
  readonly shelves: Shelves
  readonly #file: string | undefined

  constructor(file?: string) {
    this.#file = file
    const kept =
      file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {}
    this.shelves = { ...structuredClone(EMPTY), ...kept }
  }

  get<K extends keyof typeof KINDS>(shelf: K, id: string, param?: string): Shelves[K][string] {
    const found = Object.hasOwn(this.shelves[shelf], id) ? this.shelves[shelf][id] : undefined
    if (!found) throw missing(KINDS[shelf], id, param)
    return found as Shelves[K][string]
  }

  save(): void {
    if (this.#file === undefined) return
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.shelves))
    renameSync(`${this.#file}.new`, this.#file)
  }
}

export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`
export const seconds = (): number => Math.floor(Date.now() / 1000)
