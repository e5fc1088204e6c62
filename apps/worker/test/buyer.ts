import { adoptCard, customerFacts, keepCustomer, makeQuote, submitPurchase } from '@seatkeeper/db'
import { createStripeGateway, type PaymentGateway } from '@seatkeeper/payments'
import type { Instant, Quote, SubscriptionChange } from '@seatkeeper/rules'
import {
  buildAccount,
  TEST_NOW,
  type TestAccount,
  type TestAccountOptions,
} from '@seatkeeper/testkit/account'
import type { PaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import type { TestDatabase } from '@seatkeeper/testkit/test-database'
import { pino } from 'pino'
import type { CollectParts } from '../src/payments/collect-purchase.ts'
import { paymentRound, PURCHASE_LEASE_MS, type PaymentParts } from '../src/payments/payments-loop.ts'

/** A migrated database, with its doors and plain SQL beside them. */
export type BuyersWorld = Pick<TestDatabase, 'url' | 'database' | 'query'>

/** Somebody who buys, with an account of their own, and the worker's side of it. */
export class Buyer {
  readonly world: BuyersWorld
  readonly account: TestAccount
  readonly standIn: PaymentStandIn
  readonly gateway: PaymentGateway
  customerId = ''
  now: Instant = TEST_NOW
  /** The wall clock runs by itself; tests move it on. */
  later = 0

  private constructor(world: BuyersWorld, standIn: PaymentStandIn, account: TestAccount, apiUrl: string) {
    this.world = world
    this.standIn = standIn
    this.account = account
    this.gateway = createStripeGateway({ secretKey: 'sk_test_x', apiUrl, retries: 0, timeoutMs: 5_000 })
  }

  static async open(
    world: BuyersWorld,
    standIn: PaymentStandIn,
    options: TestAccountOptions & { readonly card?: string; readonly apiUrl?: string } = {},
  ): Promise<Buyer> {
    const invoiced = options.contract === undefined
    const account = await buildAccount(world.url, { collaborators: 2, invoiced, ...options })
    const buyer = new Buyer(world, standIn, account, options.apiUrl ?? standIn.apiUrl)
    if (options.card !== undefined) await buyer.enterCard(options.card)
    return buyer
  }

  get context() {
    return { em: this.world.database.tenant(), actor: this.account.owner, now: this.now }
  }

  wallNow(): Instant {
    return (Date.now() + this.later) as Instant
  }

  /** As the portal does it, on the stand-in's own line. */
  async enterCard(number: string, expiry?: string): Promise<void> {
    const gateway = createStripeGateway({ secretKey: 'sk_test_x', apiUrl: this.standIn.apiUrl })
    const facts = await customerFacts(this.context)
    if (facts.kind === 'refuse') throw new Error(facts.reason)
    const { accountId, name } = facts.customer
    if (facts.customer.customerId === null) {
      const opened = await gateway.openCustomer({ accountId, name }, accountId)
      if (opened.kind !== 'known') throw new Error(JSON.stringify(opened))
      this.customerId = await keepCustomer(this.context, opened.customerId)
    }
    const { customerId } = this
    const urls = { returnUrl: 'http://localhost/back', cancelUrl: 'http://localhost/no' }
    const entry = await gateway.startCardEntry({ accountId, customerId, ...urls }, `${accountId}-${number}`)
    if (entry.kind !== 'known') throw new Error(JSON.stringify(entry))
    await this.standIn.enterCard(entry.url, number, expiry)
    const read = await gateway.readCardEntry(entry.sessionId)
    if (read.kind !== 'known' || !read.card) throw new Error('No card was entered')
    await adoptCard(this.context, { ...read.card, customerId })
  }

  async quote(changes: readonly SubscriptionChange[]): Promise<{ quoteId: string; quote: Quote }> {
    const made = await makeQuote(this.context, { changes })
    if (made.kind === 'refuse') throw new Error(made.reason)
    return made
  }

  async submit(
    changes: readonly SubscriptionChange[],
  ): Promise<{ purchaseId: string; quote: Quote; state: string }> {
    const { quoteId, quote } = await this.quote(changes)
    const submitted = await submitPurchase(this.context, { quoteId })
    if (submitted.kind === 'refuse') throw new Error(submitted.reason)
    return { ...submitted, quote }
  }

  parts(changed: Partial<CollectParts> = {}): PaymentParts {
    return {
      em: () => this.world.database.worker(),
      gateway: this.gateway,
      clocks: { businessNow: () => this.now, wallNow: () => this.wallNow() },
      portalUrl: 'http://localhost:3000',
      log: pino({ level: 'silent' }),
      ...changed,
    }
  }

  /** The worker's rounds, each after its pause, until nothing is due or the purchase is settled. */
  async work(purchaseId: string, rounds = 10): Promise<string> {
    for (let n = 0; n < rounds; n++) {
      await paymentRound(this.parts())
      const state = await this.stateOf(purchaseId)
      if (state !== 'pending') return state
      this.later += PURCHASE_LEASE_MS + 600_000
    }
    return this.stateOf(purchaseId)
  }

  async stateOf(purchaseId: string): Promise<string> {
    const [row] = await this.world.query<{ state: string }>('select state from purchase where id = $1', [
      purchaseId,
    ])
    return row!.state
  }

  async purchase(purchaseId: string) {
    const [row] = await this.world.query<{
      state: string
      failure: string | null
      action_url: string | null
      processor_invoice_id: string | null
    }>('select * from purchase where id = $1', [purchaseId])
    return row!
  }

  async seats(kind = 'full-time'): Promise<number> {
    const [row] = await this.world.query<{ seats: string }>(
      `select count(*) as seats from seat s where s.account_id = $1 and s.kind = $2 and s.retires_on is null`,
      [this.account.accountId, kind],
    )
    return Number(row!.seats)
  }

  /** What the ledger says, by its accounts; zero balances are left out. */
  async balances(): Promise<Record<string, number>> {
    const rows = await this.world.query<{ ledger_account: string; sum: string }>(
      `select ledger_account, sum(amount) from ledger_posting where account_id = $1
       group by ledger_account having sum(amount) <> 0 order by 1`,
      [this.account.accountId],
    )
    return Object.fromEntries(rows.map(({ ledger_account, sum }) => [ledger_account, Number(sum)]))
  }

  async invoices() {
    return this.world.query<{
      number: number
      kind: string
      due: string
      paid_at: Date | null
      lines: unknown[]
    }>(
      `select i.number, i.kind, i.due, i.paid_at,
        (select jsonb_agg(l.line order by l.position) from invoice_line l where l.invoice_id = i.id) as lines
       from invoice i where i.account_id = $1 order by i.number`,
      [this.account.accountId],
    )
  }

  /** What the processor has really collected. */
  async collected(): Promise<number[]> {
    const invoices = await this.standIn.invoicesOf(this.customerId)
    return invoices.filter(({ status }) => status === 'paid').map(({ total }) => total)
  }
}
